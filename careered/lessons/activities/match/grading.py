"""What is said to pairs. A reason's key is an item's id, or `done`."""

from collections.abc import Mapping
from typing import Any

from careered.i18n_marker import _
from careered.lessons.activities import placed
from careered.lessons.activities.contract import Grade, Turn
from careered.lessons.activities.match.schema import Content
from careered.lessons.answer_form import AnswerParser, AnswerValues, FieldError, ParsedAnswer

FIELD = "with-"
reason = placed.reason
NO_PARTNER, SAME_PARTNER = _("Find a match for each one."), _("Two of them have the same match.")


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
    return placed.misplaced(content.right_partners, FIELD, values)


def grade(content: Content, values: AnswerValues, turn: Turn) -> Grade:
    """Right when every item is with its partner; else the reason of the first that is not."""
    return placed.grade_placed(content, mismatched(content, values), turn)
