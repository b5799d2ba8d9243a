"""What is said to an order. A reason's key is an item's id, or `done`."""

from collections.abc import Mapping
from typing import Any

from careered.i18n_marker import _
from careered.lessons.activities.contract import Grade, Turn, Verdict, verdict_of
from careered.lessons.activities.order.schema import Content
from careered.lessons.answer_form import AnswerParser, AnswerValues, FieldError, ParsedAnswer
from careered.packs.models import LocalizedText

FIELD, DONE = "place-", "done"
SAME_PLACE = _("Two have the same number.")


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
    """Ids of the items that are not in their place, in the right order."""
    return [item_id for item_id, place in content.right_places.items() if values.get(FIELD + item_id) != place]


def grade(content: Content, values: AnswerValues, turn: Turn) -> Grade:
    """Right when every item is in its place; else the reason of the first that is not."""
    wrong = misplaced(content, values)
    verdict = verdict_of(not wrong, turn.tries)
    said = wrong[:1] if verdict is Verdict.AGAIN else [DONE]
    return Grade(verdict, tuple(said), len(content.items) - len(wrong), len(content.items))


def reason(content: Content, key: str) -> LocalizedText | None:
    """The text of a key."""
    return content.done if key == DONE else next((item.reason for item in content.items if item.id == key), None)
