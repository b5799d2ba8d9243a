"""One press and a shared computer holds nothing: Back, and pages that the browser had kept whole."""

from playwright.sync_api import Frame, Page, expect

from tests.browser.conftest import Demo
from tests.browser.person import Person
from tests.browser.test_the_whole_way import FINLAND, OpenPage, pack, pupil

GO = "persisted => window.dispatchEvent(new PageTransitionEvent('pagehide', {persisted}))"
COME_BACK = "persisted => window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted}))"


def comes(page: Page, demo: Demo, index: int) -> tuple[Frame, str]:
    """A pupil opens the programme; the tool's frame, and the pupil's name."""
    name, number = pupil(demo, FINLAND, index)
    frame = Person(demo, page, pack("finland")).opens("1", number, "fi-8b")
    frame.wait_for_load_state()  # its scripts hear what happens to the page
    return frame, name


def test_after_leaving_back_shows_nothing(opened: OpenPage, demo: Demo) -> None:
    page = opened()
    frame, name = comes(page, demo, 10)
    frame.locator("a[data-next]").first.click()
    page.frame_locator("iframe[name=tool]").locator(".head [popovertarget=menu]").click()
    expect(page.frame_locator("iframe[name=tool]").locator("#leave button")).to_be_visible()
    page.frame_locator("iframe[name=tool]").locator("#leave button").click()
    expect(page.frame_locator("iframe[name=tool]").locator("#leave")).to_have_count(0)
    assert [one for one in page.context.cookies() if one["name"] == "__Host-careered"] == []
    page.evaluate("history.back()")  # the step back is the frame's: the page around it stays
    refusal = page.frame_locator("iframe[name=tool]").locator("[data-code=session_missing]")
    expect(refusal).to_be_visible()
    assert name not in page.frame_locator("iframe[name=tool]").locator("body").inner_text()


def test_a_page_that_was_kept_whole_shows_itself_only_while_its_session_is_one(opened: OpenPage, demo: Demo) -> None:
    """Chromium keeps no page for Back while it is driven by Playwright: the events it would send are sent here."""
    page = opened()
    frame, name = comes(page, demo, 11)
    frame.evaluate(GO, True)
    expect(frame.locator("main")).to_be_hidden()
    frame.evaluate(COME_BACK, True)
    expect(frame.locator("main")).to_be_visible()
    frame.evaluate(GO, True)
    page.context.clear_cookies()
    frame.evaluate("""fetch('/leave', {method: 'POST', body: new URLSearchParams(new FormData(
        document.getElementById('leave')))})""")
    frame.evaluate(COME_BACK, True)
    expect(page.frame_locator("iframe[name=tool]").locator("[data-code=session_missing]")).to_be_visible()
    assert name not in page.frame_locator("iframe[name=tool]").locator("body").inner_text()
