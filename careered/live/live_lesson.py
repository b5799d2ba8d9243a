"""Live lessons in the database: start, exit ticket, end.

Each is for the whole class or for one of its groups; a class has several at once only of groups without a common pupil,
which `for_whom.py` sees to before one is started (docs/decisions/0040).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, insert, select, update

from careered.clock import new_id, now
from careered.db.prefetch import Row
from careered.db.queries import select_by, where_equal
from careered.db.upsert import insert_if_new
from careered.live.lesson_code import new_code
from careered.live.tables import ExitTicketCount, ExitTicketRespondent, LiveLessonRow

_live_lessons, _respondents, _counts = (
    LiveLessonRow.__table__,
    ExitTicketRespondent.__table__,
    ExitTicketCount.__table__,
)
IS_OPEN = _live_lessons.c.ended_at.is_(None)
LATEST = select(_live_lessons).order_by(IS_OPEN.desc(), _live_lessons.c.started_at.desc()).limit(1)
"""The running or last live lesson of whatever class or group a condition names; of several that run, the latest."""
_RESPONDENT = select(_respondents.c.person_id)
EXIT_TICKET_GRACE = timedelta(minutes=10)
"""How long after the devices are put away the exit ticket can still be answered."""
MAX_DURATION = timedelta(hours=4)


@dataclass(frozen=True)
class LiveLesson:
    """A live lesson of a class. devices_until: when devices are put away. question: key of EXIT_TICKETS, or "".

    code: of its wall; "" of an old one. group_id: of the group that it is for; None for the whole class.
    """

    id: str
    lesson_id: str
    question: str
    started_at: datetime
    devices_until: datetime
    ended_at: datetime | None
    code: str = ""
    group_id: str | None = None

    @property
    def is_running(self) -> bool:
        """Whether it is running now, its exit ticket's grace period included."""
        return self.ended_at is None and is_on(self.devices_until)


def is_on(devices_until: datetime) -> bool:
    """Whether a lesson that nobody has ended is running now, its exit ticket's grace period included."""
    return now() < devices_until + EXIT_TICKET_GRACE


def running_of(rows: Iterable[Row]) -> LiveLesson | None:
    """The one of these rows that is running; of several the one that began last."""
    lessons = [LiveLesson(**row) for row in rows]
    return max((one for one in lessons if one.is_running), key=lambda one: one.started_at, default=None)


def running(db: Connection, organisation_id: str, class_id: str, group_id: str | None = None) -> LiveLesson | None:
    """The running live lesson of the whole class, or of the group."""
    where = _not_ended(organisation_id, class_id, group_id)
    rows = db.execute(LATEST.where(where)).mappings()
    return running_of([{name: row[name] for name in LiveLesson.__dataclass_fields__} for row in rows])


def start(
    db: Connection,
    organisation_id: str,
    class_id: str,
    lesson_id: str,
    devices_until: datetime,
    group_id: str | None = None,
) -> str:
    """Start a live lesson of the whole class or of a group and end the one that the same pupils have; returns its id.

    devices_until: at most MAX_DURATION from now. Those of the class whose time is over are ended too.
    """
    end(db, organisation_id, class_id, group_id)
    of_class = where_equal(_live_lessons, organisation_id=organisation_id, class_id=class_id)
    is_over = IS_OPEN & (_live_lessons.c.devices_until < now() - EXIT_TICKET_GRACE)
    db.execute(update(_live_lessons).where(of_class, is_over).values(ended_at=now()))
    row = {"organisation_id": organisation_id, "class_id": class_id, "id": new_id(), "lesson_id": lesson_id}
    times = {"started_at": now(), "devices_until": min(devices_until, now() + MAX_DURATION)}
    db.execute(insert(_live_lessons).values(**row, group_id=group_id, question="", code=new_code(), **times))
    return row["id"]


def set_end(db: Connection, organisation_id: str, class_id: str, lesson: LiveLesson, minutes: int) -> None:
    """Let the devices be used until so many minutes after the lesson began: not before now, at most MAX_DURATION."""
    wanted = lesson.started_at + min(timedelta(minutes=minutes), MAX_DURATION)
    where = _not_ended(organisation_id, class_id, lesson.group_id)
    db.execute(update(_live_lessons).where(where).values(devices_until=max(wanted, now())))


def end(db: Connection, organisation_id: str, class_id: str, group_id: str | None = None) -> None:
    """End the live lesson of the whole class, or of the group, if there is one."""
    where = _not_ended(organisation_id, class_id, group_id)
    db.execute(update(_live_lessons).where(where).values(ended_at=now()))


def _not_ended(organisation_id: str, class_id: str, group_id: str | None) -> ColumnElement[bool]:
    of_class = where_equal(_live_lessons, organisation_id=organisation_id, class_id=class_id)
    return and_(of_class, _live_lessons.c.group_id.is_not_distinct_from(group_id), IS_OPEN)


def set_exit_ticket(
    db: Connection, organisation_id: str, class_id: str, question: str, group_id: str | None = None
) -> None:
    """Set the exit ticket of the live lesson of the whole class, or of the group. question: a key of EXIT_TICKETS."""
    where = _not_ended(organisation_id, class_id, group_id)
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
