"""Three ways past blocked cookies, each told when it does not work; and a frame as high as its page."""

import re
from collections.abc import Iterator

import httpx2
import pytest
from playwright.sync_api import Frame, Page, Route, expect

from tests.browser.conftest import PATIENCE, Demo
from tests.browser.person import Person
from tests.browser.test_the_whole_way import FINLAND, OpenPage, pack, pupil, staff
from tests.browser.tool_frame import is_attached, wait_for_tool

RECORD_MESSAGES = """
window.heard = [];
window.addEventListener("message", (event) => window.heard.push(event.data?.subject));
"""

LISTEN_LATE = """
if (window.name === "post_message_forwarding") {
  let missed = 0;
  window.addEventListener("message", (event) => missed++ < 2 && event.stopImmediatePropagation());
}
"""
COUNT_MESSAGES = """
if (window.name === "post_message_forwarding") {
  window.heard = 0;
  window.addEventListener("message", () => window.heard++);
}
"""


@pytest.fixture
def canvas(demo: Demo) -> Iterator[Demo]:
    """The platform behaves like Canvas: it stores for tools, and makes frames as high as they ask."""
    demo.control(action="profile", profile="canvas", names="on")
    yield demo
    demo.control(action="profile", profile="moodle", names="on")


def abort_request(route: Route) -> None:
    """What is asked for never arrives."""
    route.abort()


def comes(page: Page, demo: Demo, index: int) -> Frame:
    """A pupil opens the programme; the tool's frame."""
    _, number = pupil(demo, FINLAND, index)
    return Person(demo, page, pack("finland")).opens("1", number, "fi-8b")


def blocked(page: Page, demo: Demo, index: int) -> tuple[Frame, str]:
    """A pupil opens the programme and is stopped; the tool's frame once it says why, and the pupil's name."""
    name, number = pupil(demo, FINLAND, index)
    page.goto(f"{demo.lms}/course/fi-8b/activity/1?as={number}")
    return wait_for_tool(page, lambda frame: is_attached(frame, "[data-code]")), name


def works_in_a_window(page: Page, frame: Frame) -> Page:
    """Press the button that opens a window; the window, two pages on."""
    with page.context.expect_page() as opened:
        frame.locator("form[data-next] button").click()
    window = opened.value
    window.wait_for_url("**/lessons")
    window.locator("[data-next]").first.click()
    window.wait_for_url(re.compile("/lessons/fi-"))
    assert window.locator("main h1").count() == 1
    return window


def test_first_way_a_cookie_that_belongs_to_this_platform_only(opened: OpenPage, demo: Demo) -> None:
    page = opened()
    frame = comes(page, demo, 12)
    (cookie,) = [one for one in page.context.cookies() if one["name"] == "__Host-careered"]
    assert cookie["partitionKey"]
    expect(frame.locator("a[data-next]")).to_have_count(1)
    assert cookie["value"] not in frame.url


def test_second_way_the_platforms_storage_where_no_cookie_is_kept(cookieless: Page, canvas: Demo) -> None:
    cookieless.add_init_script(RECORD_MESSAGES)
    frame = comes(cookieless, canvas, 13)
    heard = cookieless.evaluate("window.heard")
    assert cookieless.context.cookies() == []
    expect(frame.locator("form [data-next]")).to_have_count(1)
    assert "lti.put_data" not in heard, "the storage is the sibling frame's, not the page's around it"


def test_second_way_where_the_platform_hears_only_the_drafts_names(cookieless: Page, canvas: Demo) -> None:
    """Brightspace; its answer has a subject of its own, too."""

    def prefix_names(route: Route) -> None:
        script = httpx2.get(route.request.url).text  # the browser's own way to fetch it hangs while a page is reloaded
        body = script.replace('"lti.', '"org.imsglobal.lti.').replace(".response", ".answer")
        route.fulfill(body=body, content_type="text/javascript")

    cookieless.context.route("**/static/storage.js", prefix_names)
    frame = comes(cookieless, canvas, 20)
    assert cookieless.context.cookies() == []
    expect(frame.locator("form [data-next]")).to_have_count(1)


def test_second_way_where_the_storage_is_there_a_moment_later(cookieless: Page, canvas: Demo) -> None:
    cookieless.add_init_script(LISTEN_LATE)
    frame = comes(cookieless, canvas, 18)
    assert cookieless.context.cookies() == []
    expect(frame.locator("form [data-next]")).to_have_count(1)


def test_third_way_a_window_where_the_platform_stores_nothing_either(cookieless: Page, demo: Demo) -> None:
    frame, name = blocked(cookieless, demo, 14)
    expect(frame.locator("[data-code=cookie_blocked]")).to_have_count(1)
    assert name in frame.locator("form[data-next] button").inner_text()
    window = works_in_a_window(cookieless, frame)
    assert cookieless.context.cookies() == []
    assert "session" not in window.url


def test_a_storage_that_never_answers_is_told_and_the_window_is_offered(cookieless: Page, canvas: Demo) -> None:
    cookieless.context.route("**/static/storage.js", abort_request)
    frame, name = blocked(cookieless, canvas, 15)
    expect(frame.locator("[data-code=cookie_blocked]")).to_have_count(1)
    assert name in frame.locator("form[data-next] button").inner_text()
    assert len(frame.locator("[data-code] h1").inner_text()) > 10
    works_in_a_window(cookieless, frame)


def rename_storage_frame(page: Page) -> None:
    """The platform names a frame that is not there, as in the preview of an editor."""

    def rename(route: Route) -> None:
        body = httpx2.get(route.request.url).text.replace('name="post_message_forwarding"', 'name="another"')
        route.fulfill(body=body, content_type="text/html")

    page.context.route("**/course/*/activity/*", rename)


def test_where_the_named_frame_is_not_there_the_window_is_offered(cookieless: Page, canvas: Demo) -> None:
    rename_storage_frame(cookieless)
    frame, name = blocked(cookieless, canvas, 21)
    assert name in frame.locator("form[data-next] button").inner_text()
    works_in_a_window(cookieless, frame)


def test_where_the_named_frame_is_not_there_and_cookies_are_kept_nothing_is_asked(
    opened: OpenPage, canvas: Demo
) -> None:
    page = opened()
    rename_storage_frame(page)
    assert comes(page, canvas, 22).url.split("?")[0].endswith("/lessons")


def test_where_cookies_are_kept_the_storage_is_not_missed(opened: OpenPage, canvas: Demo) -> None:
    page = opened()
    page.context.route("**/static/storage.js", abort_request)
    page.add_init_script(COUNT_MESSAGES)
    assert comes(page, canvas, 16).url.split("?")[0].endswith("/lessons")
    assert 0 < storage_frame(page).evaluate("window.heard") <= 10, "two names, four times a second, one second"


def storage_frame(page: Page) -> Frame:
    """The platform's frame that stores for tools."""
    return next(frame for frame in page.frames if frame.name == "post_message_forwarding")


def test_a_cookie_that_is_gone_before_a_link_is_pressed_is_not_missed(opened: OpenPage, demo: Demo) -> None:
    page = opened()
    frame = comes(page, demo, 23)
    page.context.clear_cookies()
    frame.locator("a[data-next]").first.click()
    frame.wait_for_url(re.compile("/lessons/fi-"))
    expect(frame.locator("form:is([data-next], :has([data-next]))")).to_have_count(1)
    frame.locator("header .wordmark, .head .back").first.click()
    frame.wait_for_url(lambda url: url.split("?")[0].endswith("/lessons"))
    assert frame.locator("[data-code]").count() == 0
    assert page.context.cookies() == []


def shows_picker(frame: Frame) -> bool:
    """Whether lessons can be chosen; after one press in the frame where the platform keeps nothing for tools."""
    button = "[data-code=cookie_blocked] form[data-next] button"
    if is_attached(frame, button):
        frame.locator(button).click()
    return is_attached(frame, "form[data-picker]")


@pytest.mark.parametrize("profile", ["moodle", "canvas"])
def test_lessons_are_chosen_in_the_frame_where_that_began_though_no_cookie_is_kept(
    cookieless: Page, demo: Demo, profile: str
) -> None:
    demo.control(action="profile", profile=profile, names="on")
    try:
        cookieless.goto(f"{demo.lms}/course/fi-8b/add/careered-demo?as={staff(demo, 'fi-8b')}")
        frame = wait_for_tool(cookieless, shows_picker)
        for box in frame.locator("input[data-item]").all()[3:]:
            box.uncheck()
        frame.locator("form[data-picker] button.primary").click()
        expect(cookieless.frame_locator("iframe[name=tool]").locator("h1")).to_have_text("3 activities added")
        assert len(cookieless.context.pages) == 2, "the browser's own first page, and this one"
        assert cookieless.context.cookies() == []
    finally:
        demo.control(action="profile", profile="moodle", names="on")


def test_a_frame_grows_to_its_page_and_shrinks_again(opened: OpenPage, canvas: Demo) -> None:
    page = opened(viewport={"width": 1280, "height": 700})
    frame = comes(page, canvas, 17)
    frame.goto(f"{canvas.tool}/services")
    services = fitted_height(page, frame)
    frame.goto(f"{canvas.tool}/about-your-data")
    about = fitted_height(page, frame)
    assert services > about + 100
    frame.goto(f"{canvas.tool}/services")
    assert abs(fitted_height(page, frame) - services) <= 2


def fitted_height(page: Page, frame: Frame) -> int:
    """Wait until the frame is as high as what is in it; the height."""
    frame.wait_for_selector("main h1")
    box = page.locator("iframe.tool")
    for _ in range(PATIENCE // 100):
        content_height = frame.evaluate("Math.ceil(document.body.getBoundingClientRect().height)")
        frame_height = box.evaluate("e => parseInt(e.style.height) || 0")
        if abs(content_height - frame_height) <= 1:
            return int(content_height)
        page.wait_for_timeout(100)
    raise AssertionError((content_height, frame_height))


def test_a_platform_that_does_not_listen_is_asked_once_and_told_nothing(opened: OpenPage, demo: Demo) -> None:
    page = opened()
    page.add_init_script(RECORD_MESSAGES)
    frame = comes(page, demo, 18)
    frame.goto(f"{demo.tool}/services")
    page.wait_for_timeout(600)
    before = page.evaluate("window.heard")
    assert set(before) == {"lti.capabilities"}
    frame.goto(f"{demo.tool}/about-your-data")
    page.wait_for_timeout(600)
    assert page.evaluate("window.heard") == [*before, "lti.capabilities"]
