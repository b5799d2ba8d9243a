"""Doing a lesson together: start, how far the class is (numbers only), a question at the end, and the close."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, insert, select, update

from careered.clock import new_id, now
from careered.db.queries import select_by, where_equal
from careered.db.upsert import insert_if_new
from careered.live.tables import ExitTicketCount, ExitTicketRespondent, LiveLessonRow
from careered.progress.tables import Event
from careered.roster.enrol import ACTIVE
from careered.roster.tables import Enrolment

_live_lessons, _respondents, _counts = (
    LiveLessonRow.__table__,
    ExitTicketRespondent.__table__,
    ExitTicketCount.__table__,
)
_events, _enrolments = Event.__table__, Enrolment.__table__
_LATEST = select(_live_lessons).order_by(_live_lessons.c.started_at.desc()).limit(1)
_CHOICE_COUNTS = select(_counts.c.choice, _counts.c.number)
_RESPONDENT = select(_respondents.c.person_id)
EXIT_TICKET_GRACE = timedelta(minutes=10)
"""How long after the devices are put away the question at the end can still be answered."""
MAX_DURATION = timedelta(hours=4)
MIN_ANSWERS_SHOWN = 5
"""From how many answers on it is told how many chose what."""


@dataclass(frozen=True)
class LiveLesson:
    """A lesson that a class does, or did last, together."""

    id: str
    lesson_id: str
    question: str
    started_at: datetime
    devices_until: datetime
    ended_at: datetime | None

    @property
    def is_running(self) -> bool:
        """Whether it is going on at this moment."""
        return self.ended_at is None and now() < self.devices_until + EXIT_TICKET_GRACE


@dataclass(frozen=True)
class LiveProgress:
    """Where the class is with the lesson: numbers of pupils, none of whom is named. steps: by step id."""

    pupils: int
    started: int
    done: int
    steps: Mapping[str, int]


def latest(db: Connection, organisation_id: str, class_id: str) -> LiveLesson | None:
    """The lesson that a class does together now, or did last; None where it never did."""
    row = select_by(db, _LATEST, _live_lessons, organisation_id=organisation_id, class_id=class_id).mappings().first()
    return LiveLesson(**{name: row[name] for name in LiveLesson.__dataclass_fields__}) if row else None


def running(db: Connection, organisation_id: str, class_id: str) -> LiveLesson | None:
    """The lesson that a class does together at this moment."""
    lesson = latest(db, organisation_id, class_id)
    return lesson if lesson and lesson.is_running else None


def start(db: Connection, organisation_id: str, class_id: str, lesson_id: str, devices_until: datetime) -> str:
    """A class begins; another lesson that was going on is over. The id of what began."""
    end(db, organisation_id, class_id)
    row = {"organisation_id": organisation_id, "class_id": class_id, "id": new_id(), "lesson_id": lesson_id}
    ends_at = min(devices_until, now() + MAX_DURATION)
    db.execute(insert(_live_lessons).values(**row, question="", started_at=now(), devices_until=ends_at, ended_at=None))
    return row["id"]


def end(db: Connection, organisation_id: str, class_id: str) -> None:
    """Whatever is going on in a class is over."""
    where = where_equal(
        _live_lessons, organisation_id=organisation_id, class_id=class_id
    ) & _live_lessons.c.ended_at.is_(None)
    db.execute(update(_live_lessons).where(where).values(ended_at=now()))


def set_exit_ticket(db: Connection, organisation_id: str, class_id: str, question: str) -> None:
    """Put a question at the end of what is going on."""
    where = where_equal(
        _live_lessons, organisation_id=organisation_id, class_id=class_id
    ) & _live_lessons.c.ended_at.is_(None)
    db.execute(update(_live_lessons).where(where).values(question=question))


def has_answered(db: Connection, organisation_id: str, class_id: str, lesson: LiveLesson, person_id: str) -> bool:
    """Whether somebody has answered the question."""
    key = {
        "organisation_id": organisation_id,
        "class_id": class_id,
        "live_lesson_id": lesson.id,
        "question": lesson.question,
    }
    return select_by(db, _RESPONDENT, _respondents, **key, person_id=person_id).first() is not None


def record_answer(
    db: Connection, organisation_id: str, class_id: str, lesson: LiveLesson, person_id: str, choice: str
) -> bool:
    """Count an answer in; whether it was the person's first. Who gave it and what it was are never kept together."""
    key = {
        "organisation_id": organisation_id,
        "class_id": class_id,
        "live_lesson_id": lesson.id,
        "question": lesson.question,
    }
    if not insert_if_new(db, _respondents, {**key, "person_id": person_id}, key=(*key, "person_id")):
        return False
    count_key = {**key, "choice": choice}
    insert_if_new(db, _counts, {**count_key, "number": 0}, key=tuple(count_key))
    db.execute(update(_counts).where(where_equal(_counts, **count_key)).values(number=_counts.c.number + 1))
    return True


def load_progress(db: Connection, organisation_id: str, class_id: str, lesson_id: str) -> LiveProgress:
    """Counts the pupils who are in the class. Two queries."""
    is_pupil = where_equal(_enrolments, organisation_id=organisation_id, class_id=class_id, role="pupil", status=ACTIVE)
    pupil_ids = select(_enrolments.c.person_id).where(is_pupil)
    pupils = db.execute(select(func.count()).select_from(pupil_ids.subquery())).scalar_one()
    of_lesson = where_equal(_events, organisation_id=organisation_id, class_id=class_id, lesson_id=lesson_id)
    columns = select(_events.c.kind, _events.c.step_id, func.count()).where(
        of_lesson & _events.c.person_id.in_(pupil_ids)
    )
    counts = {(kind, step): count for kind, step, count in db.execute(columns.group_by(*columns.selected_columns[:2]))}
    done_by_step = {step: count for (kind, step), count in counts.items() if kind == "step_done"}
    return LiveProgress(pupils, counts.get(("lesson_started", ""), 0), counts.get(("lesson_done", ""), 0), done_by_step)


def answer_counts(db: Connection, organisation_id: str, class_id: str, lesson: LiveLesson) -> Mapping[str, int]:
    """How many chose what."""
    key = {
        "organisation_id": organisation_id,
        "class_id": class_id,
        "live_lesson_id": lesson.id,
        "question": lesson.question,
    }
    return {row.choice: row.number for row in db.execute(_CHOICE_COUNTS.where(where_equal(_counts, **key)))}
