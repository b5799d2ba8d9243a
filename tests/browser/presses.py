"""Presses and scrolled pixels of somebody at work, counted by task, beside what the design allows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from playwright.sync_api import Frame, Locator, Page

from tests.browser.taps import press

ALLOWED = {
    "connects a course": 1,
    "connects courses to schools": 2,
    "starts a lesson with the class": 3,
    "marks seven neighbours for a visit": 5,
    "marks seven scattered pupils for a visit": 10,
    "marks one pupil for a visit": 2,
    "confirms the whole class": 2,
    "finds in twelve classes who needs them": 0,
    "prepares a talk": 1,
    "prepares a talk and records it": 2,
    "reminds fourteen pupils": 2,
    "answers a question": 2,
    "opens the evidence of a pupil": 2,
}
"""The ten usual jobs of staff, presses by job in the design; none of them scrolls. Marking pupils is one job, by how
many there are; the evidence is printed by a third press, the browser's own."""
OUT_OF_VIEW = """target => {
  const box = target.getBoundingClientRect();
  return Math.round(Math.max(0, box.bottom - innerHeight, -box.top));
}"""


@dataclass
class PressCounter:
    """Presses, ticks and choices of a person, and the pixels that they scroll, counted."""

    presses_by_task: dict[str, int] = field(default_factory=dict)
    scrolled_by_task: dict[str, int] = field(default_factory=dict)
    task: str = ""

    def start_task(self, task: str) -> None:
        """From now on presses are for this."""
        self.task, self.presses_by_task[task], self.scrolled_by_task[task] = task, 0, 0

    def _count(self, target: Locator) -> None:
        self.presses_by_task[self.task] += 1
        self.scrolled_by_task[self.task] += int(target.first.evaluate(OUT_OF_VIEW))

    def press(self, target: Locator, modifiers: Sequence[Literal["Shift"]] = ()) -> None:
        self._count(target)
        press(target.first, modifiers)

    def looks_at(self, target: Locator) -> None:
        """What somebody has to see for the task: only the way to it counts."""
        self.scrolled_by_task[self.task] += int(target.evaluate(OUT_OF_VIEW))

    def lines(self) -> list[str]:
        """A line for each task, beside what the design allows."""
        return [
            f"{task}: {presses} ({ALLOWED.get(task, '-')}), {self.scrolled_by_task[task]} px scrolled"
            for task, presses in self.presses_by_task.items()
        ]

    def key(self, frame: Frame, key: str) -> None:
        self.presses_by_task[self.task] += 1
        frame.locator("#main").dispatch_event("keydown", {"key": key, "bubbles": True})

    def follow(self, frame: Frame | Page, selector: str) -> None:
        """Press something that leads to another page."""
        with frame.expect_navigation():
            self.press(frame.locator(selector))

    def follow_key(self, frame: Frame | Page, name: str) -> None:
        """Press a key that leads to another page."""
        self.presses_by_task[self.task] += 1
        keyboard = (frame.page if isinstance(frame, Frame) else frame).keyboard
        with frame.expect_navigation():
            keyboard.press(name)

    def tick(self, box: Locator, *, ticked: bool = True) -> None:
        self._count(box)
        box.set_checked(ticked)

    def above_the_design(self) -> list[str]:
        """The tasks that take more presses than the design allows, or any scrolling."""
        over = [task for task, most in ALLOWED.items() if self.presses_by_task.get(task, 0) > most]
        return over + [task for task in ALLOWED if self.scrolled_by_task.get(task)]
