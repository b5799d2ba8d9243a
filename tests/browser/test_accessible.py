"""axe-core finds nothing serious on any page, on a phone and on a desk, light and dark."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Demo
from tests.browser.person import Person
from tests.browser.test_the_whole_way import DENMARK, FINLAND, OpenPage, pack, pupil, staff

SIZES = {"phone": {"width": 360, "height": 740}, "desk": {"width": 1280, "height": 900}}
Axe = Callable[[Any], list[str]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("where", [FINLAND, DENMARK], ids=["Finnish", "Danish"])
def test_every_page_of_a_lesson(
    where: dict[str, str], size: str, scheme: str, opened: OpenPage, demo: Demo, axe: Axe
) -> None:
    page = opened(viewport=SIZES[size], color_scheme=scheme, reduced_motion="reduce")
    index = 11 + 2 * list(SIZES).index(size) + ["light", "dark"].index(scheme)
    _, number = pupil(page, demo, where, index)
    person = Person(demo, page, pack(where["folder"]))
    frame = person.opens(where["activity"], number, where["course"])
    assert axe(frame) == [], frame.url
    lesson = {"fi-2": "fi-3", "dk-2": "dk-3"}[where["lesson"]]
    frame.goto(f"{demo.tool}/lessons/{lesson}")
    for _ in range(40):
        assert axe(frame) == [], frame.url
        assert fits(frame), frame.url
        if frame.url.endswith("/done"):
            break
        person.answers(frame)
        person.presses_on(frame)
    for path in ("/about-your-data", "/services"):
        frame.goto(f"{demo.tool}{path}")
        assert axe(frame) == []
        assert fits(frame), path


def fits(frame: Any) -> bool:
    """No sideways scrolling."""
    return bool(frame.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_the_teachers_pages(size: str, scheme: str, opened: OpenPage, demo: Demo, axe: Axe) -> None:
    page = opened(viewport=SIZES[size], color_scheme=scheme)
    frame = Person(demo, page, pack("finland")).opens("1", staff(page, demo, "fi-8b"), "fi-8b")
    frame.wait_for_selector("tbody tr:nth-of-type(24)")
    assert axe(frame) == []
    assert fits(frame)
    with frame.expect_navigation():
        frame.locator("tbody tr a").first.click()
    assert axe(frame) == []
    assert fits(frame)


def test_pages_that_refuse(opened: OpenPage, demo: Demo, axe: Axe) -> None:
    page: Page = opened()
    for path in ("/lessons", "/nowhere", "/lti/login"):
        page.goto(f"{demo.tool}{path}")
        assert page.locator("[data-code]").count() == 1, path
        assert axe(page) == [], path
