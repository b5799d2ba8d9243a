"""A teacher who has never seen careered: adds the lessons, tries one as a pupil, starts a lesson with the class, marks
seven pupils and one for a visit, opens an evidence sheet, and takes the class along as files. Each press is counted,
and how far the page has to be scrolled for it; the run's summary prints both beside what the design allows.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.browser.conftest import Demo
from tests.browser.looks import fits
from tests.browser.person import Person
from tests.browser.presses import PressCounter
from tests.browser.test_the_whole_way import DENMARK, FINLAND, OpenPage, pack, pupil, staff

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
BEGIN = "form[data-next] button, button[data-next]"
"""What begins a lesson of steps, or of cards."""
Axe = Callable[[Any], list[str]]
Look = Callable[[Frame, str], None]


POLL = """() => {
  const live = document.querySelector("#live");
  live.setAttribute("hx-get", live.getAttribute("hx-get").replace(/seen=[^&]*/, "seen=another"));
  htmx.trigger(live, "every");
}"""
"""The open page asks now, as though it showed what no longer holds."""


@dataclass
class FirstDay:
    """The teacher's day: the platform's page, and the tool's frame in it."""

    demo: Demo
    demo_class: dict[str, str]
    page: Page
    number: str
    counter: PressCounter
    look: Look

    @property
    def person(self) -> Person:
        return Person(self.demo, self.page, pack(self.demo_class["folder"]))

    def class_frame(self) -> Frame:
        """The class page, opened anew from the platform."""
        frame = self.person.opens(self.demo_class["activity"], self.number, self.demo_class["course"])
        frame.wait_for_selector("tbody tr:nth-of-type(20)")
        return frame


def adds_the_lessons(day: FirstDay) -> None:
    course = f"{day.demo.lms}/course/{day.demo_class['course']}?as={day.number}"
    day.page.goto(course)
    before = day.page.locator(".activities a.title").count()
    day.page.locator("a[href*='/add/']").click()
    frame = day.person.tool_frame()
    country = frame.locator(f"button[name=country][value={day.demo_class['course'][:2].upper()}]")
    if country.get_attribute("aria-current") is None:  # the demo's one platform is registered as a Finnish one
        with frame.expect_navigation():
            country.click()
    day.look(frame, "picker")
    chosen = frame.locator("[data-item]:checked").count()
    day.counter.start_task("connects a course")
    day.counter.press(frame.locator("form[data-picker] button.primary"))
    expect(day.page.frame_locator("iframe[name=tool]").locator("h1")).to_contain_text(str(chosen))
    day.page.goto(course)
    assert day.page.locator(".activities a.title").count() == before + chosen


def tries_it_as_a_pupil(day: FirstDay) -> None:
    frame = day.class_frame()
    home = frame.url
    day.look(frame, "class")
    day.counter.start_task("tries a lesson as a pupil")
    day.counter.follow(frame, ".members a[href^='/lessons?']")
    day.look(frame, "tried-home")
    assert frame.locator(".preview").count() == 1
    day.counter.follow(frame, "[data-next]")
    day.counter.follow(frame, BEGIN)
    day.look(frame, "tried-step")
    assert frame.locator(".preview").count() == 1
    day.counter.follow(frame, ".preview a")
    assert frame.url.split("?")[0] == home.split("?")[0]


def starts_a_lesson(day: FirstDay, comes: Callable[[], Frame]) -> None:
    frame = day.class_frame()
    day.counter.start_task("starts a lesson with the class")
    day.counter.follow(frame, ".head a[href*='/live-lesson?']")
    day.look(frame, "lesson-start")
    day.counter.follow(frame, "#start-lesson button.primary")
    day.look(frame, "lesson")
    with frame.expect_navigation():
        day.counter.key(frame, "f")
    day.look(frame, "wall")
    day.counter.start_task("goes back from the wall")
    day.counter.follow(frame, ".wall .acts a")
    wall = frame.locator(".stage .figures dd")
    begun = int(wall.first.inner_text().split("/")[0])
    frame.locator("#stage details").evaluate("details => (details.open = true)")  # a click would scroll to it
    pupils = comes()
    expect(wall.first).to_have_text(re.compile(rf"^{begun + 1} / "))
    expect(frame.locator("#stage details[open]")).to_have_count(1)
    day.counter.start_task("asks a question and ends the lesson")
    day.counter.follow(frame, "#question button")
    day.look(frame, "wall-asked")
    pupils.goto(f"{day.demo.tool}/lessons")
    day.look(pupils, "pupil-together")
    with pupils.expect_navigation():
        pupils.locator("#exit button").first.click()
    day.look(pupils, "pupil-answered")
    expect(wall.nth(2)).to_have_text(re.compile(r"^1 / "))
    day.counter.follow(frame, "#close-lesson button")
    day.look(frame, "wall-over")


def marks_seven_for_a_visit(day: FirstDay) -> None:
    frame = day.class_frame()
    day.counter.start_task("marks seven neighbours for a visit")
    boxes = frame.locator("table.grid tbody input[type=checkbox]")
    day.counter.tick(boxes.first)
    day.counter.press(boxes.nth(6), modifiers=["Shift"])
    day.counter.follow(frame, ".bar-act button[value=offline]")
    day.look(frame, "mark")
    day.counter.tick(frame.locator("#what-1"))
    day.counter.follow_key(frame, "Control+Enter")
    assert "7" in frame.locator(".toast").inner_text()
    day.look(frame, "marked")
    day.counter.start_task("takes it back")
    day.counter.follow(frame, ".toast button")
    day.look(frame, "unmarked")
    day.counter.start_task("marks one pupil for a visit")
    day.counter.follow(frame, "table.grid tbody td.away .tile.not_started")
    day.counter.follow(frame, "[data-panel] .primary")
    is_as_before(frame)


def is_as_before(frame: Frame) -> None:
    """Take back what was just done: others use this class too."""
    with frame.expect_navigation():
        frame.locator(".toast button").click()


def opens_the_evidence(day: FirstDay) -> None:
    frame = day.class_frame()
    day.counter.start_task("opens the evidence of a pupil")
    day.counter.follow(frame, "table.grid tbody th a")
    day.counter.follow(frame, "a[href*='/report?as=print']")
    assert frame.locator("h1").count() == 1


def takes_the_class_along(day: FirstDay) -> None:
    frame = day.class_frame()
    for form in ("xlsx", "csv", "pdf", "html"):
        day.counter.start_task(f"exports the class as {form}")
        with day.page.expect_download() as taken:
            day.counter.press(frame.locator(f".members a[href*='as={form}']"))
        assert taken.value.suggested_filename.endswith(f".{form}")
        assert not taken.value.suggested_filename.startswith("careered")


def ticks_by_keys(frame: Frame) -> None:
    """A range; what the page fetches meanwhile leaves it as it is."""
    keyboard, ticked = frame.page.keyboard, frame.locator("table.grid tbody input:checked")
    frame.locator("table.grid tbody th a").first.focus()
    for key in ("x", "ArrowDown", "ArrowDown", "Shift+X"):
        keyboard.press(key)
    expect(ticked).to_have_count(3)
    frame.evaluate(POLL)
    expect(frame.locator("#live[hx-get*='seen=another']")).to_have_count(0)
    expect(ticked).to_have_count(3)
    with frame.expect_navigation():
        keyboard.press("k")
    with frame.expect_navigation():
        keyboard.press("Escape")
    expect(ticked).to_have_count(3)
    expect(frame.locator("table.grid tr:has(:checked) a.tile").first).to_be_focused()
    keyboard.press("Escape")
    expect(ticked).to_have_count(0)
    keyboard.press("ArrowUp")
    for count in (frame.locator("table.grid tbody input[type=checkbox]").count(), 0):  # from the heads: everyone
        keyboard.press("x")
        expect(ticked).to_have_count(count)


def opens_a_cell_by_keys(frame: Frame) -> None:
    """Enter opens it, Escape closes it, and the reader is where they were."""
    frame.locator("table.grid a.tile").nth(1).focus()
    for key in ("Enter", "Escape"):
        with frame.expect_navigation():
            frame.page.keyboard.press(key)
    expect(frame.locator("table.grid a.tile").nth(1)).to_be_focused()


def opens_a_column_by_keys(frame: Frame) -> None:
    """Closed again, its panel gives the focus back to the head or the foot that opened it."""
    for part in ("thead", "tfoot"):
        way = frame.locator(f"table.grid {part} a[href*='column=']").nth(1)
        way.focus()
        for key in ("Enter", "Escape"):
            with frame.expect_navigation():
                frame.page.keyboard.press(key)
        expect(way).to_be_focused()


def keeps_the_letters_off(frame: Frame) -> None:
    """Also in a platform's frame, where this browser lets the page store nothing but cookies."""
    keyboard, switch = frame.page.keyboard, frame.locator("#keys")
    for is_on in (True, False):
        frame.locator("[popovertarget=signs]").first.click()
        switch.set_checked(not is_on)
        keyboard.press("Escape")
        opens_a_cell_by_keys(frame)
        expect(switch).to_be_checked(checked=not is_on)
        keyboard.press("x")
        expect(frame.locator("table.grid tbody input:checked")).to_have_count(0 if is_on else 1)
    keyboard.press("x")


def leaves_by_one_tab(frame: Frame) -> None:
    """Heads and feet are reached by arrows, and from either the next press of Tab is outside the grid."""
    names, within = frame.locator("table.grid tbody th a"), "document.activeElement.closest('{}') !== null"
    for name, key, part in ((names.first, "ArrowUp", "thead"), (names.last, "ArrowDown", "tfoot")):
        name.focus()
        frame.page.keyboard.press(key)
        assert frame.evaluate(within.format(f"table.grid {part}"))
        frame.page.keyboard.press("Tab")
        assert not frame.evaluate(within.format("table.grid"))


def narrows_with_the_keyboard(day: FirstDay) -> None:
    frame = day.class_frame()
    leaves_by_one_tab(frame)
    names = frame.locator("table.grid tbody th a")
    names.first.focus()
    day.page.keyboard.press("ArrowDown")
    assert names.nth(1).evaluate("e => e === document.activeElement")
    day.page.keyboard.press("ArrowRight")
    day.page.keyboard.press("End")
    assert frame.evaluate(
        "[...document.activeElement.parentElement.cells].findLast((e) => e.offsetParent) === document.activeElement"
    )
    ticks_by_keys(frame)
    opens_a_cell_by_keys(frame)
    opens_a_column_by_keys(frame)
    keeps_the_letters_off(frame)
    wanted = names.first.inner_text()
    frame.locator("#search").fill(wanted)
    with frame.expect_navigation():
        day.page.keyboard.press("Enter")
    assert f"search={wanted.split()[0]}" in frame.url
    assert frame.locator("table.grid tbody th").count() == 1
    day.look(frame, "narrowed")


@pytest.mark.parametrize("where", [FINLAND, DENMARK], ids=["Finnish", "Danish"])
def test_a_teachers_first_day_press_by_press(
    where: dict[str, str], opened: OpenPage, demo: Demo, axe: Axe, record_property: Callable[[str, object], None]
) -> None:
    def look(frame: Frame, name: str) -> None:
        assert axe(frame) == [], (name, frame.url)
        assert fits(frame), (name, frame.url)
        assert frame.locator("[data-code]").count() == 0, (name, frame.inner_text("main"))
        assert frame.get_attribute("html", "lang") == where["lang"], (name, frame.url)

    still = {"reduced_motion": "reduce"}  # or axe measures a colour half-way to another
    desk, phone = opened(viewport=DESK, accept_downloads=True, **still), opened(viewport=PHONE, **still)
    day = FirstDay(demo, where, desk, staff(demo, where["course"]), PressCounter(), look)
    _, number = pupil(demo, where, 17)
    young = Person(demo, phone, pack(where["folder"]))

    def comes() -> Frame:
        """A pupil opens the activity and begins the lesson that is on the wall."""
        frame = young.opens(where["activity"], number, where["course"])
        frame.goto(f"{demo.tool}/lessons")
        with frame.expect_navigation():
            frame.locator("[data-next]").click()
        with frame.expect_navigation():
            frame.locator(BEGIN).click()
        return frame

    adds_the_lessons(day)
    tries_it_as_a_pupil(day)
    starts_a_lesson(day, comes)
    marks_seven_for_a_visit(day)
    opens_the_evidence(day)
    takes_the_class_along(day)
    narrows_with_the_keyboard(day)
    for line in day.counter.lines():
        record_property("presses", f"{where['lang']} {line}")
    assert day.counter.above_the_design() == []
    assert day.counter.presses_by_task["tries a lesson as a pupil"] == 4
    assert day.counter.presses_by_task["exports the class as xlsx"] == 1
