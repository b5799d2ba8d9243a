"""What is said to a choice.

A reason's key is `<option id>`, `missed:<option id>`, `change:<up, down, changed or same>`, or `all:done`.
"""

from collections.abc import Mapping
from typing import Any

from careered.i18n_marker import _
from careered.lessons.activities.choose.schema import Content
from careered.lessons.activities.contract import Grade, Turn, Verdict, verdict_of
from careered.lessons.answer_form import AnswerParser, AnswerValues, FieldError, ParsedAnswer
from careered.packs.models import LocalizedText

FIELD, DONE = "choice", "all:done"
TOO_MANY = _("There is no room for that many. Which one will you leave out?")


def read_answer(content: Content, parser: AnswerParser) -> ParsedAnswer:
    """One of the options, or at least one where several may be chosen."""
    option_ids = [option.id for option in content.options]
    if content.several:
        chosen = parser.choices(FIELD, option_ids, required=True)
        if content.at_most and len(chosen) > content.at_most:
            parser.errors.append(FieldError(FIELD, TOO_MANY))
    else:
        parser.choice(FIELD, option_ids)
    return parser.result()


def combine(content: Content, one: AnswerValues, other: AnswerValues) -> AnswerValues | None:
    """Two answers as one, where so many may be chosen."""
    ids = {*chosen_ids(one), *chosen_ids(other)}
    chosen = [option.id for option in content.options if option.id in ids]
    return {FIELD: chosen} if content.several and len(chosen) <= (content.at_most or len(chosen)) else None


def chosen_ids(values: Mapping[str, Any]) -> list[str]:
    """The chosen ids, in the order of the pack."""
    chosen = values.get(FIELD) or []
    return [chosen] if isinstance(chosen, str) else list(chosen)


def grade(content: Content, values: AnswerValues, turn: Turn) -> Grade:
    """Right when exactly the right ones are chosen; kept where nothing is right or wrong."""
    chosen = chosen_ids(values)
    if content.compares and content.change:
        return Grade(Verdict.KEPT, (_change_key(content, chosen, chosen_ids(turn.earlier.get(content.compares, {}))),))
    if not content.right_ids:
        return Grade(Verdict.KEPT, _kept_reasons(content, chosen))
    verdict = verdict_of(set(chosen) == content.right_ids, turn.tries)
    return Grade(verdict, _reasons(content, chosen, verdict), int(verdict is Verdict.RIGHT), 1)


def _kept_reasons(content: Content, chosen: list[str]) -> tuple[str, ...]:
    """The reason of the first one that has its own, else what is said to everybody."""
    own = [option.id for option in content.options if option.id in chosen and option.reason]
    return tuple(own[:1] or ([DONE] if content.done else []))


def _reasons(content: Content, chosen: list[str], verdict: Verdict) -> tuple[str, ...]:
    """The wrong one's own reason, or that of what was missed; from the second wrong try on, the right one's."""
    if verdict is not Verdict.AGAIN:
        return tuple(option.id for option in content.options if option.right)[:1]
    wrong = [option_id for option_id in chosen if option_id not in content.right_ids]
    missed = [f"missed:{option.id}" for option in content.options if option.right and option.id not in chosen]
    return (*wrong, *missed)[:1]


def _change_key(content: Content, now: list[str], before: list[str]) -> str:
    """Whether the answer moved, and where in the order of the options; `same` without a known one before."""
    places = {option.id: place for place, option in enumerate(content.options)}
    known = [places[option_id] for option_id in (*now[:1], *before[:1]) if option_id in places]
    step = known[1] - known[0] if len(known) == 2 else 0
    if step and content.change and content.change.changed:
        return "change:changed"
    return "change:up" if step > 0 else "change:down" if step < 0 else "change:same"


def reason(content: Content, key: str) -> LocalizedText | None:
    """The text of a key."""
    kind, _, rest = key.rpartition(":")
    if kind == "change":
        return getattr(content.change, rest, None)
    if key == DONE:
        return content.done
    option = content.option(rest)
    if option is None:
        return None
    return (option.missed or option.reason) if kind == "missed" else option.reason
