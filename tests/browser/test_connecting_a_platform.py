"""The whole story of a new school: invited, registered, approved, six lessons chosen, a pupil at work.

Three times: the third is on the administrator's way (test_the_administrators_way.py).
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.browser.conftest import Demo
from tests.browser.person import Person
from tests.browser.test_the_whole_way import FINLAND, OpenPage, pack, pupil, staff

DESK = {"width": 1280, "height": 900}


@pytest.fixture(params=["canvas", "itslearning"])
def platform(demo: Demo, request: pytest.FixtureRequest) -> Iterator[Demo]:
    """The demo platform, talking like another one than it does."""
    demo.control(action="profile", profile=request.param, names="on")
    yield demo
    demo.control(action="profile", profile="moodle", names="on")


def enters(opened: OpenPage, demo: Demo) -> Page:
    """An administrator comes in by the address that the command line has printed."""
    page = opened(viewport=DESK)
    page.goto(demo.command("admin", "link").strip())
    page.locator("[data-next] button").click()
    page.wait_for_url("**/admin")
    return page


def invites(page: Page, demo: Demo) -> str:
    """The administrator makes an invitation; its address."""
    page.goto(f"{demo.tool}/admin/connect/moodle")
    page.locator("form[data-next] select[name=country]").select_option("FI")
    page.locator("form[data-next] button").click()
    return page.locator("#invitation").input_value()


def registers(opened: OpenPage, demo: Demo, invitation: str) -> str:
    """The platform's own administrator pastes it, reads what the frame says, closes it and activates the tool."""
    page = opened(viewport=DESK)
    page.goto(f"{demo.lms}/tools")
    page.locator("input[name=url]").fill(invitation)
    page.locator("button[value=add]").click()
    frame = page.frame_locator("iframe[name=tool]")
    expect(frame.locator("html")).to_have_attribute("lang", "fi")
    expect(frame.locator("main li")).not_to_have_count(0)
    frame.locator("[data-close]").click()
    page.wait_for_url("**/tools")
    card = page.locator("li", has_text="Pending")
    expect(card).to_have_count(1)
    client_id = card.locator("input[name=tool]").input_value()
    card.locator("button[value=activate]").click()
    return client_id


def approves(page: Page, demo: Demo) -> None:
    """The guide's page turns green by itself; the administrator looks and approves."""
    arrived = page.locator("#arrived .notice.good")
    expect(arrived).to_have_count(1)
    arrived.locator("a, button").click()
    page.locator("form[data-next] button").click()
    expect(page.locator("form[data-next]")).to_have_count(0)
    expect(page.locator("main .state.done")).to_have_count(1)


def chooses(opened: OpenPage, demo: Demo, client_id: str) -> Page:
    """A teacher unticks the overview and adds six lessons with one press, each with a column of its own."""
    page = opened(viewport=DESK)
    number = staff(demo, "fi-8b")
    page.goto(f"{demo.lms}/course/fi-8b?as={number}")
    page.locator(f"a[href*='/add/{client_id}']").click()
    frame: Frame = Person(demo, page, pack("finland")).tool_frame()
    lessons = frame.locator("input[name=lesson]:checked").count()
    assert lessons >= 6
    for extra in range(6, lessons):
        frame.locator("input[name=lesson]").nth(extra).uncheck()
    frame.locator("input[name=overview]").uncheck()
    frame.locator("input[name=columns][value=each]").check()
    button = frame.locator("form[data-picker] button.primary")
    expect(button).to_contain_text("6")
    button.click()
    expect(page.frame_locator("iframe[name=tool]").locator("h1")).to_have_text("6 activities added")
    page.goto(f"{demo.lms}/course/fi-8b?as={number}")
    return page


def connects_and_teaches(opened: OpenPage, demo: Demo, office: Page) -> None:
    """A platform is invited, registered and approved, a teacher chooses lessons, and a pupil is at one of them."""
    client_id = registers(opened, demo, invites(office, demo))
    approves(office, demo)
    course = chooses(opened, demo, client_id)
    activity = course.locator(".activities a.title").last
    address = str(activity.get_attribute("href")).split("?")[0]
    page = opened()
    _, number = pupil(demo, FINLAND, 20)
    page.goto(f"{demo.lms}{address}?as={number}")
    frame = Person(demo, page, pack("finland")).tool_frame()
    assert "/lessons/fi-" in frame.url
    assert frame.locator("[data-next]").count() == 1


def test_a_school_is_connected_and_teaches_in_minutes(opened: OpenPage, platform: Demo) -> None:
    connects_and_teaches(opened, platform, enters(opened, platform))


@pytest.mark.parametrize("old_way", [True, False])
def test_where_the_clipboard_is_forbidden_the_address_is_copied_the_old_way_or_stands_selected(
    opened: OpenPage, demo: Demo, old_way: bool
) -> None:
    """Only a browser has a clipboard and a selection."""
    page = enters(opened, demo)
    page.add_init_script(
        "navigator.clipboard.writeText = () => Promise.reject(new DOMException('', 'NotAllowedError'))"
    )
    page.add_init_script(f"document.execCommand = () => {str(old_way).lower()}")
    address = invites(page, demo)
    button = page.locator(".copy:has(#invitation) button")
    box = page.locator(".copy:has(#invitation)")
    button.click()
    expect(button).to_have_text(str(box.get_attribute("data-copied" if old_way else "data-by-hand")))
    assert page.evaluate("document.activeElement.value.slice(document.activeElement.selectionStart)") == address
