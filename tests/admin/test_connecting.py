"""An administrator connects platforms and decides about what waits."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from careered.admin.setup_guides import GUIDES
from careered.lti import platform_store
from careered.lti.deep_linking.return_url import check_return_url
from careered.lti.registration_version import change_version
from careered.lti.tables import Platform
from careered.roster.organisations import OrganisationProfile, update_profile
from careered.roster.tables import SchoolClass
from tests.admin.conftest import AdminOffice
from tests.admin.test_schools import open_as_pupil, rows
from tests.support.deployments import delete_deployment
from tests.support.people import Browser
from tests.support.school import activities_of, pupils_of

MANUAL_VALUES = {
    "name": "Kaupungin Moodle",
    "issuer": "https://moodle.town.test",
    "client_id": "abc",
    "deployment": "2",
    "auth_url": "https://moodle.town.test/auth",
    "token_url": "https://moodle.town.test/token",
    "jwks_url": "https://moodle.town.test/jwks",
    "country": "FI",
}


def connect_manually(office: AdminOffice, **changes: str) -> dict[str, str]:
    """Submit the form of manual registration. Returns the errors by field id."""
    office.sign_in()
    page = office.browser.get("/admin/connect/itslearning")
    page = office.browser.submit(page.form("#by-hand form"), **{**MANUAL_VALUES, **changes})
    errors = page.all("#by-hand p.error")
    return {str(error.attrs["id"]).removesuffix("-error"): error.to_text().strip() for error in errors}


def test_a_platform_is_connected_by_hand_and_is_in_use_at_once(office: AdminOffice) -> None:
    assert connect_manually(office) == {}
    with office.school.database.reading() as db:
        made = platform_store.require_by_issuer(db, MANUAL_VALUES["issuer"], "abc")
    assert (made.status, made.family, made.country) == ("active", "itslearning", "fi")
    assert made.deployments == frozenset({"2"})


def test_a_school_with_an_address_of_its_own_may_say_so(office: AdminOffice) -> None:
    assert set(connect_manually(office, hosts="https://school.example.org")) == {"hosts"}
    assert connect_manually(office, hosts="School.example.org aula.example.org") == {}
    with office.school.database.reading() as db:
        made = platform_store.require_by_issuer(db, MANUAL_VALUES["issuer"], "abc")
    assert made.hosts == ("school.example.org", "aula.example.org")
    check_return_url("https://school.example.org/back", made)


@pytest.mark.parametrize("field", MANUAL_VALUES)
def test_a_value_left_out_is_asked_for_and_nothing_is_saved(office: AdminOffice, field: str) -> None:
    assert set(connect_manually(office, **{field: ""})) == {field}
    with office.school.database.reading() as db:
        assert len(platform_store.all_platforms(db)) == 1


@pytest.mark.parametrize("address", ["http://moodle.town.test", "https://10.0.0.1/x", "javascript:alert(1)", "x"])
def test_an_address_that_must_not_be_called_is_refused_beside_its_field(office: AdminOffice, address: str) -> None:
    assert set(connect_manually(office, token_url=address)) == {"token_url"}


def test_what_is_connected_already_is_not_overwritten(office: AdminOffice) -> None:
    connect_manually(office)
    assert set(connect_manually(office, auth_url="https://elsewhere.test/auth")) == {"client_id"}
    with office.school.database.reading() as db:
        assert (
            platform_store.require_by_issuer(db, MANUAL_VALUES["issuer"], "abc").auth_url == MANUAL_VALUES["auth_url"]
        )


def test_every_guide_shows_every_value_to_copy(office: AdminOffice) -> None:
    office.sign_in()
    for family in ("moodle", "canvas", "itslearning", "other"):
        page = office.browser.get(f"/admin/connect/{family}")
        shown = {str(field.attrs["value"]) for field in page.all("dl.values input")}
        assert {"https://careered.test/lti/login", "https://careered.test/lti/jwks.json"} <= shown
        assert {"careered", "https://careered.test/logo.png"} <= shown
        assert ("https://careered.test/lti/canvas.json" in shown) == (family == "canvas")
    assert office.browser.get("/admin/connect/unknown").code == "not_found"


def test_where_no_invitation_can_be_used_the_page_does_not_wait_for_one(office: AdminOffice) -> None:
    office.sign_in()
    waits = {family: bool(office.browser.get(f"/admin/connect/{family}").all("#arrived")) for family in GUIDES}
    assert waits == {"moodle": True, "canvas": True, "itslearning": False, "other": True}


def test_menus_of_a_platform_are_quoted_and_the_page_says_in_which_language(office: AdminOffice) -> None:
    office.sign_in()
    page = office.browser.get("/admin/connect/moodle")
    assert [item.to_text() for item in page.all(".menu")[0].query("li")][:2] == ["“Site administration”", "“Plugins”"]
    assert "Menus are quoted in English" in page.main_text


def test_a_platform_that_is_switched_off_lets_nobody_in_until_it_is_on_again(office: AdminOffice) -> None:
    office.sign_in()
    pupil, activity = pupils_of(office.school.platform, "fi-8b")[0], activities_of(office.school.platform, "fi-8b")[0]
    page = office.browser.submit(office.platform_page().form("form[action$='/disable']"))
    visitor = Browser.new(office.school)
    login = office.school.platform.login_params(pupil, activity)
    assert visitor.tool.post("/lti/login", data=login).headers["careered-code"] == "platform_not_active"
    office.browser.submit(page.form("form[action$='/approve']"))
    assert Browser.new(office.school).open(pupil, activity).path == "/lessons"


def test_a_place_that_nobody_has_approved_waits_and_opens_when_it_is(office: AdminOffice) -> None:
    school = office.school
    pupil, activity = pupils_of(school.platform, "fi-8b")[0], activities_of(school.platform, "fi-8b")[0]
    with school.database.transaction() as db:
        known = platform_store.all_platforms(db)[0]
        place = next(iter(known.deployments))
        delete_deployment(db, known.organisation_id, known.platform_id, place)
    assert Browser.new(school).open(pupil, activity).code == "deployment_unknown"
    office.sign_in()
    page = office.platform_page()
    assert place in page.main_text
    office.browser.submit(page.form("form[action$='/deployments']"))
    assert Browser.new(school).open(pupil, activity).path == "/lessons"


def test_an_administrator_sees_that_a_platform_has_registered_twice(office: AdminOffice) -> None:
    with office.school.database.transaction() as db:
        first = platform_store.all_platforms(db)[0]
        second = platform_store.save(db, replace(first, client_id="again", status="pending"), [])
    office.sign_in()
    page = office.browser.get(f"/admin/platforms/{second}")
    assert "registered more than once" in page.main_text
    assert page.all(f"main li a[href='/admin/platforms/{first.platform_id}']")
    with office.school.database.transaction() as db:
        alone = platform_store.save(db, replace(first, issuer="https://other.test"), [])
    assert "registered more than once" not in office.browser.get(f"/admin/platforms/{alone}").main_text


def test_an_administrator_sees_whom_tokens_and_scores_go_to(office: AdminOffice) -> None:
    with office.school.database.transaction() as db:
        first = platform_store.all_platforms(db)[0]
        second = replace(first, client_id="b", hosts=("own.school.test",), service_hosts=("services.school.test",))
        platform_id = platform_store.save(db, second, [])
    office.sign_in()
    shown = office.browser.get(f"/admin/platforms/{platform_id}").main_text
    assert all(host in shown for host in ("school.test", "services.school.test", "own.school.test"))


@pytest.mark.parametrize(("name", "shown"), [("school.test", "Koulu / Skole"), ("Moodle", "Moodle")])
def test_a_platform_without_a_public_name_is_called_as_its_launches_call_it(
    office: AdminOffice, name: str, shown: str
) -> None:
    with office.school.database.transaction() as db:
        change_version(db)
        db.execute(update(Platform.__table__).values(name=name))
    open_as_pupil(office)
    office.sign_in()
    assert office.platform_page().only("h1").to_text() == shown
    assert {row["platform_name"] for row in rows(office, SchoolClass)} == {shown}


def test_the_country_of_a_platform_is_never_guessed_but_stands_as_the_organisation_said(office: AdminOffice) -> None:
    def chosen() -> str:
        return dict(office.browser.get("/admin/connect/moodle").form("form[data-next]").fields)["country"]

    office.sign_in()
    assert chosen() == ""
    with office.school.database.transaction() as db:
        update_profile(db, "town", OrganisationProfile("Town", "FI", "en"))
    assert chosen() == "FI"


@pytest.mark.parametrize("country", ["", "SE"])
def test_who_asks_for_an_invitation_without_a_country_gets_the_form_again_and_is_told(
    office: AdminOffice, country: str
) -> None:
    office.sign_in()
    form = office.browser.get("/admin/connect/moodle").form("form[data-next]")
    page = office.browser.submit(form, country=country)
    assert (page.response.status_code, page.all("#invitation")) == (422, [])
    assert page.only("#country-invite-error").to_text().strip() == "Choose a country."
    assert page.only("#country-invite").attrs["aria-invalid"] == "true"
    assert page.all("#by-hand[open]") == [], "nothing was wrong there"
