"""What is said to an order. A reason's key is an item's id, or `done`."""

from collections.abc import Mapping
from typing import Any

from careered.i18n_marker import _
from careered.lessons.activities import placed
from careered.lessons.activities.contract import Grade, Turn
from careered.lessons.activities.order.schema import Content, Item
from careered.lessons.answer_form import AnswerParser, AnswerValues, FieldError, ParsedAnswer

FIELD = "place-"
reason = placed.reason
SAME_PLACE = _("Two of them have the same number.")


def read_answer(content: Content, parser: AnswerParser) -> ParsedAnswer:
    """A place of its own for every item."""
    places = list(content.right_places.values())
    taken: set[str] = set()
    for item in content.items:
        place = parser.choice(FIELD + item.id, places)
        if place in taken:
            parser.errors.append(FieldError(FIELD + item.id, SAME_PLACE))
        taken |= {place} - {""}
    return parser.result()


def misplaced(content: Content, values: Mapping[str, Any]) -> list[str]:
    """Ids of the items that are not in their place, in the right order; none where each pupil has an own one."""
    return [] if content.is_own else placed.misplaced(content.right_places, FIELD, values)


def grade(content: Content, values: AnswerValues, turn: Turn) -> Grade:
    """Right when every item is in its place; else the reason of the first that is not. One's own is kept."""
    return placed.KEPT if content.is_own else placed.grade_placed(content, misplaced(content, values), turn)


def ordered(content: Content, values: Mapping[str, Any]) -> list[Item]:
    """The items in the order of an answer, without those that it does not place."""
    places = {item: str(values.get(FIELD + item.id) or "") for item in content.items}
    return sorted((item for item, place in places.items() if place), key=lambda item: places[item])
