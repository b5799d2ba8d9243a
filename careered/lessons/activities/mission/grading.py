"""How far a visit has come, and what is said to what was seen. The key of a reason is a chip of the first question.

An answer has two parts: how one looked (`step`), then what one saw (`found`). The first alone is a part of an answer.
"""

from collections.abc import Collection, Mapping
from typing import Any

from careered.lessons.activities.contract import Grade, Turn, Verdict
from careered.lessons.activities.mission.schema import NOT_FOUND, PAGE_CLOSED, Content
from careered.lessons.answer_form import AnswerParser, AnswerValues, ParsedAnswer
from careered.packs.models import LocalizedText

STEP, LOOKED, CLOSED = "step", "looked", "closed"
"""LOOKED: at the page itself. CLOSED: it did not open, and the invented page stands for it."""
FOUND, FIELD = "found", "saw_"


def chip_ids(content: Content, index: int, step: str) -> list[str]:
    """The ids of a question's chips; options come first, and whoever had the invented page needs no second one."""
    ids = [option.id for option in content.questions[index].options]
    return [*ids, NOT_FOUND, *([PAGE_CLOSED] if step == LOOKED else [])] if index == 0 else ids


def read_answer(content: Content, parser: AnswerParser) -> ParsedAnswer:
    """How one looked; with `found` also what was seen. Where nothing was found only the first question is asked."""
    step = parser.choice(STEP, (LOOKED, CLOSED))
    if not parser.flag(FOUND):
        return parser.result(help_reason="page_closed" if step == CLOSED else "")
    first = _read(content, 0, step, parser)
    if not {NOT_FOUND, PAGE_CLOSED}.intersection(first):
        for index in range(1, len(content.questions)):
            _read(content, index, step, parser)
    return parser.result(help_reason=_help_reason(step, first))


def _read(content: Content, index: int, step: str, parser: AnswerParser) -> list[str]:
    """The chips of one question. Beside something that was seen, “not found” means the rest."""
    question, ids = content.questions[index], chip_ids(content, index, step)
    if not question.several:
        return [parser.choice(FIELD + question.id, ids)]
    chosen = parser.choices(FIELD + question.id, ids, required=True)
    found = [chip for chip in chosen if question.option(chip)]
    parser.values[FIELD + question.id] = found or chosen
    return found or chosen


def _help_reason(step: str, first: Collection[str]) -> str:
    if CLOSED in (step, *first):
        return "page_closed"
    return "not_found" if NOT_FOUND in first else ""


def step_of(values: Mapping[str, Any]) -> str:
    """How one looked: LOOKED, CLOSED, or "" before it. Whoever says afterwards that it did not open is CLOSED, too."""
    if not values.get(STEP):
        return ""
    return CLOSED if CLOSED in (values[STEP], *_chips(values)) else LOOKED


def seen(content: Content, index: int, values: Mapping[str, Any]) -> list[str]:
    """The chips that a question was answered with, without those that the card no longer has."""
    ids = chip_ids(content, index, LOOKED)
    return [chip for chip in _as_list(values.get(FIELD + content.questions[index].id)) if chip in ids]


def _chips(values: Mapping[str, Any]) -> list[str]:
    return [chip for key, value in values.items() if key.startswith(FIELD) for chip in _as_list(value)]


def _as_list(value: object) -> list[str]:
    return [str(chip) for chip in value] if isinstance(value, list) else [str(value)] if value else []


def grade(content: Content, values: AnswerValues, turn: Turn) -> Grade:
    """Kept when it says what was seen. A page that did not open leads to the invented one first."""
    chips = seen(content, 0, values)
    is_whole = values.get(FOUND) == "yes" and PAGE_CLOSED not in chips
    return Grade(Verdict.KEPT, (next(iter(chips), ""),)) if is_whole else Grade(None)


def reason(content: Content, key: str) -> LocalizedText | None:
    """What is said to a chip of the first question."""
    if key == NOT_FOUND:
        return content.not_found
    option = content.questions[0].option(key)
    return option.reason if option else None
