"""An administrator of the platform becomes one of careered: by asking, and by somebody's yes."""

import pytest
from sqlalchemy import select

from careered.privacy.erase import erase_person
from careered.roster.tables import AdministratorAccess
from tests.admin.conftest import AdminOffice
from tests.support.pages import Page
from tests.support.people import Browser
from tests.support.school import pupils_of

ALEX = "2"  # the platform's own administrator


def launch_from_platform(office: AdminOffice, person: str = ALEX) -> tuple[Browser, Page]:
    browser = Browser.new(office.school)
    return browser, browser.open(person, "1")


def request_access(office: AdminOffice) -> Browser:
    browser, page = launch_from_platform(office)
    assert page.all("footer a[href^='/administrators?']")
    asked = browser.press_next(browser.get("/administrators"))
    assert "You have asked for access" in asked.main_text
    return browser


def decide_request(office: AdminOffice, word: str) -> Page:
    """An administrator of careered decides about a request. word: last part of the form's address."""
    page = office.browser.get("/admin/organisation")
    (form,) = [candidate for candidate in page.all("#people form") if str(candidate.attrs["action"]).endswith(word)]
    return office.browser.submit(page.form(f"form[action='{form.attrs['action']}']"))


def open_admin_pages(browser: Browser) -> Page:
    """Open the sign-in window and press its only button."""
    return browser.press_next(browser.press_next(browser.get("/administrators")))


def test_who_was_approved_opens_the_administrators_pages_and_stays_a_person(office: AdminOffice) -> None:
    office.sign_in()
    alex = request_access(office)
    assert "Alex Holm" in office.browser.get("/admin/organisation").main_text
    decide_request(office, "approve")
    assert open_admin_pages(alex).path == "/admin"
    assert alex.get("/admin/schools").response.status_code == 200
    alex.close()


def test_asking_alone_opens_nothing(office: AdminOffice) -> None:
    alex = request_access(office)
    form = alex.get("/administrators").form("form.languages")
    session = dict(form.fields)["session"]
    assert alex.tool.post("/administrators/sign-in", data={"session": session}).status_code == 403
    assert alex.get("/admin").response.status_code == 404
    alex.close()


def test_a_right_that_is_taken_away_ends_at_once(office: AdminOffice) -> None:
    office.sign_in()
    alex = request_access(office)
    decide_request(office, "approve")
    open_admin_pages(alex)
    decide_request(office, "remove")
    assert alex.get("/admin").response.status_code == 401
    again, _ = launch_from_platform(office)
    assert again.get("/administrators").all("form[action='/administrators/request-access']")
    again.close()
    alex.close()


@pytest.mark.parametrize("who", ["pupil", "teacher"])
def test_nobody_else_can_even_ask(who: str, office: AdminOffice) -> None:
    staff = next(
        member for member in office.school.platform.members("fi-8b") if "TEACHER" in member.roles["fi-8b"].name
    )
    person = pupils_of(office.school.platform, "fi-8b")[0] if who == "pupil" else staff.id
    browser, page = launch_from_platform(office, person)
    assert not page.all("a[href^='/administrators']")
    assert browser.get("/administrators").response.status_code == 404
    session = page.all("input[name=session]")[0].attrs["value"]
    assert browser.tool.post("/administrators/request-access", data={"session": session}).status_code == 404
    browser.close()


def test_an_administrator_of_another_organisation_cannot_say_yes(office: AdminOffice) -> None:
    alex = request_access(office)
    stranger = Browser.new(office.school)
    page = stranger.press_next(stranger.get(office.sign_in_link(organisation="village")))
    with office.school.database.reading() as db:
        person = db.execute(select(AdministratorAccess.__table__.c.person_id)).scalar()
    session = page.all("input[name=session]")[0].attrs["value"]
    assert stranger.tool.post(f"/admin/people/{person}/approve", data={"session": session}).status_code == 404
    assert "You have asked for access" in alex.get("/administrators").main_text
    stranger.close()
    alex.close()


def test_erasing_the_person_takes_the_right_away(office: AdminOffice) -> None:
    office.sign_in()
    alex = request_access(office)
    decide_request(office, "approve")
    open_admin_pages(alex)
    with office.school.database.transaction() as db:
        person = str(db.execute(select(AdministratorAccess.__table__.c.person_id)).scalar())
        erase_person(db, "town", person)
    assert alex.get("/admin").response.status_code == 401
    alex.close()
