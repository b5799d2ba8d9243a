"""What a class got right in its first and in its last practice: sums over those who have done both."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from careered.db.lookup import same
from careered.packs.models import Lesson, Pack
from careered.progress.tables import Event

_events = Event.__table__
JUDGE = "judge"


@dataclass(frozen=True)
class Growth:
    """One lesson's practice: how many pupils did both ends of it, and what they got right of how much at each."""

    lesson: Lesson
    pupils: int
    first: int
    last: int
    of_first: int
    of_last: int


def growth_of(db: Connection, organisation_id: str, class_id: str, pack: Pack) -> Sequence[Growth]:
    """The lessons in which sources are judged more than once, with what the class got right first and last."""
    found = []
    for lesson in pack.playable_lessons():
        steps = [step.id for step in lesson.steps if step.kind == JUDGE]
        if len(steps) > 1:
            found.append(_growth(db, organisation_id, class_id, lesson, steps[0], steps[-1]))
    return found


def _growth(db: Connection, organisation_id: str, class_id: str, lesson: Lesson, first: str, last: str) -> Growth:
    """The first answer of each counts: what is changed afterwards has read the reasons."""
    begun, ended = _events.alias("begun"), _events.alias("ended")
    statement = (
        select(
            func.count(),
            *(func.coalesce(func.sum(one), 0) for one in (begun.c.right, ended.c.right, begun.c.of, ended.c.of)),
        )
        .select_from(
            begun.join(
                ended,
                (ended.c.organisation_id == begun.c.organisation_id)
                & (ended.c.class_id == begun.c.class_id)
                & (ended.c.person_id == begun.c.person_id),
            )
        )
        .where(
            same(
                begun,
                organisation_id=organisation_id,
                class_id=class_id,
                kind="step_done",
                lesson_id=lesson.id,
                step_id=first,
            ),
            same(ended, kind="step_done", lesson_id=lesson.id, step_id=last),
        )
    )
    return Growth(lesson, *db.execute(statement).one())
