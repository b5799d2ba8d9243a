"""What is said to a sorting. A reason's key is an item's id, or `done`."""

from collections.abc import Mapping
from typing import Any

from careered.lessons.activities import placed
from careered.lessons.activities.contract import Grade, Turn
from careered.lessons.activities.sort.schema import Content
from careered.lessons.answer_form import AnswerParser, AnswerValues, ParsedAnswer

FIELD = "item-"
reason = placed.reason


def read_answer(content: Content, parser: AnswerParser) -> ParsedAnswer:
    """A group for every item."""
    for item in content.items:
        parser.choice(FIELD + item.id, [group.id for group in content.groups])
    return parser.result()


def misplaced(content: Content, values: Mapping[str, Any]) -> list[str]:
    """Ids of the items that lie in a wrong group, or in none, in the order of the pack."""
    return placed.misplaced(content.right_groups, FIELD, values)


def grade(content: Content, values: AnswerValues, turn: Turn) -> Grade:
    """Right when every item lies where it belongs; else the reason of the first that does not. One's own is kept."""
    return placed.KEPT if content.is_own else placed.grade_placed(content, misplaced(content, values), turn)
