"""What is said to pairs. A reason's key is an item's id, or `done`."""

from collections.abc import Mapping
from typing import Any

from careered.i18n_marker import _
from careered.lessons.activities.contract import Grade, Turn, Verdict, verdict_of
from careered.lessons.activities.match.schema import Content
from careered.lessons.answer_form import AnswerParser, AnswerValues, FieldError, ParsedAnswer
from careered.packs.models import LocalizedText

FIELD, DONE = "with-", "done"
NO_PARTNER, SAME_PARTNER = _("Find a partner for each one."), _("Two have the same partner.")


def read_answer(content: Content, parser: AnswerParser) -> ParsedAnswer:
    """A partner of its own for every item."""
    partners, taken = [partner.id for partner in content.partners], set[str]()
    for item in content.items:
        partner = parser.choice(FIELD + item.id, partners, required=False)
        if not partner or partner in taken:
            parser.errors.append(FieldError(FIELD + item.id, SAME_PARTNER if partner else NO_PARTNER))
        taken.add(partner)
    return parser.result()


def mismatched(content: Content, values: Mapping[str, Any]) -> list[str]:
    """Ids of the items that are with another partner, or with none, in the order of the pack."""
    return [item_id for item_id, partner in content.right_partners.items() if values.get(FIELD + item_id) != partner]


def grade(content: Content, values: AnswerValues, turn: Turn) -> Grade:
    """Right when every item is with its partner; else the reason of the first that is not."""
    wrong = mismatched(content, values)
    verdict = verdict_of(not wrong, turn.tries)
    said = wrong[:1] if verdict is Verdict.AGAIN else [DONE]
    return Grade(verdict, tuple(said), len(content.items) - len(wrong), len(content.items))


def reason(content: Content, key: str) -> LocalizedText | None:
    """The text of a key."""
    return content.done if key == DONE else next((item.reason for item in content.items if item.id == key), None)
