"""How an administrator comes in, and who does not."""

from datetime import timedelta

import time_machine

from careered.clock import now
from tests.admin.conftest import AdminOffice
from tests.support.people import Browser
from tests.support.school import activities_of, pupils_of


def test_an_administrator_comes_in_by_the_address_once(office: AdminOffice) -> None:
    address = office.sign_in_link()
    sign_in_page = office.browser.get(address)
    assert office.browser.press_next(sign_in_page).path == "/admin"
    again = Browser.new(office.school)
    assert (again.get(address).code, again.tool.get("/admin").status_code) == ("admin_link_invalid", 401)


def test_a_mail_program_that_looks_at_the_address_uses_nothing_up(office: AdminOffice) -> None:
    address = office.sign_in_link()
    Browser.new(office.school).get(address)
    assert office.browser.press_next(office.browser.get(address)).path == "/admin"


def test_an_address_ends_after_a_day(office: AdminOffice) -> None:
    address = office.sign_in_link()
    with time_machine.travel(now() + timedelta(hours=25), tick=False):
        assert office.browser.get(address).code == "admin_link_invalid"


def test_an_invitation_for_a_platform_is_no_way_in(office: AdminOffice) -> None:
    page = office.sign_in()
    page = office.browser.get(str(page.next_control.attrs["href"]))
    page = office.browser.submit(page.form("form[data-next]"), country="FI")
    secret = str(page.only("#invitation").attrs["value"]).split("invite=")[1]
    assert Browser.new(office.school).get(f"/admin/sign-in?key={secret}").code == "admin_link_invalid"


def test_pupils_and_teachers_find_no_administrators_page(office: AdminOffice) -> None:
    platform, activity = office.school.platform, activities_of(office.school.platform, "fi-8b")[0]
    for person in (pupils_of(platform, "fi-8b")[0], "10"):
        browser = Browser.new(office.school)
        browser.open(person, activity)
        assert browser.get("/admin").code == "not_found"


def test_an_administrator_finds_no_class_and_no_lesson(office: AdminOffice) -> None:
    office.sign_in()
    for path in ("/lessons", "/teacher/class/any", "/privacy", "/mentor"):
        assert office.browser.get(path).code == "not_found"


def test_an_administrator_of_another_town_sees_nothing_of_this_one(office: AdminOffice) -> None:
    office.sign_in()
    platform = office.platform_page().path
    stranger = Browser.new(office.school)
    stranger.press_next(stranger.get(office.sign_in_link(organisation="elsewhere")))
    assert stranger.get(platform).code == "not_found"
    assert "Moodle" not in stranger.get("/admin").main_text
