"""The rows that pages of a live lesson are made of, prefetched with the session: an open page asks every second.

All are of the running or last live lesson of the class, or of the group that the address names, found by the class, and
most by the moment when it began: they do not grow with the year.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Select, String, Subquery, bindparam, or_, select, true

from careered.db.prefetch import SelectPrefetch, TablePrefetch, Value
from careered.db.queries import one_of, where_equal
from careered.live.live_lesson import IS_OPEN, LATEST, LiveLesson
from careered.live.tables import ExitTicketCount, LiveLessonRow
from careered.progress.acts import DESK_KINDS, IS_EFFECTIVE, acts
from careered.progress.help_requests import ASKS_FOR_HELP, LESSON_REQUESTS, STEP_REQUESTS
from careered.progress.tables import Event
from careered.questions.store import IS_WAITING, QuestionView
from careered.questions.tables import Question
from careered.roster.groups import GROUPS
from careered.roster.members import MEMBERS
from careered.roster.tables import GroupMember

_live_lessons, _counts = LiveLessonRow.__table__, ExitTicketCount.__table__
_events, _questions, _group_members = Event.__table__, Question.__table__, GroupMember.__table__
_LESSON_COLUMNS = tuple(LiveLesson.__dataclass_fields__)
GROUP = "group"
"""The query's value that names a group; without it, the page is of the lesson that began last."""
_group = bindparam(GROUP, "", String)
_IS_WANTED = or_(_group == "", _live_lessons.c.group_id == _group)
_OF_EVENT = ("person_id", "kind", "step_id", "lesson_variant")
_OF_ACT = ("person_id", "kind", "reason", "target_id", "created_at")


def _of_class(table: Any, value: Value) -> ColumnElement[bool]:
    own: ColumnElement[bool] = where_equal(table, organisation_id=value("organisation_id"), class_id=value("class_id"))
    return own


def _latest(value: Value) -> Subquery:
    """The running or last live lesson that is wanted, one row or none, for other rows to be joined with."""
    where = _of_class(_live_lessons, value) & _IS_WANTED
    return LATEST.where(where).correlate_except(_live_lessons).subquery("latest")


def _lesson(value: Value) -> Select[Any]:
    latest = _latest(value)
    return select(*[latest.c[name] for name in _LESSON_COLUMNS])


def _of_pupil(value: Value) -> Select[Any]:
    own = _of_class(_group_members, value) & (_group_members.c.person_id == value("person_id"))
    own_groups = select(_group_members.c.group_id).where(own).correlate_except(_group_members)
    is_own = or_(_live_lessons.c.group_id.is_(None), _live_lessons.c.group_id.in_(own_groups))
    return select(*[_live_lessons.c[name] for name in _LESSON_COLUMNS]).where(
        _of_class(_live_lessons, value), IS_OPEN, is_own
    )


def _events_of_lesson(value: Value) -> Select[Any]:
    latest = _latest(value)
    is_new = (_events.c.occurred_at >= latest.c.started_at).label("is_new")
    of_lesson = _of_class(_events, value) & (_events.c.lesson_id == latest.c.lesson_id)
    return select(*[_events.c[name] for name in _OF_EVENT], is_new).join_from(latest, _events, of_lesson)


def _counts_of_ticket(value: Value) -> Select[Any]:
    latest = _latest(value)
    of_ticket = where_equal(_counts, live_lesson_id=latest.c.id, question=latest.c.question)
    columns = select(_counts.c.choice, _counts.c.number)
    return columns.join_from(latest, _counts, _of_class(_counts, value) & of_ticket)


def _since_it_began(
    table: Any, columns: tuple[str, ...], moment: str, only: ColumnElement[bool] | None = None
) -> SelectPrefetch:
    """Rows of a table of the class since its live lesson began. moment: the column that says when. only: which rows."""

    def statement(value: Value) -> Select[Any]:
        latest = _latest(value)
        is_new = _of_class(table, value) & (table.c[moment] >= latest.c.started_at)
        is_wanted = true() if only is None else only
        return select(*[table.c[name] for name in columns]).join_from(latest, table, is_new).where(is_wanted)

    return _prefetch(f"live_{table.name}", columns, table, statement)


def _prefetch(
    name: str, columns: tuple[str, ...], table: Any, statement: Callable[[Value], Select[Any]]
) -> SelectPrefetch:
    return SelectPrefetch(name, columns, (table,), statement)


LESSON = _prefetch("live_lesson", _LESSON_COLUMNS, _live_lessons, _lesson)
OWN = _prefetch("own_live_lessons", _LESSON_COLUMNS, _live_lessons, _of_pupil)
"""Of the class and of a pupil's own groups, those that staff have not ended: for `live_lesson.running_of`."""
OPEN = TablePrefetch(
    _live_lessons,
    _LESSON_COLUMNS,
    (("organisation_id", "organisation_id"), ("class_id", "class_id")),
    IS_OPEN,
    label="open_live_lesson",
)
"""All of the class that staff have not ended: few, for a start ends those whose time is over."""
EVENTS = _prefetch("live_events", (*_OF_EVENT, "is_new"), _events, _events_of_lesson)
"""Of the lesson, whenever they happened. is_new: since the live lesson began."""
COUNTS = _prefetch("live_counts", ("choice", "number"), _counts, _counts_of_ticket)
"""Answers to the exit ticket that is set, by choice."""
STEPS = _since_it_began(STEP_REQUESTS.table, STEP_REQUESTS.columns, "saved_at", ASKS_FOR_HELP)
LESSONS = _since_it_began(LESSON_REQUESTS.table, LESSON_REQUESTS.columns, "created_at")
"""Pupils' requests for staff, about a step and about a lesson."""
ACTS = _since_it_began(acts, _OF_ACT, "created_at", one_of(acts.c.kind, DESK_KINDS) & IS_EFFECTIVE)
QUESTIONS = _since_it_began(_questions, tuple(QuestionView.__dataclass_fields__), "asked_at", IS_WAITING)
WHO_ROWS = (MEMBERS, *GROUPS, OPEN)
"""Whom a lesson may be for, and which are running."""
WALL_ROWS = (LESSON, EVENTS, COUNTS, *WHO_ROWS)
STAFF_ROWS = (*WALL_ROWS, STEPS, LESSONS, ACTS, QUESTIONS)
"""What the wall's page and staff's are made of, besides the class itself."""
