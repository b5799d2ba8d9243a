"""A person before the browser: opens an activity on the platform and works in the tool's frame."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Error, Frame, Locator, Page, TimeoutError

from careered.lessons.kinds.check import Content as Check
from careered.packs.models import Pack, StepContent
from tests.browser.conftest import Demo
from tests.browser.taps import press, tick_box
from tests.browser.tool_frame import is_attached, tool_frame, wait_for_tool
from tests.support.people import step_at

NAMES = "all => all.map(one => one.name)"
CARD = (Path(__file__).parent / "card.js").read_text(encoding="utf-8")
ANY_TEXT = "Löysin tämän itse – æøå"


STANDSTILL = """() => [location.href, window.isPressed, document.querySelector("[data-line]")?.innerText,
  document.querySelector("[data-next]")?.outerHTML, document.activeElement?.outerHTML.slice(0, 200)]"""
"""What tells why a press led nowhere."""


def correct_answers(step: StepContent | None) -> dict[str, str]:
    """What to tick in a step that is checked: the value of each field."""
    return {question.field: question.answer for question in step.questions} if isinstance(step, Check) else {}


@dataclass
class Person:
    """Somebody with a page open on the platform."""

    demo: Demo
    page: Page
    pack: Pack
    has_scripts: bool = True

    def opens(self, activity: str, number: str, course: str) -> Frame:
        """Open an activity; the tool's frame once its first page is there."""
        self.page.goto(f"{self.demo.lms}/course/{course}/activity/{activity}?as={number}")
        return self.tool_frame()

    def tool_frame(self) -> Frame:
        """The tool's frame, past the platform's and our own in-between pages (pressed by hand without scripts)."""
        return wait_for_tool(self.page, self._is_past_launch)

    def _is_past_launch(self, frame: Frame) -> bool:
        is_tool_page = frame.url.startswith(self.demo.tool) and "/lti/" not in frame.url
        if is_tool_page and is_attached(frame, "h1"):
            return True
        if not self.has_scripts and is_attached(frame, "form button"):
            with frame.expect_navigation():  # pressed again meanwhile, the launch would be a replay
                frame.locator("form button").first.click()
        return False

    def frame(self) -> Frame:
        """The frame as it is now."""
        return tool_frame(self.page)

    def finishes(self, frame: Frame, lesson: str) -> list[str]:
        """Do a lesson to its end by pressing what leads on (by somebody who has not done it yet); the way there."""
        visited: list[str] = []
        for _ in range(100):
            visited.append(frame.url.removeprefix(self.demo.tool).split("?")[0])
            if frame.url.split("?")[0].endswith(f"/lessons/{lesson}/done"):
                return visited
            self.does_page(frame)
        raise AssertionError(f"no end: {visited}")

    def does_page(self, frame: Frame) -> None:
        """Fill in what is shown and press what leads on."""
        self.answers(frame)
        self.presses_on(frame)

    def presses_on(self, frame: Frame) -> None:
        """Press the one thing that leads on, and wait for the next page."""
        previous_url = frame.url
        next_link: Locator = frame.locator("[data-next]")
        try:
            next_link.first.wait_for()
        except Error:
            raise AssertionError((frame.url, frame.locator("main").inner_text(timeout=2000))) from None
        assert next_link.count() == 1, (
            frame.url,
            [element.evaluate("e => e.outerHTML") for element in next_link.all()],
        )
        is_form = next_link.evaluate("e => e.tagName") == "FORM"
        button = next_link.locator("button").last if is_form else next_link
        try:
            with frame.expect_navigation():
                self.press_button(button)
        except TimeoutError as error:
            raise AssertionError((previous_url, frame.evaluate(STANDSTILL))) from error
        assert frame.locator("[data-code]").count() == 0, (previous_url, frame.inner_text("main"))

    def press_button(self, button: Locator) -> None:
        """Press what leads on."""
        press(button, is_scripted=self.has_scripts)

    def step(self, frame: Frame) -> StepContent | None:
        """The step that is shown."""
        return step_at(self.pack, frame.url.removeprefix(self.demo.tool))

    def answers(self, frame: Frame) -> None:
        """Fill in the step or the card that is shown."""
        if frame.evaluate(CARD, ANY_TEXT):
            return
        step, form = self.step(frame), frame.locator("form[data-next]")
        if not step or form.count() == 0:
            return
        for field in form.locator("textarea:visible, input[type=text]:visible").all():
            if not field.input_value():
                field.fill(ANY_TEXT)
        correct = correct_answers(step)
        names = set(form.locator("input[type=radio]").evaluate_all(NAMES))
        for name in sorted(names):
            value = f"[value='{correct[name]}']" if name in correct else ""
            tick_box(form.locator(f"input[type=radio][name='{name}']{value}").first)
        boxes = set(form.locator("input[type=checkbox]").evaluate_all(NAMES))
        for name in sorted(box for box in boxes if box.startswith("task_")):
            tick_box(form.locator(f"input[type=checkbox][name='{name}']").first)
