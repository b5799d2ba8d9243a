"""An administrator wants to know whether a connection works: the worker checks it, the page shows the results."""

from tests.admin.conftest import AdminOffice
from tests.support.people import Browser
from tests.support.school import activities_of


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
    (found,) = office.platform_page().all(".findings li.problem")
    assert "score" in found.to_text()
    assert "Site administration" in found.to_text()
