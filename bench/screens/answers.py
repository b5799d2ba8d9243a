"""What to answer on a card: every way to fill in its form is graded, as the server would grade it.

So no activity needs to be known here: a form of native inputs, and what the activity's own `grading` says to it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, islice, permutations, product

from careered.lessons.activities import activity_of
from careered.lessons.activities.contract import Grade, Turn, Verdict
from careered.lessons.answer_form import AnswerParser
from careered.lessons.player.turns import take_turn
from careered.packs.models import Card

MAX_WAYS = 50_000
TEXT = "Kysyn asiaa opolta – æøå"

Fields = Mapping[str, tuple[str, ...]]
"""The values of each field."""


@dataclass(frozen=True)
class Control:
    """A native input of a card's form, or a button that posts a value."""

    name: str
    type: str
    values: Sequence[str]


@dataclass(frozen=True)
class Way:
    """One way to fill in the form. words: of the longest reason that is said to it."""

    fields: Fields
    turn: Turn
    grade: Grade
    words: int


def find_way(card: Card, turn: Turn, controls: Sequence[Control], lang: str, *, slips: bool) -> Way:
    """What somebody answers who knows everything, or who slips where one can: then what is said is the longest."""
    ways = (way for fields in islice(_all_ways(controls), MAX_WAYS) if (way := _try(card, turn, fields, lang)))
    tried: list[Way] = []
    for way in ways:
        if not slips and way.grade.verdict in {Verdict.RIGHT, Verdict.KEPT}:
            return way
        tried.append(way)
    if not tried:
        raise AssertionError(f"{card.kind} “{card.id}”: no way to fill in {[control.name for control in controls]}")
    wrong = [way for way in tried if way.grade.verdict in (Verdict.AGAIN, Verdict.TOLD)] or tried
    return max(reversed(wrong), key=lambda way: (way.words, not _is_typed(way.fields))) if slips else tried[0]


def _is_typed(fields: Fields) -> bool:
    """Whether something is written. What can be said without it is: its field may stand behind another phrase."""
    return any(TEXT in values for values in fields.values())


def _try(card: Card, turn: Turn, fields: Fields, lang: str) -> Way | None:
    """The way, graded; None where the server would say that something is missing."""
    grading = activity_of(card).grading
    parsed = grading.read_answer(card, AnswerParser(fields))
    if parsed.errors:
        return None
    new_turn, grade = take_turn(card, turn, parsed.values)
    reasons = [grading.reason(card, key) for key in grade.reasons]
    words = sum(len(reason.in_language(lang).split()) for reason in reasons if reason)
    return Way(fields, new_turn, grade, words)


def _all_ways(controls: Sequence[Control]) -> Iterator[Fields]:
    """Every way, those with few ticks and without typing first."""
    kept = {control.name: tuple(control.values) for control in controls if control.type == "hidden"}
    lists = [control for control in controls if control.type == "select-one"]
    others = _ways_of_fields([control for control in controls if control.type not in {"hidden", "select-one"}])
    for chosen in product(_ways_of_lists(lists), *others):
        yield kept | {name: values for part in chosen for name, values in part.items() if values}


def _ways_of_lists(lists: Sequence[Control]) -> Iterator[Fields]:
    """Each thing in a place of its own."""
    places = lists[0].values if lists else ()
    for order in permutations(places, len(lists)):
        yield {control.name: (place,) for control, place in zip(lists, order, strict=True)}


def _ways_of_fields(controls: Sequence[Control]) -> list[list[Fields]]:
    fields: dict[str, list[Control]] = {}
    for control in controls:
        fields.setdefault(control.name, []).append(control)
    return [[{name: values} for values in _values(same_name)] for name, same_name in fields.items()]


def _values(controls: Sequence[Control]) -> list[tuple[str, ...]]:
    """What a field may hold: one of the radios or buttons, any of the boxes, nothing or a text."""
    values = [value for control in controls for value in control.values]
    if controls[0].type == "checkbox":
        return list(chain.from_iterable(combinations(values, count) for count in range(len(values) + 1)))
    if controls[0].type in {"radio", "submit"}:
        return [(value,) for value in values]
    return [(), (TEXT,)]
