"""The tool's frame on the platform's page, and what to do where Playwright loses it."""

import time
from collections.abc import Callable
from contextlib import suppress

from playwright.sync_api import Error, Frame, Page

from tests.browser.conftest import PATIENCE

LOOK_TIMEOUT_MS = 300
"""Milliseconds that a look at a page may take: without an end, a page that is just being left waits for ever."""
LOST_TIMEOUT_MS = 2000
"""Milliseconds without a body after which a frame is lost: a page that is being left keeps its own until the next."""


def is_attached(frame: Frame, selector: str) -> bool:
    """Whether a page has such a thing, or gets it in a moment."""
    try:
        frame.locator(selector).first.wait_for(state="attached", timeout=LOOK_TIMEOUT_MS)
    except Error:
        return False
    return True


def tool_frame(page: Page) -> Frame:
    """The frame as it is now; the page itself where the tool has a tab of its own."""
    return next((frame for frame in page.frames if frame.name == "tool"), page.main_frame)


def reload_lost_frame(page: Page) -> None:
    """Load the platform's page again, as people do, where Playwright has lost the tool's frame.

    A launch moves the frame to the tool's site, back and there again. Where the page around it is busy for a moment,
    Playwright 1.65 (`_onDetachedFromTarget`) throws the new process's session away together with the old one's: the
    browser shows the tool, and no look into the frame is ever answered. A tool that does not answer is no such case:
    the frame then keeps the page before.
    """
    try:
        tool_frame(page).wait_for_selector("body", state="attached", timeout=LOST_TIMEOUT_MS)
    except Error:
        page.reload()


def wait_for_tool(page: Page, is_there: Callable[[Frame], bool]) -> Frame:
    """The tool's frame once it shows what is waited for; fails with what stands in every frame."""
    deadline = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < deadline:
        with suppress(Error):  # a page that is just being left
            if is_there(frame := tool_frame(page)):
                return frame
        reload_lost_frame(page)
        page.wait_for_timeout(100)
    raise AssertionError([f"{frame.name or 'page'} {frame.url}: {_look_into(frame)}" for frame in page.frames])


def _look_into(frame: Frame) -> str:
    try:
        frame.wait_for_selector("body", state="attached", timeout=LOST_TIMEOUT_MS)
        return str(frame.evaluate("`${document.readyState}, ${location.href}: ${document.body.innerText}`"))
    except Error as error:  # paused, being left, or of a page that never came
        return f"no answer ({str(error).splitlines()[0]})"
