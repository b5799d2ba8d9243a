"""Judging sources, drawn: how many of a class asked each question of a source in the first practice and in the last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from careered.dashboard.source_judgement import ANSWERED, SPOT_CARD_KIND
from careered.db.queries import where_equal
from careered.i18n_marker import _
from careered.packs.models import Lesson, Pack
from careered.progress.tables import Answer
from careered.roster.few_pupils import MIN_PUPILS_SHOWN

_answers = Answer.__table__
QUESTIONS: Mapping[str, str] = {"who": _("Who?"), "when": _("When?"), "why": _("Why?"), "evidence": _("Based on what?")}
"""What an answer to a `spot` card says of the questions that it answered, and the message id of each."""
RAIL_START, RAIL_LENGTH = 8, 324
"""Of the drawing of a line, in its own units."""


@dataclass(frozen=True)
class QuestionLine:
    """One question. then, now: how many pupils answered it at once. x_then, x_now: where that is drawn."""

    question: str
    then: int
    now: int
    x_then: int
    x_now: int


@dataclass(frozen=True)
class SourceLines:
    """One lesson. pupils: how many did its first and its last practice, at least MIN_PUPILS_SHOWN."""

    lesson: Lesson
    pupils: int
    lines: Sequence[QuestionLine]


def then_and_now(db: Connection, organisation_id: str, class_id: str, pack: Pack) -> list[SourceLines]:
    """The lessons with several such cards that MIN_PUPILS_SHOWN or more have been through. Two statements each."""
    drawn = []
    for lesson in pack.playable_lessons():
        cards = [step.id for step in lesson.steps if step.kind == SPOT_CARD_KIND]
        if len(cards) > 1:
            key = {"organisation_id": organisation_id, "class_id": class_id, "lesson_id": lesson.id}
            first, last = (_asked(db, key, card_id) for card_id in (cards[0], cards[-1]))
            both = first.keys() & last.keys()
            if len(both) >= MIN_PUPILS_SHOWN:
                drawn.append(SourceLines(lesson, len(both), _lines(first, last, sorted(both))))
    return drawn


def _lines(
    first: Mapping[str, frozenset[str]], last: Mapping[str, frozenset[str]], pupils: Sequence[str]
) -> list[QuestionLine]:
    lines = []
    for key, question in QUESTIONS.items():
        then, now = (sum(key in asked[pupil] for pupil in pupils) for asked in (first, last))
        x_then, x_now = (RAIL_START + round(RAIL_LENGTH * count / len(pupils)) for count in (then, now))
        lines.append(QuestionLine(question, then, now, x_then, x_now))
    return lines


def _asked(db: Connection, key: Mapping[str, str], card_id: str) -> dict[str, frozenset[str]]:
    """By pupil: the questions that the first try answered."""
    columns = (_answers.c.person_id, _answers.c.first_values)
    where = where_equal(_answers, **key, step_id=card_id) & (_answers.c.tries > 0)
    return {
        person_id: frozenset((first or {}).get(ANSWERED, ()))
        for person_id, first in db.execute(select(*columns).where(where))
    }
