"""How an administrator comes in, and who does not."""

from datetime import timedelta

import time_machine

from careered.clock import now
from tests.admin.conftest import Office
from tests.support.people import Browser
from tests.support.school import activities_of, pupils_of


def test_an_administrator_comes_in_by_the_address_once(office: Office) -> None:
    address = office.link()
    door = office.browser.get(address)
    assert office.browser.press(door).path == "/admin"
    again = Browser.of(office.school)
    assert (again.get(address).code, again.tool.get("/admin").status_code) == ("admin_link_invalid", 401)


def test_a_mail_program_that_looks_at_the_address_uses_nothing_up(office: Office) -> None:
    address = office.link()
    Browser.of(office.school).get(address)
    assert office.browser.press(office.browser.get(address)).path == "/admin"


def test_an_address_ends_after_a_day(office: Office) -> None:
    address = office.link()
    with time_machine.travel(now() + timedelta(hours=25), tick=False):
        assert office.browser.get(address).code == "admin_link_invalid"


def test_an_invitation_for_a_platform_is_no_way_in(office: Office) -> None:
    page = office.enter()
    page = office.browser.get(str(page.leads_on.attrs["href"]))
    page = office.browser.submit(page.form("form[data-next]"), country="FI")
    secret = str(page.one("#invitation").attrs["value"]).split("invite=")[1]
    assert Browser.of(office.school).get(f"/admin/enter?key={secret}").code == "admin_link_invalid"


def test_pupils_and_teachers_find_no_administrators_page(office: Office) -> None:
    platform, activity = office.school.platform, activities_of(office.school.platform, "fi-8b")[0]
    for person in (pupils_of(platform, "fi-8b")[0], "10"):
        browser = Browser.of(office.school)
        browser.open(person, activity)
        assert browser.get("/admin").code == "not_found"


def test_an_administrator_finds_no_class_and_no_lesson(office: Office) -> None:
    office.enter()
    for path in ("/lessons", "/teacher/class/any", "/privacy", "/mentor"):
        assert office.browser.get(path).code == "not_found"


def test_an_administrator_of_another_town_sees_nothing_of_this_one(office: Office) -> None:
    office.enter()
    platform = office.platform().path
    stranger = Browser.of(office.school)
    stranger.press(stranger.get(office.link(organisation="elsewhere")))
    assert stranger.get(platform).code == "not_found"
    assert "Moodle" not in stranger.get("/admin").words
