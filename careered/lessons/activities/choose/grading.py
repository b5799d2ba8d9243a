"""What is said to a choice. A reason's key is `<option id>`, `missed:<option id>`, or `change:up`, `:same`, `:down`."""

from collections.abc import Mapping
from typing import Any

from careered.lessons.activities.choose.schema import Content
from careered.lessons.activities.contract import Grade, Turn, Verdict, verdict_of
from careered.lessons.answer_form import AnswerParser, AnswerValues, ParsedAnswer
from careered.packs.models import LocalizedText

FIELD = "choice"


def read_answer(content: Content, parser: AnswerParser) -> ParsedAnswer:
    """One of the options, or at least one where several may be chosen."""
    option_ids = [option.id for option in content.options]
    if content.several:
        parser.choices(FIELD, option_ids, required=True)
    else:
        parser.choice(FIELD, option_ids)
    return parser.result()


def combine(content: Content, one: AnswerValues, other: AnswerValues) -> AnswerValues | None:
    """Two answers as one, where several may be chosen."""
    chosen = {*chosen_ids(one), *chosen_ids(other)}
    return {FIELD: [option.id for option in content.options if option.id in chosen]} if content.several else None


def chosen_ids(values: Mapping[str, Any]) -> list[str]:
    """The chosen ids, in the order of the pack."""
    chosen = values.get(FIELD) or []
    return [chosen] if isinstance(chosen, str) else list(chosen)


def grade(content: Content, values: AnswerValues, turn: Turn) -> Grade:
    """Right when exactly the right ones are chosen; kept where nothing is right or wrong."""
    chosen = chosen_ids(values)
    if content.compares:
        return Grade(Verdict.KEPT, (_change_key(content, chosen, chosen_ids(turn.earlier.get(content.compares, {}))),))
    if not content.right_ids:
        return Grade(Verdict.KEPT, tuple(chosen[:1]))
    verdict = verdict_of(set(chosen) == content.right_ids, turn.tries)
    return Grade(verdict, _reasons(content, chosen, verdict), int(verdict is Verdict.RIGHT), 1)


def _reasons(content: Content, chosen: list[str], verdict: Verdict) -> tuple[str, ...]:
    """The wrong one's own reason, or that of what was missed; from the second wrong try on, the right one's."""
    if verdict is not Verdict.AGAIN:
        return tuple(option.id for option in content.options if option.right)[:1]
    wrong = [option_id for option_id in chosen if option_id not in content.right_ids]
    missed = [f"missed:{option.id}" for option in content.options if option.right and option.id not in chosen]
    return (*wrong, *missed)[:1]


def _change_key(content: Content, now: list[str], before: list[str]) -> str:
    """Where the answer moved in the order of the options; `same` without a known one before."""
    places = {option.id: place for place, option in enumerate(content.options)}
    known = [places[option_id] for option_id in (*now[:1], *before[:1]) if option_id in places]
    step = known[1] - known[0] if len(known) == 2 else 0
    return "change:up" if step > 0 else "change:down" if step < 0 else "change:same"


def reason(content: Content, key: str) -> LocalizedText | None:
    """The text of a key."""
    kind, _, rest = key.rpartition(":")
    if kind == "change":
        return getattr(content.change, rest, None)
    option = content.option(rest)
    if option is None:
        return None
    return (option.missed or option.reason) if kind == "missed" else option.reason
