"""A pupil without JavaScript who does lessons of cards by their forms; what to answer is found as in `make screens`."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bench.screens.answers import Control, find_way
from careered.lessons.activities.contract import Turn, Verdict
from careered.lessons.kinds.check import Content as Check
from careered.packs.models import Card, Lesson, StepContent
from tests.lessons.factories import Visitor
from tests.support.pages import Element, Page
from tests.support.people import answers_for

NOT_ANSWERS = {"session", "tries"}


def does_lesson(pupil: Visitor, lesson_id: str, *, slips: bool = False) -> list[str]:
    """From the cover to the end; each page on the way, with the verdict on it. slips: answers wrongly where one can."""
    seen = [
        (page.path, page.only("main").attrs.get("data-verdict", "")) for page in pages_of(pupil, lesson_id, 2 * slips)
    ]
    return [f"{path.rsplit('/', 1)[-1]} {verdict}".strip() for path, verdict in seen]


def pages_of(pupil: Visitor, lesson_id: str, slips: int) -> Iterator[Page]:
    """The pages from the cover to the end as the pupil goes on. slips: how many wrong answers to a card come first.

    After two the right one is told.
    """
    walk = _Walk(pupil, pupil.school.lesson(lesson_id), slips)
    page = pupil.get(f"/lessons/{lesson_id}")
    for _ in range(100):
        assert page.response.status_code in {200, 422}, (page.path, page.main_text)
        yield page
        if page.path.endswith("/done"):
            return
        page = walk.goes_on(page)
    raise AssertionError(f"no end: {page.path}")


@dataclass
class _Walk:
    pupil: Visitor
    lesson: Lesson
    slips: int
    _turns: dict[str, Turn] = field(default_factory=dict)
    _tries: Counter[str] = field(default_factory=Counter)

    def goes_on(self, page: Page) -> Page:
        step = self.lesson.step(page.only("main").attrs.get("data-card", "") or page.path.rsplit("/", 1)[-1])
        if isinstance(step, Card) and (controls := list(_controls(page))):
            return self._answers_card(page, step, controls)
        is_asked = step and not isinstance(step, Card) and page.next_control.name == "form"
        return self.pupil.follow_next(page, self._answers(step, page) if step and is_asked else None)

    def _answers_card(self, page: Page, card: Card, controls: list[Control]) -> Page:
        turn = self._turns.get(card.id, Turn())
        way = find_way(card, turn, controls, "en", slips=False)
        if way.grade.verdict is not Verdict.KEPT and self._is_slip(card):  # of a map's 50,000 ways none is wrong
            way = find_way(card, turn, controls, "en", slips=True)
        self._turns[card.id] = way.turn
        return self.pupil.submit(
            page.form("main form:has([data-next])"), {name: list(values) for name, values in way.fields.items()}
        )

    def _answers(self, step: StepContent, page: Page) -> dict[str, Any]:
        """Of a step of format 1. A check that is answered wrongly is asked again."""
        if isinstance(step, Check) and self._is_slip(step):
            return {q.field: next(option.id for option in q.options if not option.correct) for q in step.questions}
        return answers_for(step, page.next_form)

    def _is_slip(self, step: StepContent) -> bool:
        self._tries[step.id] += 1
        return self._tries[step.id] <= self.slips


def _controls(page: Page) -> Iterator[Control]:
    """As bench/screens/controls.js has them in a browser."""
    next_buttons = page.all("main form [data-next]")
    for element in page.all("main form:has([data-next]) [name]"):
        name, kind = element.attrs["name"], _type(element)
        is_reply = any(
            (name, element.attrs.get("class")) == (next_button.attrs.get("name"), next_button.attrs.get("class"))
            for next_button in next_buttons
        )
        if name not in NOT_ANSWERS and "disabled" not in element.attrs and (kind != "submit" or is_reply):
            options = [option.attrs.get("value", option.to_text()) for option in element.query("option")]
            yield Control(name, kind, [value for value in options if value] or [element.attrs.get("value", "")])


def _type(field: Element) -> str:
    by_name = {"select": "select-one", "textarea": "textarea", "button": "submit"}
    return by_name.get(field.name) or field.attrs.get("type", "text")
