"""What is said to a search. A reason's key is `done`, `lure:<id>`, `everything`, or `left:<question>`."""

from collections.abc import Mapping
from typing import Any

from careered.i18n_marker import _
from careered.lessons.activities.contract import Grade, Turn, Verdict, verdict_of
from careered.lessons.activities.spot.lenses import HINTS, LENSES, Lens
from careered.lessons.activities.spot.schema import Content
from careered.lessons.answer_form import AnswerParser, AnswerValues, ParsedAnswer
from careered.packs.models import LocalizedText
from careered.web.i18n import LANGUAGES, translations

MARKED, FOUND, REST, ANSWERED = "word", "found", "rest", "lenses"
"""The fields: what is marked now, what an earlier try has found, “show the rest”. ANSWERED is kept with them,
not posted: the questions that were answered."""
DONE, EVERYTHING = "done", "everything"
ALL_AT_ONCE = _("Nearly everything is marked, so nothing stands out. Choose only the words that answer a question.")
HINT_MESSAGES: Mapping[str, str] = {EVERYTHING: ALL_AT_ONCE, **{f"left:{lens}": hint for lens, hint in HINTS.items()}}


def read_answer(content: Content, parser: AnswerParser) -> ParsedAnswer:
    """At least one more word, unless the rest is to be shown. The trust meter reads the questions from the answer."""
    shows_rest = parser.flag(REST)
    parser.choices(FOUND, content.clues)
    parser.choices(MARKED, [piece.id for piece in content.pieces if piece.id], required=not shows_rest)
    parser.values[ANSWERED] = list(answered(content, parser.values))
    return parser.result()


def marks_everything(content: Content, values: Mapping[str, Any]) -> bool:
    """Whether more is marked than what there is to find and one mistake: that earns nothing."""
    left = content.clues.keys() - set(values.get(FOUND) or ())
    return len(_marked(content, values)) > len(left) + 1


def _marked(content: Content, values: Mapping[str, Any]) -> list[str]:
    marked = set(values.get(MARKED) or ())
    return [piece.id for piece in content.pieces if piece.id in marked and piece.id]


def found_ids(content: Content, values: Mapping[str, Any]) -> list[str]:
    """Ids of the telling pieces found so far, in the order of the page."""
    marked = [] if marks_everything(content, values) else _marked(content, values)
    found = {*(values.get(FOUND) or ()), *marked}
    return [piece_id for piece_id in content.clues if piece_id in found]


def answered(content: Content, values: Mapping[str, Any]) -> list[Lens]:
    """The questions that are answered by what was found."""
    lenses = {content.clues[piece_id] for piece_id in found_ids(content, values)}
    return [lens for lens in LENSES if lens in lenses]


def marked_lures(content: Content, values: Mapping[str, Any]) -> list[str]:
    """Ids of the lures that were marked; none where everything was, for that would tell them all."""
    lures = [piece_id for piece_id in _marked(content, values) if piece_id in content.lures]
    return [] if marks_everything(content, values) else lures


def grade(content: Content, values: AnswerValues, turn: Turn) -> Grade:
    """Right when all four questions are answered; a single lure on the way is told, not held against anybody."""
    lenses = answered(content, values)
    verdict = verdict_of(len(lenses) == len(LENSES), turn.tries)
    return Grade(verdict, _reasons(content, values, verdict), len(lenses), len(LENSES))


def _reasons(content: Content, values: AnswerValues, verdict: Verdict) -> tuple[str, ...]:
    lures = [f"lure:{piece_id}" for piece_id in marked_lures(content, values)[:1]]
    if verdict.is_final:
        return (DONE, *(lures if verdict is Verdict.RIGHT else ()))
    if marks_everything(content, values):
        return (EVERYTHING,)
    done = answered(content, values)
    return (*lures, *(f"left:{lens}" for lens in LENSES if lens not in done))[:1]


def reason(content: Content, key: str) -> LocalizedText | None:
    """The text of a key: the author's, or a hint in the languages of the interface."""
    if key in HINT_MESSAGES:
        return LocalizedText({lang: translations(lang).gettext(HINT_MESSAGES[key]) for lang in LANGUAGES})
    return content.done if key == DONE else content.lures.get(key.removeprefix("lure:"))
