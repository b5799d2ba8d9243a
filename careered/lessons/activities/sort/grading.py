"""What is said to a sorting. A reason's key is an item's id, or `done`."""

from collections.abc import Mapping
from typing import Any

from careered.lessons.activities.contract import Grade, Turn, Verdict, verdict_of
from careered.lessons.activities.sort.schema import Content
from careered.lessons.answer_form import AnswerParser, AnswerValues, ParsedAnswer
from careered.packs.models import LocalizedText

FIELD, DONE = "item-", "done"


def read_answer(content: Content, parser: AnswerParser) -> ParsedAnswer:
    """A group for every item."""
    for item in content.items:
        parser.choice(FIELD + item.id, [group.id for group in content.groups])
    return parser.result()


def misplaced(content: Content, values: Mapping[str, Any]) -> list[str]:
    """Ids of the items that lie in a wrong group, or in none, in the order of the pack."""
    return [item_id for item_id, group in content.right_groups.items() if values.get(FIELD + item_id) != group]


def grade(content: Content, values: AnswerValues, turn: Turn) -> Grade:
    """Right when every item lies where it belongs; else the reason of the first that does not."""
    wrong = misplaced(content, values)
    verdict = verdict_of(not wrong, turn.tries)
    said = wrong[:1] if verdict is Verdict.AGAIN else [DONE]
    return Grade(verdict, tuple(said), len(content.items) - len(wrong), len(content.items))


def reason(content: Content, key: str) -> LocalizedText | None:
    """The text of a key."""
    return content.done if key == DONE else next((item.reason for item in content.items if item.id == key), None)
