"""Live lessons in the database: start, exit ticket, end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, insert, select, update

from careered.clock import new_id, now
from careered.db.prefetch import Row, TablePrefetch
from careered.db.queries import select_by, where_equal
from careered.db.upsert import insert_if_new
from careered.live.lesson_code import new_code
from careered.live.tables import ExitTicketCount, ExitTicketRespondent, LiveLessonRow

_live_lessons, _respondents, _counts = (
    LiveLessonRow.__table__,
    ExitTicketRespondent.__table__,
    ExitTicketCount.__table__,
)
LATEST = select(_live_lessons).order_by(_live_lessons.c.started_at.desc()).limit(1)
"""The running or last live lesson of whatever class a condition names."""
_RESPONDENT = select(_respondents.c.person_id)
EXIT_TICKET_GRACE = timedelta(minutes=10)
"""How long after the devices are put away the exit ticket can still be answered."""
MAX_DURATION = timedelta(hours=4)


@dataclass(frozen=True)
class LiveLesson:
    """A live lesson of a class. devices_until: when devices are put away. question: key of EXIT_TICKETS, or "".

    code: of its wall; "" of an old one.
    """

    id: str
    lesson_id: str
    question: str
    started_at: datetime
    devices_until: datetime
    ended_at: datetime | None
    code: str = ""

    @property
    def is_running(self) -> bool:
        """Whether it is running now, its exit ticket's grace period included."""
        return self.ended_at is None and now() < self.devices_until + EXIT_TICKET_GRACE


NOT_ENDED = TablePrefetch(
    _live_lessons,
    tuple(LiveLesson.__dataclass_fields__),
    (("organisation_id", "organisation_id"), ("class_id", "class_id")),
    _live_lessons.c.ended_at.is_(None),
)
"""A class's live lesson that staff have not ended, for `running_of`."""


def running_of(rows: Iterable[Row]) -> LiveLesson | None:
    """The one of these rows that is running, as of NOT_ENDED."""
    lessons = [LiveLesson(**row) for row in rows]
    lesson = max(lessons, key=lambda one: one.started_at, default=None)
    return lesson if lesson and lesson.is_running else None


def running(db: Connection, organisation_id: str, class_id: str) -> LiveLesson | None:
    """The running live lesson of a class."""
    row = select_by(db, LATEST, _live_lessons, organisation_id=organisation_id, class_id=class_id).mappings().first()
    return running_of([{name: row[name] for name in LiveLesson.__dataclass_fields__}] if row else [])


def start(db: Connection, organisation_id: str, class_id: str, lesson_id: str, devices_until: datetime) -> str:
    """Start a live lesson and end a running one; returns the new id. devices_until is at most MAX_DURATION from now."""
    end(db, organisation_id, class_id)
    row = {"organisation_id": organisation_id, "class_id": class_id, "id": new_id(), "lesson_id": lesson_id}
    ends_at = min(devices_until, now() + MAX_DURATION)
    db.execute(
        insert(_live_lessons).values(**row, question="", code=new_code(), started_at=now(), devices_until=ends_at)
    )
    return row["id"]


def set_end(db: Connection, organisation_id: str, class_id: str, lesson: LiveLesson, minutes: int) -> None:
    """Let the devices be used until so many minutes after the lesson began: not before now, at most MAX_DURATION."""
    wanted = lesson.started_at + min(timedelta(minutes=minutes), MAX_DURATION)
    where = _not_ended(organisation_id, class_id)
    db.execute(update(_live_lessons).where(where).values(devices_until=max(wanted, now())))


def end(db: Connection, organisation_id: str, class_id: str) -> None:
    """End the live lesson of a class, if there is one."""
    where = _not_ended(organisation_id, class_id)
    db.execute(update(_live_lessons).where(where).values(ended_at=now()))


def _not_ended(organisation_id: str, class_id: str) -> ColumnElement[bool]:
    of_class = where_equal(_live_lessons, organisation_id=organisation_id, class_id=class_id)
    return and_(of_class, _live_lessons.c.ended_at.is_(None))


def set_exit_ticket(db: Connection, organisation_id: str, class_id: str, question: str) -> None:
    """Set the exit ticket of the live lesson. question: a key of EXIT_TICKETS."""
    where = _not_ended(organisation_id, class_id)
    db.execute(update(_live_lessons).where(where).values(question=question))


def _ticket_key(organisation_id: str, class_id: str, lesson: LiveLesson) -> dict[str, str]:
    return {
        "organisation_id": organisation_id,
        "class_id": class_id,
        "live_lesson_id": lesson.id,
        "question": lesson.question,
    }


def has_answered(db: Connection, organisation_id: str, class_id: str, lesson: LiveLesson, person_id: str) -> bool:
    """Whether a person has answered the exit ticket."""
    key = _ticket_key(organisation_id, class_id, lesson)
    return select_by(db, _RESPONDENT, _respondents, **key, person_id=person_id).first() is not None


def record_answer(
    db: Connection, organisation_id: str, class_id: str, lesson: LiveLesson, person_id: str, choice: str
) -> bool:
    """Count an answer; returns whether it was the person's first. Person and choice are never stored together."""
    key = _ticket_key(organisation_id, class_id, lesson)
    if not insert_if_new(db, _respondents, {**key, "person_id": person_id}, key=(*key, "person_id")):
        return False
    count_key = {**key, "choice": choice}
    insert_if_new(db, _counts, {**count_key, "number": 0}, key=tuple(count_key))
    db.execute(update(_counts).where(where_equal(_counts, **count_key)).values(number=_counts.c.number + 1))
    return True
