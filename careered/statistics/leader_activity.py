"""What a school does beside its requirements: talks, open questions, classes with a lesson together. Counts only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, func, select

from careered.clock import now
from careered.live.tables import LiveLessonRow
from careered.progress.acts import IS_EFFECTIVE, TALKED, acts
from careered.questions.store import ANSWERED
from careered.questions.tables import Question
from careered.roster.members import IS_ACTIVE_PUPIL
from careered.roster.tables import Enrolment
from careered.statistics.disclosure import MIN_CELL_SIZE, suppress

_lessons, _questions, _enrolments = LiveLessonRow.__table__, Question.__table__, Enrolment.__table__
TALKS_FOR, LESSONS_FOR = timedelta(days=90), timedelta(days=30)


@dataclass(frozen=True)
class Activity:
    """talked: pupils with a talk in TALKS_FOR. questions: of pupils who are there, with a name, not answered. Both are
    None if suppressed, though not nought. classes_with_lesson: in LESSONS_FOR; nothing about pupils.
    """

    talked: int | None
    questions: int | None
    classes_with_lesson: int


def school_activity(
    db: Connection, organisation_id: str, class_ids: Sequence[str], told_ids: Sequence[str], pupils: int
) -> Activity:
    """Of some classes. told_ids: those of the grades whose size is told, with `pupils` in all: talks are of them only.

    Four statements.
    """

    def count(column: ColumnElement[str], table: object, *conditions: ColumnElement[bool]) -> int:
        where = (table.c.organisation_id == organisation_id) & table.c.class_id.in_(class_ids)  # type: ignore[attr-defined]
        return int(db.execute(select(func.count(column.distinct())).where(where, *conditions)).scalar_one())

    def is_pupil(column: ColumnElement[str], of_classes: Sequence[str]) -> ColumnElement[bool]:
        return column.in_(
            select(_enrolments.c.person_id).where(
                (_enrolments.c.organisation_id == organisation_id) & _enrolments.c.class_id.in_(of_classes),
                IS_ACTIVE_PUPIL,
            )
        )

    is_recent = (acts.c.kind == TALKED) & IS_EFFECTIVE & (acts.c.created_at > now() - TALKS_FOR)
    is_of_told = acts.c.class_id.in_(told_ids) & is_pupil(acts.c.person_id, told_ids)
    talked = count(acts.c.person_id, acts, is_recent, is_of_told)
    is_open = (_questions.c.state != ANSWERED) & is_pupil(_questions.c.person_id, class_ids)
    questions, askers = (count(_questions.c[name], _questions, is_open) for name in ("id", "person_id"))
    lessons = count(_lessons.c.class_id, _lessons, _lessons.c.started_at > now() - LESSONS_FOR)
    is_few = 0 < askers < MIN_CELL_SIZE
    return Activity(suppress(talked, pupils), None if is_few else questions, lessons)
