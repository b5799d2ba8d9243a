"""axe-core finds nothing serious on any page, on a phone and on a desk, light and dark."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Demo
from tests.browser.looks import Axe, troubles
from tests.browser.person import Person
from tests.browser.test_the_whole_way import DENMARK, FINLAND, OpenPage, pack, pupil, staff


@pytest.mark.parametrize("where", [FINLAND, DENMARK], ids=["Finnish", "Danish"])
def test_every_page_of_a_lesson(where: dict[str, str], opened: OpenPage, demo: Demo, axe: Axe) -> None:
    page = opened(reduced_motion="reduce")
    _, number = pupil(demo, where, 11)
    person = Person(demo, page, pack(where["folder"]))
    frame = person.opens(where["activity"], number, where["course"])
    found = troubles(frame, axe)
    lesson = {"fi-2": "fi-3", "dk-2": "dk-3"}[where["lesson"]]
    frame.goto(f"{demo.tool}/lessons/{lesson}")
    for _ in range(40):
        found += troubles(frame, axe)
        if frame.url.split("?")[0].endswith("/done"):
            break
        person.answers(frame)
        person.presses_on(frame)
    for path in ("/about-your-data", "/services"):
        frame.goto(f"{demo.tool}{path}")
        found += troubles(frame, axe)
    assert found == []


def test_the_pages_of_a_class_are_accessible_to_its_teacher(opened: OpenPage, demo: Demo, axe: Axe) -> None:
    page = opened()
    frame = Person(demo, page, pack("finland")).opens("1", staff(demo, "fi-8b"), "fi-8b")
    frame.wait_for_selector("tbody tr:nth-of-type(24)")
    found = troubles(frame, axe)
    with frame.expect_navigation():
        frame.locator("tbody tr a").first.click()
    assert found + troubles(frame, axe) == []


def test_pages_that_refuse_somebody_are_accessible_too(opened: OpenPage, demo: Demo, axe: Axe) -> None:
    page: Page = opened()
    for path in ("/lessons", "/nowhere", "/lti/login"):
        page.goto(f"{demo.tool}{path}")
        assert page.locator("[data-code]").count() == 1, path
        assert axe(page) == [], path
