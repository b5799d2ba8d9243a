"""Which course a code on a wall leads to: looked up in the whole installation, for nobody is signed in yet."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from careered.clock import now
from careered.live.live_lesson import EXIT_TICKET_GRACE
from careered.live.tables import LiveLessonRow
from careered.roster.classes import IS_RUNNING
from careered.roster.tables import SchoolClass

_lessons, _classes = LiveLessonRow.__table__, SchoolClass.__table__


@dataclass(frozen=True)
class Course:
    """Where the class of a code works."""

    title: str
    platform_name: str
    course_address: str


def find_course(db: Connection, code: str) -> Course | None:
    """The course of the running lesson with a code, whosever it is; of two the one that began last."""
    columns = [_classes.c[name] for name in Course.__dataclass_fields__]
    of_class = (_classes.c.organisation_id == _lessons.c.organisation_id) & (_classes.c.id == _lessons.c.class_id)
    is_on = _lessons.c.ended_at.is_(None) & (_lessons.c.devices_until > now() - EXIT_TICKET_GRACE)
    found = select(*columns).join(_lessons, of_class).where(_lessons.c.code == code, is_on, IS_RUNNING)
    row = db.execute(found.order_by(_lessons.c.started_at.desc()).limit(1)).mappings().first()
    return Course(**row) if row and row["course_address"] else None
