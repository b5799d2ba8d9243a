"""A class's results in its first and its last practice of judging sources: sums over the pupils who did both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from careered.db.queries import where_equal
from careered.packs.models import Lesson, Pack
from careered.progress.event_kinds import STEP_DONE
from careered.progress.tables import Answer, Event
from careered.roster.few_pupils import MIN_PUPILS_SHOWN

_events, _answers = Event.__table__, Answer.__table__
JUDGE_STEP_KIND, SPOT_CARD_KIND = "judge", "spot"
ANSWERED, QUESTIONS = "lenses", 4
"""What an answer to a `spot` card says of the questions that it answered, and how many there are: who, when, why, on
what evidence."""
Result = tuple[int, int]
"""How many items were correct, of how many."""


@dataclass(frozen=True)
class PrePostResult:
    """One lesson: how many pupils did its first and its last practice, and how many items were correct of how many."""

    lesson: Lesson
    pupils: int
    first_correct: int
    last_correct: int
    first_total: int
    last_total: int

    @property
    def is_shown(self) -> bool:
        """Whether so many have done both that the figures are nobody's own."""
        return self.pupils >= MIN_PUPILS_SHOWN


def pre_post_results(db: Connection, organisation_id: str, class_id: str, pack: Pack) -> Sequence[PrePostResult]:
    """The result of each lesson that has more than one practice: of steps that compare, or of cards with clues."""
    results = []
    for lesson in pack.playable_lessons():
        for kind, load in ((JUDGE_STEP_KIND, _of_steps), (SPOT_CARD_KIND, _of_cards)):
            practices = [step.id for step in lesson.steps if step.kind == kind]
            if len(practices) > 1:
                key = {"organisation_id": organisation_id, "class_id": class_id, "lesson_id": lesson.id}
                results.append(_sums(lesson, *(load(db, key, practice) for practice in (practices[0], practices[-1]))))
    return results


def _sums(lesson: Lesson, first: Mapping[str, Result], last: Mapping[str, Result]) -> PrePostResult:
    both = first.keys() & last.keys()
    return PrePostResult(
        lesson,
        len(both),
        *(sum(of[person_id][place] for person_id in both) for place in (0, 1) for of in (first, last)),
    )


def _of_steps(db: Connection, key: Mapping[str, str], step_id: str) -> Mapping[str, Result]:
    """By pupil. The first submission counts (the event): later changes are made after the reasons have been read."""
    columns = (_events.c.person_id, _events.c.correct, _events.c.total)
    where = where_equal(_events, **key, kind=STEP_DONE, step_id=step_id)
    return {person_id: (correct, total) for person_id, correct, total in db.execute(select(*columns).where(where))}


def _of_cards(db: Connection, key: Mapping[str, str], card_id: str) -> Mapping[str, Result]:
    """By pupil: how many of the four questions the first try answered."""
    columns = (_answers.c.person_id, _answers.c.first_values)
    where = where_equal(_answers, **key, step_id=card_id) & (_answers.c.tries > 0)
    return {
        person_id: (len((first or {}).get(ANSWERED, ())), QUESTIONS)
        for person_id, first in db.execute(select(*columns).where(where))
    }
