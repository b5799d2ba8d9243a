"""A visit, a note, the map, a thought and a plan: by keyboard alone, for everybody, the result before the way on."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.looks import Axe, fits, in_both_schemes
from tests.browser.test_player import FRAME, Bay, OpenPage, bay, focus, in_first_view, presses_on

__all__ = ["bay"]
OWN_WORDS = "Kysyn kummitädiltä, millaista hänen työnsä sairaalan keittiössä on"


@pytest.fixture
def page(opened: OpenPage) -> Page:
    return opened(viewport=FRAME, reduced_motion="reduce")


def opens(page: Page, bay: Bay, lesson_id: str) -> None:
    bay.pupil(page, f"/lessons/{lesson_id}")
    presses_on(page)


def tabs_to(page: Page, control: Locator) -> None:
    """Press Tab until the control has the focus."""
    for _ in range(30):
        if control.evaluate("control => control === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(page.evaluate("document.activeElement.outerHTML"))


def chooses(page: Page, value: str) -> None:
    """Come to a group of chips by Tab, go to one by arrows, and choose it."""
    chip = page.locator(f"main [type=radio][value='{value}']")
    name = chip.get_attribute("name")
    tabs_to(page, page.locator(f"main [name='{name}']:checked, main [name='{name}']").first)
    page.keyboard.press("Space")
    for _ in range(10):
        if chip.is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(value)


def enters(page: Page) -> None:
    """Tab to what leads on, and press Enter."""
    tabs_to(page, page.locator("[data-next]"))
    assert in_first_view(page, page.locator("[data-next]"))
    with page.expect_navigation():
        page.keyboard.press("Enter")


def hears(page: Page, *parts: str) -> None:
    """A reader meets the parts in this order."""
    heard = page.locator("main").aria_snapshot()
    rest = heard
    for part in parts:
        assert part in rest, (part, parts, heard)
        rest = rest.partition(part)[2]


def is_answered(page: Page, axe: Axe, *parts: str) -> None:
    """Kept; the focus is at the answer, which is met before the way on; axe finds nothing."""
    assert page.locator("main").get_attribute("data-verdict") == "kept"
    assert focus(page) == "answer"
    hears(page, "heading", *parts, page.locator("[data-next]").inner_text())
    assert in_both_schemes(page, axe) == []
    assert fits(page)


def is_open(page: Page, axe: Axe, *parts: str) -> None:
    """Nothing is said yet; what is asked is met before the button; axe finds nothing."""
    hears(page, "heading", *parts, page.locator("[data-next]").inner_text())
    assert "- status" not in page.locator("main").aria_snapshot()
    assert in_both_schemes(page, axe) == []


def test_a_visit_is_done_by_keyboard_alone(page: Page, bay: Bay, axe: Axe) -> None:
    opens(page, bay, "xb-10")
    is_open(page, axe, "img", "list")
    enters(page)
    is_open(page, axe, "Mitä löysit?", "radio", "Missä?", "radio")
    chooses(page, "vocational")
    chooses(page, "near")
    enters(page)
    is_answered(page, axe, "radio", "status", "Hyvä löytö")


def test_a_note_is_put_up_by_keyboard_alone(page: Page, bay: Bay, axe: Axe) -> None:
    opens(page, bay, "xb-11")
    is_open(page, axe, "radio", "textbox", "Luokka näkee lapun")
    chooses(page, "talk")
    enters(page)
    is_answered(page, axe, "img", "Juttelu")


def test_a_way_is_marked_on_the_map_by_keyboard_alone(page: Page, bay: Bay, axe: Axe) -> None:
    opens(page, bay, "xb-9")
    is_open(page, axe, "radio")
    stop = page.locator("main [type=radio]").nth(1).get_attribute("value") or ""
    chooses(page, stop)
    tabs_to(page, page.locator(f"#my-{stop}"))
    page.keyboard.press("Space")
    is_open(page, axe, "radio", "checkbox")
    enters(page)
    is_answered(page, axe, "img", "status")


def test_a_thought_and_a_plan_are_kept_by_keyboard_alone(page: Page, bay: Bay, axe: Axe) -> None:
    opens(page, bay, "xb-8")
    is_open(page, axe, "radio")
    chooses(page, "surprised")
    tabs_to(page, page.locator("textarea:visible"))
    page.keyboard.type("reittejä on monta")
    enters(page)
    is_answered(page, axe, "Yllätyin, että reittejä on monta", "status")
    presses_on(page)
    chooses(page, "later")
    enters(page)
    presses_on(page)
    is_open(page, axe, "Mitä?", "radio", "Milloin?", "radio")
    chooses(page, "ask")
    chooses(page, "week")
    enters(page)
    is_answered(page, axe, "Kysyn opolta lisää tällä viikolla.", "status")


def test_a_chip_stays_under_the_finger_that_leaves_a_field(page: Page, bay: Bay) -> None:
    opens(page, bay, "xb-8")
    for phrase in ("nothing", "later"):
        page.locator(f"[value={phrase}]").check()
        presses_on(page)
        presses_on(page)
    page.locator("main [value=':own']").check()
    page.locator("textarea:visible").press_sequentially(OWN_WORDS)
    expect(page.locator(".sentence")).to_contain_text(OWN_WORDS)
    expect(page.locator(".sentence")).to_have_attribute("aria-live", "off")
    chip = page.locator("label.chip:has([value=holiday])")
    chip.evaluate("chip => chip.scrollIntoView({block: 'center'})")
    before = chip.bounding_box()
    assert in_first_view(page, chip)
    assert before
    page.mouse.move(before["x"] + 20, before["y"] + 4)
    page.mouse.down()
    assert chip.bounding_box() == before
    page.mouse.up()
    assert page.locator("[value=holiday]").is_checked()
    expect(page.locator(".sentence")).to_have_attribute("aria-live", "polite")
