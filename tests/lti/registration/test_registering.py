"""A platform connects itself through its own window: what is saved, what the administrator reads, what fails."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from careered.lti import deployment_store, platform_store
from careered.lti.platform import Registration
from careered.lti.registration import invite
from careered.web import one_time
from tests.support.pages import Page
from tests.support.school import LMS, TOOL, School, school

LONG, MISSING = 10_000, ("registration_closed", "invitation_invalid")


@pytest.fixture
def town(database_url: str) -> Iterator[School]:
    """A school whose platform can register us."""
    with school(database_url) as town_school:
        yield town_school


def invitation(town: School, *, approved: bool = False, organisation: str = "town") -> str:
    """A fresh invitation's secret."""
    with town.database.transaction() as db:
        address = invite.create_invitation(db, organisation, TOOL, country="DK", is_approved=approved)
    return parse_qs(urlsplit(address).query)["invite"][0]


def open_registration_page(town: School, key: str, *, update: str = "", lang: str = "en", **changes: str) -> Page:
    """The platform opens our page in a frame."""
    given = town.platform.registration_parameters(update)
    browser = town.tool_client(**{"Accept-Language": lang})
    return Page(browser.get("/lti/register", params={"invite": key, **given, **changes}))


def dynamic_registrations(town: School) -> list[Registration]:
    """The platforms that have connected themselves."""
    with town.database.reading() as db:
        return [
            registered for registered in platform_store.all_platforms(db) if registered.registration_method == "dynamic"
        ]


def test_a_platform_is_saved_as_its_invitation_says_and_waits(town: School) -> None:
    open_registration_page(town, invitation(town))
    (registration,) = dynamic_registrations(town)
    assert (registration.organisation_id, registration.country, registration.family, registration.status) == (
        "town",
        "dk",
        "moodle",
        "pending",
    )
    assert (registration.issuer, registration.name) == (LMS, "school.test")
    assert registration.client_id in town.platform.tools
    assert registration.deployments == {town.platform.tools[registration.client_id].deployment_id}
    assert any(scope.endswith("/score") for scope in registration.scopes)


def test_an_invitation_may_approve_beforehand(town: School) -> None:
    page = open_registration_page(town, invitation(town, approved=True))
    assert [registered.status for registered in dynamic_registrations(town)] == ["active"]
    assert "There is nothing more to do" in page.main_text


def test_nobody_comes_in_before_the_approval(town: School) -> None:
    open_registration_page(town, invitation(town))
    (registration,) = dynamic_registrations(town)
    login = {
        "iss": registration.issuer,
        "client_id": registration.client_id,
        "login_hint": "7",
        "target_link_uri": f"{TOOL}/lti/launch",
    }
    browser = town.tool_client()
    assert browser.post("/lti/login", data=login).headers["careered-code"] == "platform_not_active"
    with town.database.transaction() as db:
        platform_store.set_status(db, registration.organisation_id, registration.platform_id, "active")
    assert browser.post("/lti/login", data=login).status_code == 302


@pytest.mark.parametrize(
    ("lang", "text"),
    [("fi", "Kutsun lähettäjä"), ("sv", "bjöd in dig"), ("da", "inviterede dig"), ("en", "invited you")],
)
def test_the_administrator_reads_what_comes_next_in_their_own_language(town: School, lang: str, text: str) -> None:
    page = open_registration_page(town, invitation(town), lang=lang)
    assert page.lang == lang
    assert text in page.main_text
    assert page.only("[data-close]").name == "button"


def test_the_page_stands_in_a_frame_of_a_host_that_nobody_has_named_yet(town: School) -> None:
    """Hosted Canvas frames it from the school's own host; the configuration and the issuer name another."""
    page = open_registration_page(town, invitation(town))
    policy = page.response.headers["content-security-policy"]
    assert policy.endswith("frame-ancestors https:")
    assert page.only("[data-close]")
    assert "close.js" in page.response.text


@pytest.mark.parametrize("fault", ["refused", "no client id", "html", "huge"])
def test_a_registration_that_fails_uses_nothing_up_and_can_be_closed(town: School, fault: str) -> None:
    key = invitation(town)
    town.platform.faults.registration = fault
    page = open_registration_page(town, key)
    assert page.response.status_code == 400
    assert page.only("[data-close]").attrs["data-close"] == "never"  # it must be read
    assert "frame-ancestors https:" in page.response.headers["content-security-policy"]
    assert dynamic_registrations(town) == []
    town.platform.faults.registration = ""
    open_registration_page(town, key)
    assert len(dynamic_registrations(town)) == 1


def test_a_platform_that_refuses_is_heard(town: School) -> None:
    town.platform.faults.registration = "refused"
    page = open_registration_page(town, invitation(town))
    assert "No more tools" in page.main_text
    assert "invalid_client_metadata" not in page.main_text


def test_an_invitation_that_is_over_or_of_another_kind_opens_nothing(town: School) -> None:
    with town.database.transaction() as db:
        note = {invite.COUNTRY: "fi"}
        over = one_time.create(db, "town", one_time.INVITATION, ttl=timedelta(seconds=-1), payload=note)
        other = one_time.create(db, "town", one_time.ADMIN, ttl=timedelta(hours=1), payload=note)
    for key in (over, other, "made-up"):
        assert open_registration_page(town, key).response.headers["careered-code"] == "invitation_invalid"
    assert dynamic_registrations(town) == []


def test_an_update_keeps_the_id_the_deployments_and_the_approval(town: School) -> None:
    open_registration_page(town, invitation(town))
    (before,) = dynamic_registrations(town)
    with town.database.transaction() as db:
        platform_store.set_status(db, before.organisation_id, before.platform_id, "active")
        deployment_store.approve(db, before.organisation_id, before.platform_id, "another place")
        platform_store.save(db, replace(before, status="active", name="Our own name", auth_url=f"{LMS}/old"), [])
    page = open_registration_page(town, invitation(town), update=before.client_id)
    (after,) = dynamic_registrations(town)
    assert after.platform_id == before.platform_id
    assert after.deployments == before.deployments | {"another place"}
    assert (after.status, after.name, after.country) == ("active", "Our own name", "dk")
    assert after.auth_url == before.auth_url
    assert "renewed" in page.main_text


@pytest.mark.parametrize(
    ("lang", "word"), [("en", "Activate"), ("fi", "Aktivoi"), ("sv", "Aktivera"), ("da", "Aktivér")]
)
def test_only_a_tool_that_is_new_is_told_to_be_activated(town: School, lang: str, word: str) -> None:
    """Seen on a real platform (8): "Update" told to press Activate although the tool was active."""
    assert word in open_registration_page(town, invitation(town), lang=lang).main_text
    (registered,) = dynamic_registrations(town)
    renewed = open_registration_page(town, invitation(town), update=registered.client_id, lang=lang)
    assert word not in renewed.main_text
    assert renewed.only("[data-close]").name == "button"


def test_a_platform_that_was_switched_off_stays_off_when_it_updates(town: School) -> None:
    open_registration_page(town, invitation(town))
    (before,) = dynamic_registrations(town)
    with town.database.transaction() as db:
        platform_store.set_status(db, before.organisation_id, before.platform_id, "off")
    open_registration_page(town, invitation(town, approved=True), update=before.client_id)
    assert [registered.status for registered in dynamic_registrations(town)] == ["off"]


def test_a_second_platform_of_the_same_site_is_one_of_its_own(town: School) -> None:
    open_registration_page(town, invitation(town))
    open_registration_page(town, invitation(town))
    first, second = dynamic_registrations(town)
    assert first.issuer == second.issuer
    assert first.client_id != second.client_id


@pytest.mark.parametrize("token", ["a\nb", "\x00", "a\x7fb"])
def test_a_token_that_no_platform_makes_is_refused_and_breaks_nothing(town: School, token: str) -> None:
    page = open_registration_page(town, invitation(town), registration_token=token)
    assert page.response.headers["careered-code"] == "config_bad"


@pytest.mark.parametrize("name", ["invite", "openid_configuration"])
@pytest.mark.parametrize("value", ["\x00", "x" * LONG, "ä", "https://[", "https://school.test:99999/"])
def test_what_nobody_would_send_is_refused_and_breaks_nothing(town: School, name: str, value: str) -> None:
    page = open_registration_page(town, invitation(town), **{name: value})
    assert page.response.headers["careered-code"] in {*MISSING, "url_not_allowed"}


def test_canvas_finds_its_json_and_may_keep_it_for_an_hour(town: School) -> None:
    answer = town.tool_client().get("/lti/canvas.json")
    assert answer.json()["oidc_initiation_url"] == f"{TOOL}/lti/login"
    assert answer.headers["cache-control"] == "public, max-age=3600"
