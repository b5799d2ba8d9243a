"""An administrator connects platforms and decides about what waits."""

import pytest

from careered.lti import platforms
from careered.lti.deeplink.trust import check_return_url
from tests.admin.conftest import Office
from tests.support.people import Browser
from tests.support.school import activities_of, pupils_of

BY_HAND = {
    "name": "Kaupungin Moodle",
    "issuer": "https://moodle.town.test",
    "client_id": "abc",
    "deployment": "2",
    "auth_url": "https://moodle.town.test/auth",
    "token_url": "https://moodle.town.test/token",
    "jwks_url": "https://moodle.town.test/jwks",
    "country": "FI",
}


def fill_in(office: Office, **changes: str) -> dict[str, str]:
    """Type values in by hand; what is said beside the fields, by field."""
    office.enter()
    page = office.browser.get("/admin/connect/itslearning")
    page = office.browser.submit(page.form("#by-hand form"), **{**BY_HAND, **changes})
    said = page.all("#by-hand p.error")
    return {str(one.attrs["id"]).removesuffix("-error"): one.to_text().strip() for one in said}


def test_a_platform_is_connected_by_hand_and_is_in_use_at_once(office: Office) -> None:
    assert fill_in(office) == {}
    with office.school.database.read() as db:
        made = platforms.find(db, BY_HAND["issuer"], "abc")
    assert (made.status, made.family, made.country) == ("active", "itslearning", "fi")
    assert made.deployments == frozenset({"2"})


def test_a_school_with_an_address_of_its_own_may_say_so(office: Office) -> None:
    assert set(fill_in(office, hosts="https://school.example.org")) == {"hosts"}
    assert fill_in(office, hosts="School.example.org aula.example.org") == {}
    with office.school.database.read() as db:
        made = platforms.find(db, BY_HAND["issuer"], "abc")
    assert made.hosts == ("school.example.org", "aula.example.org")
    check_return_url("https://school.example.org/back", made)


@pytest.mark.parametrize("field", [name for name in BY_HAND if name != "country"])
def test_a_value_left_out_is_asked_for_and_nothing_is_saved(office: Office, field: str) -> None:
    assert set(fill_in(office, **{field: ""})) == {field}
    with office.school.database.read() as db:
        assert len(platforms.all_platforms(db)) == 1


@pytest.mark.parametrize("address", ["http://moodle.town.test", "https://10.0.0.1/x", "javascript:alert(1)", "x"])
def test_an_address_that_must_not_be_called_is_refused_beside_its_field(office: Office, address: str) -> None:
    assert set(fill_in(office, token_url=address)) == {"token_url"}


def test_what_is_connected_already_is_not_overwritten(office: Office) -> None:
    fill_in(office)
    assert set(fill_in(office, auth_url="https://elsewhere.test/auth")) == {"client_id"}
    with office.school.database.read() as db:
        assert platforms.find(db, BY_HAND["issuer"], "abc").auth_url == BY_HAND["auth_url"]


def test_every_guide_shows_every_value_to_copy(office: Office) -> None:
    office.enter()
    for family in ("moodle", "canvas", "itslearning", "other"):
        page = office.browser.get(f"/admin/connect/{family}")
        shown = {str(one.attrs["value"]) for one in page.all("dl.values input")}
        assert {"https://careered.test/lti/login", "https://careered.test/lti/jwks.json"} <= shown
    assert office.browser.get("/admin/connect/unknown").code == "not_found"


def test_a_platform_that_is_switched_off_lets_nobody_in_until_it_is_on_again(office: Office) -> None:
    office.enter()
    pupil, activity = pupils_of(office.school.platform, "fi-8b")[0], activities_of(office.school.platform, "fi-8b")[0]
    page = office.browser.submit(office.platform().form("form[action$='/off']"))
    visitor = Browser.of(office.school)
    login = office.school.platform.login_params(pupil, activity)
    assert visitor.tool.post("/lti/login", data=login).headers["careered-code"] == "platform_not_active"
    office.browser.submit(page.form("form[action$='/approve']"))
    assert Browser.of(office.school).open(pupil, activity).path == "/lessons"


def test_a_place_that_nobody_has_approved_waits_and_opens_when_it_is(office: Office) -> None:
    school = office.school
    pupil, activity = pupils_of(school.platform, "fi-8b")[0], activities_of(school.platform, "fi-8b")[0]
    with school.database.write() as db:
        known = platforms.all_platforms(db)[0]
        place = next(iter(known.deployments))
        platforms.forget_place(db, known.organisation_id, known.platform_id, place)
    assert Browser.of(school).open(pupil, activity).code == "deployment_unknown"
    office.enter()
    page = office.platform()
    assert place in page.words
    office.browser.submit(page.form("form[action$='/places']"))
    assert Browser.of(school).open(pupil, activity).path == "/lessons"
