"""An administrator of the platform becomes one of careered: by asking, and by somebody's yes."""

import pytest
from sqlalchemy import select

from careered.privacy.erase import erase_person
from careered.roster.tables import Administrator
from tests.admin.conftest import Office
from tests.support.pages import Page
from tests.support.people import Browser
from tests.support.school import pupils_of

ALEX = "2"  # the platform's own administrator


def comes(office: Office, person: str = ALEX) -> tuple[Browser, Page]:
    browser = Browser.of(office.school)
    return browser, browser.open(person, "1")


def asks(office: Office) -> Browser:
    browser, page = comes(office)
    assert page.all("footer a[href='/administrators']")
    asked = browser.press(browser.get("/administrators"))
    assert "You have asked" in asked.words
    return browser


def says(office: Office, word: str) -> Page:
    """Somebody who looks after careered answers."""
    page = office.browser.get("/admin/organisation")
    (form,) = [one for one in page.all("#people form") if str(one.attrs["action"]).endswith(word)]
    return office.browser.submit(page.form(f"form[action='{form.attrs['action']}']"))


def enters(browser: Browser) -> Page:
    """The window that opens, and the one button in it."""
    return browser.press(browser.press(browser.get("/administrators")))


def test_who_was_approved_opens_the_administrators_pages_and_stays_a_person(office: Office) -> None:
    office.enter()
    alex = asks(office)
    assert "Alex Holm" in office.browser.get("/admin/organisation").words
    says(office, "approve")
    assert enters(alex).path == "/admin"
    assert alex.get("/admin/schools").response.status_code == 200
    alex.close()


def test_asking_alone_opens_nothing(office: Office) -> None:
    alex = asks(office)
    form = alex.get("/administrators").form("form.languages")
    session = dict(form.fields)["session"]
    assert alex.tool.post("/administrators/enter", data={"session": session}).status_code == 403
    assert alex.get("/admin").response.status_code == 404
    alex.close()


def test_a_right_that_is_taken_away_ends_at_once(office: Office) -> None:
    office.enter()
    alex = asks(office)
    says(office, "approve")
    enters(alex)
    says(office, "remove")
    assert alex.get("/admin").response.status_code == 401
    again, _ = comes(office)
    assert again.get("/administrators").all("form[action='/administrators/ask']")
    again.close()
    alex.close()


@pytest.mark.parametrize("who", ["pupil", "teacher"])
def test_nobody_else_can_even_ask(who: str, office: Office) -> None:
    staff = next(one for one in office.school.platform.members("fi-8b") if "TEACHER" in one.roles["fi-8b"].name)
    person = pupils_of(office.school.platform, "fi-8b")[0] if who == "pupil" else staff.id
    browser, page = comes(office, person)
    assert not page.all("a[href='/administrators']")
    assert browser.get("/administrators").response.status_code == 404
    session = dict(page.form("form.languages").fields)["session"]
    assert browser.tool.post("/administrators/ask", data={"session": session}).status_code == 404
    browser.close()


def test_an_administrator_of_another_organisation_cannot_say_yes(office: Office) -> None:
    alex = asks(office)
    stranger = Browser.of(office.school)
    page = stranger.press(stranger.get(office.link(organisation="village")))
    with office.school.database.read() as db:
        person = db.execute(select(Administrator.__table__.c.person_id)).scalar()
    session = dict(page.form("form.languages").fields)["session"]
    assert stranger.tool.post(f"/admin/people/{person}/approve", data={"session": session}).status_code == 404
    assert "You have asked" in alex.get("/administrators").words
    stranger.close()
    alex.close()


def test_erasing_the_person_takes_the_right_away(office: Office) -> None:
    office.enter()
    alex = asks(office)
    says(office, "approve")
    enters(alex)
    with office.school.database.write() as db:
        person = str(db.execute(select(Administrator.__table__.c.person_id)).scalar())
        erase_person(db, "town", person)
    assert alex.get("/admin").response.status_code == 401
    alex.close()
