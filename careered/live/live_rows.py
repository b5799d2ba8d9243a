"""The rows that pages of a live lesson are made of, prefetched with the session: an open page asks every second.

All are of the class's running or last live lesson, found by the class, and most by the moment when it began: they do
not grow with the year.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, select, true

from careered.db.prefetch import SelectPrefetch, Value
from careered.db.queries import one_of, where_equal
from careered.live.live_lesson import LATEST, LiveLesson
from careered.live.tables import ExitTicketCount, LiveLessonRow
from careered.progress.acts import DESK_KINDS, IS_EFFECTIVE, acts
from careered.progress.help_requests import ASKS_FOR_HELP, LESSON_REQUESTS, STEP_REQUESTS
from careered.progress.tables import Event
from careered.questions.store import IS_WAITING, QuestionView
from careered.questions.tables import Question
from careered.roster.members import MEMBERS

_live_lessons, _counts = LiveLessonRow.__table__, ExitTicketCount.__table__
_events, _questions = Event.__table__, Question.__table__
_OF_EVENT = ("person_id", "kind", "step_id", "lesson_variant")
_OF_ACT = ("person_id", "kind", "reason", "target_id", "created_at")


def _of_class(table: Any, value: Value) -> ColumnElement[bool]:
    own: ColumnElement[bool] = where_equal(table, organisation_id=value("organisation_id"), class_id=value("class_id"))
    return own


def _latest(value: Value) -> Subquery:
    """The class's running or last live lesson, one row or none, for other rows to be joined with."""
    return LATEST.where(_of_class(_live_lessons, value)).correlate_except(_live_lessons).subquery("latest")


def _lesson(value: Value) -> Select[Any]:
    latest = _latest(value)
    return select(*[latest.c[name] for name in LiveLesson.__dataclass_fields__])


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


LESSON = _prefetch("live_lesson", tuple(LiveLesson.__dataclass_fields__), _live_lessons, _lesson)
EVENTS = _prefetch("live_events", (*_OF_EVENT, "is_new"), _events, _events_of_lesson)
"""Of the lesson, whenever they happened. is_new: since the live lesson began."""
COUNTS = _prefetch("live_counts", ("choice", "number"), _counts, _counts_of_ticket)
"""Answers to the exit ticket that is set, by choice."""
STEPS = _since_it_began(STEP_REQUESTS.table, STEP_REQUESTS.columns, "saved_at", ASKS_FOR_HELP)
LESSONS = _since_it_began(LESSON_REQUESTS.table, LESSON_REQUESTS.columns, "created_at")
"""Pupils' requests for staff, about a step and about a lesson."""
ACTS = _since_it_began(acts, _OF_ACT, "created_at", one_of(acts.c.kind, DESK_KINDS) & IS_EFFECTIVE)
QUESTIONS = _since_it_began(_questions, tuple(QuestionView.__dataclass_fields__), "asked_at", IS_WAITING)
WALL_ROWS = (LESSON, EVENTS, COUNTS, MEMBERS)
STAFF_ROWS = (*WALL_ROWS, STEPS, LESSONS, ACTS, QUESTIONS)
"""What the wall's page and staff's are made of, besides the class itself."""
