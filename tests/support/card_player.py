"""A pupil without JavaScript who does lessons of cards by their forms; what to answer is found as in `make screens`."""

from collections.abc import Iterator

from bench.screens.answers import Control, find_way
from careered.lessons.activities.contract import Turn
from careered.packs.models import Card
from tests.lessons.factories import Visitor
from tests.support.pages import Element, Page

NOT_ANSWERS = {"session", "tries"}


def does_lesson(pupil: Visitor, lesson_id: str, *, slips: bool = False) -> list[str]:
    """From the cover to the end; each page on the way, with the verdict on it. slips: answers wrongly where one can."""
    turns: dict[str, Turn] = {}
    page, seen = pupil.get(f"/lessons/{lesson_id}"), list[str]()
    for _ in range(100):
        assert page.response.status_code == 200, (page.path, page.main_text)
        verdict = page.only("main").attrs.get("data-verdict", "")
        seen.append(f"{page.path.rsplit('/', 1)[-1]} {verdict}".strip())
        if page.path.endswith("/done"):
            return seen
        page = _goes_on(pupil, page, lesson_id, turns, slips)
    raise AssertionError(seen)


def _goes_on(pupil: Visitor, page: Page, lesson_id: str, turns: dict[str, Turn], slips: bool) -> Page:
    card = pupil.school.lesson(lesson_id).step(page.only("main").attrs.get("data-card", ""))
    controls = list(_controls(page))
    if not isinstance(card, Card) or not controls:
        return pupil.follow_next(page)
    way = find_way(card, turns.get(card.id, Turn()), controls, "en", slips=slips)
    turns[card.id] = way.turn
    return pupil.submit(
        page.form("main form:has([data-next])"), {name: list(field) for name, field in way.fields.items()}
    )


def _controls(page: Page) -> Iterator[Control]:
    """As bench/screens/controls.js has them in a browser."""
    next_buttons = page.all("main form [data-next]")
    for field in page.all("main form:has([data-next]) [name]"):
        name, kind = field.attrs["name"], _type(field)
        is_reply = any(
            (name, field.attrs.get("class")) == (next_button.attrs.get("name"), next_button.attrs.get("class"))
            for next_button in next_buttons
        )
        if name not in NOT_ANSWERS and "disabled" not in field.attrs and (kind != "submit" or is_reply):
            options = [option.attrs.get("value", option.to_text()) for option in field.query("option")]
            yield Control(name, kind, [value for value in options if value] or [field.attrs.get("value", "")])


def _type(field: Element) -> str:
    by_name = {"select": "select-one", "textarea": "textarea", "button": "submit"}
    return by_name.get(field.name) or field.attrs.get("type", "text")
