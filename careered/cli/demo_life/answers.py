"""Answers to the cards of a lesson as an invented pupil would give them; no two neighbours give the same."""

from collections.abc import Mapping, Sequence
from typing import Any

from careered.lessons.activities.choose.grading import FIELD as CHOICE
from careered.lessons.activities.choose.schema import Content as Choose
from careered.lessons.activities.mission.grading import FIELD as SAW
from careered.lessons.activities.mission.grading import FOUND, LOOKED, STEP
from careered.lessons.activities.mission.schema import Content as Mission
from careered.lessons.activities.phrase_answers import PHRASE
from careered.lessons.activities.phrases import Group
from careered.lessons.activities.plan.schema import Content as Plan
from careered.lessons.activities.reflect.schema import Content as Reflect
from careered.lessons.activities.scale.grading import FIELD as LEVEL
from careered.lessons.activities.scale.schema import Content as Scale
from careered.lessons.activities.spot.grading import ANSWERED, MARKED, answered
from careered.lessons.activities.spot.grading import FOUND as FOUND_BEFORE
from careered.lessons.activities.spot.schema import Content as Spot
from careered.lessons.own_way import WAY
from careered.packs.education_map import EducationMap
from careered.packs.models import StepContent

Values = Mapping[str, Any]
STOPS = 3
"""How many stops of a map a pupil marks at most."""


def answer_to(card: StepContent, pupil: int) -> tuple[Values, Values] | None:
    """The first answer to a card and the one that was kept; None for kinds that are left out. pupil: a number.

    Where something is right, every third pupil is wrong at first.
    """
    match card:
        case Choose():
            return _choice(card, pupil)
        case Mission():
            return _twice({STEP: LOOKED, FOUND: "yes", **_seen(card, pupil)})
        case Plan() | Reflect():
            return _twice(_phrases(card.groups, pupil))
        case Scale():
            return _twice(_levels(card, pupil))
        case Spot():
            return _search(card, pupil)
    return None


def way_on(drawn: EducationMap, pupil: int) -> tuple[Values, Values] | None:
    """A way on the country's map, from the start on. pupil: a number."""
    marked: list[str] = []
    while len(marked) < STOPS and (ends := sorted(drawn.leads_to(marked[-1] if marked else drawn.start))):
        marked.append(ends[pupil % len(ends)])
    return _twice({WAY: marked})


def _twice(values: Values) -> tuple[Values, Values] | None:
    return (values, values) if values else None


def _choice(card: Choose, pupil: int) -> tuple[Values, Values]:
    ids = [option.id for option in card.options]
    right = [one for one in ids if one in card.right_ids] or [ids[pupil % len(ids)]]
    wrong = [one for one in ids if one not in right]
    first = [wrong[pupil % len(wrong)]] if card.right_ids and wrong and pupil % 3 == 0 else right
    return _chosen(card, first), _chosen(card, right)


def _chosen(card: Choose, ids: Sequence[str]) -> Values:
    return {CHOICE: list(ids) if card.several else ids[0]}


def _search(card: Spot, pupil: int) -> tuple[Values, Values]:
    """Two to four of the telling words at first, and a lure of every third pupil; then the rest."""
    telling = list({lens: piece_id for piece_id, lens in card.clues.items()}.values())
    found, lured = telling[: 2 + pupil % 3], list(card.lures)[: pupil % 3 == 0]
    first = _marked(card, [*found, *lured])
    return first, _marked(card, telling[len(found) :], found) if len(found) < len(telling) else first


def _marked(card: Spot, marked: Sequence[str], found: Sequence[str] = ()) -> Values:
    values = {MARKED: list(marked), FOUND_BEFORE: list(found)}
    return {**values, ANSWERED: list(answered(card, values))}


def _seen(card: Mission, pupil: int) -> Values:
    chips = [(question, question.options[pupil % len(question.options)].id) for question in card.questions]
    return {SAW + question.id: [chip] if question.several else chip for question, chip in chips}


def _levels(card: Scale, pupil: int) -> Values:
    """All levels in turn, so that some petals of the flower are longer than others."""
    numbered = enumerate(card.statements, pupil)
    return {LEVEL + one.id: card.levels[number % len(card.levels)].id for number, one in numbered}


def _phrases(groups: Sequence[Group], pupil: int) -> Values:
    """A whole phrase of each group; nothing where one of them has only phrases to be finished in own words."""
    whole = {group.id: [phrase.id for phrase in group.phrases if not phrase.has_gap] for group in groups}
    return {PHRASE + name: ids[pupil % len(ids)] for name, ids in whole.items()} if all(whole.values()) else {}
