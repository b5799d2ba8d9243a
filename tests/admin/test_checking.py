"""An administrator wants to know whether a connection works: the worker checks it, the page shows the results."""

from sqlalchemy import update

from careered.lti.tables import Platform as PlatformRow
from tests.admin.conftest import AdminOffice
from tests.support.people import Browser
from tests.support.school import LMS, activities_of


def test_the_page_waits_without_waiting_and_then_shows_every_step(office: AdminOffice) -> None:
    school = office.school
    Browser.new(school).open("10", activities_of(school.platform, "fi-8b")[0])
    office.sign_in()
    page = office.platform_page()
    page = office.browser.submit(page.form("form[action$='/check']"))
    assert page.all("#check[hx-get]")
    assert not page.all(".findings li")
    school.run_worker_once()
    refreshed = office.browser.tool.get(page.path, headers={"HX-Request": "true"})
    assert refreshed.status_code == 200
    assert "findings" in refreshed.text
    page = office.platform_page()
    assert not page.all("#check[hx-get]")
    steps = page.all(".findings li")
    assert len(steps) >= 11
    assert not page.all(".findings li.problem"), page.main_text


def test_what_is_broken_stands_on_the_page_with_where_to_click(office: AdminOffice) -> None:
    school = office.school
    Browser.new(school).open("10", activities_of(school.platform, "fi-8b")[0])
    school.platform.faults.withheld = "score"
    office.sign_in()
    office.browser.submit(office.platform_page().form("form[action$='/check']"))
    school.run_worker_once()
    page = office.platform_page()
    (found,) = page.all(".findings li.problem")
    assert "score" in found.to_text()
    assert "Site administration" in found.to_text()
    assert page.all(".findings li")[0].to_text() == found.to_text()  # first, before what is not known and what works
    assert [word.to_text() for word in found.query(".word")] == ["Needs attention"]  # in words, not by the colour alone
    message = page.only("textarea#message").to_text()
    assert "Site administration" in message
    assert LMS in message


def test_what_only_careereds_administrator_can_mend_is_in_no_message_to_the_platform(office: AdminOffice) -> None:
    office.sign_in()
    with office.school.database.transaction() as db:
        db.execute(update(PlatformRow.__table__).values(status="pending"))
    office.browser.submit(office.platform_page().form("form[action$='/check']"))
    office.school.run_worker_once()
    page = office.platform_page()
    assert page.all(".findings li.problem")
    assert not page.all("#message")
