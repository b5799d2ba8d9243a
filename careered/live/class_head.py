"""What the head of each page of a class says of now: what waits behind its tabs, and whether a live lesson runs."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from careered.boards.store import waiting_count
from careered.db.json_rows import read_time
from careered.db.prefetch import Value, ValuesPrefetch
from careered.db.queries import where_equal
from careered.live.live_lesson import IS_OPEN, is_on
from careered.live.tables import LiveLessonRow
from careered.questions.store import open_count
from careered.roster.tables import ClassGroup
from careered.web.request import PageRequest

_live_lessons, _groups = LiveLessonRow.__table__, ClassGroup.__table__
_OF_GROUP = and_(*(_groups.c[name] == _live_lessons.c[name] for name in ("organisation_id", "class_id")))
_HAS_SOMEBODY = or_(
    _live_lessons.c.group_id.is_(None),
    exists().where(_OF_GROUP, _groups.c.id == _live_lessons.c.group_id).correlate_except(_groups),
)
"""Whether a lesson is the class's or of a group that there is: one whose group is gone has no page."""


@dataclass(frozen=True)
class ClassHead:
    """open_questions, waiting_posts: how many. is_live: whether a live lesson runs, of the class or of a group."""

    open_questions: int
    waiting_posts: int
    is_live: bool


def head_values(value: Value) -> tuple[ColumnElement[Any], ...]:
    """What `head_of` takes: columns of a larger query."""
    of_class = where_equal(_live_lessons, organisation_id=value("organisation_id"), class_id=value("class_id"))
    devices_until = select(func.max(_live_lessons.c.devices_until)).where(of_class, IS_OPEN, _HAS_SOMEBODY)
    return open_count(value), waiting_count(value), devices_until.correlate_except(_live_lessons).scalar_subquery()


HEAD = ValuesPrefetch("class_head", head_values)


def head_of(open_questions: int, waiting_posts: int, devices_until: str | None) -> ClassHead:
    """The head by its values. devices_until: as JSON has it, of the lesson that lasts longest; None for none."""
    until = read_time(devices_until)
    return ClassHead(open_questions, waiting_posts, is_live=until is not None and is_on(until))


def class_head(req: PageRequest) -> ClassHead:
    """The head of the viewer's class: by what came with the session, else by one statement."""
    return head_of(*req.values(HEAD))
