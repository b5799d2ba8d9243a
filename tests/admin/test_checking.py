"""An administrator wants to know whether a connection works: the worker looks, the page shows."""

from tests.admin.conftest import Office
from tests.support.people import Browser
from tests.support.school import activities_of


def test_the_page_waits_without_waiting_and_then_shows_every_step(office: Office) -> None:
    school = office.school
    Browser.of(school).open("10", activities_of(school.platform, "fi-8b")[0])
    office.enter()
    page = office.platform()
    page = office.browser.submit(page.form("form[action$='/check']"))
    assert page.all("#check[hx-get]")
    assert not page.all(".findings li")
    school.check()
    page = office.platform()
    assert not page.all("#check[hx-get]")
    steps = page.all(".findings li")
    assert len(steps) >= 11
    assert not page.all(".findings li.problem"), page.words


def test_what_is_broken_stands_on_the_page_with_where_to_click(office: Office) -> None:
    school = office.school
    Browser.of(school).open("10", activities_of(school.platform, "fi-8b")[0])
    school.platform.faults.withheld = "score"
    office.enter()
    office.browser.submit(office.platform().form("form[action$='/check']"))
    school.check()
    (found,) = office.platform().all(".findings li.problem")
    assert "score" in found.to_text()
    assert "Site administration" in found.to_text()
