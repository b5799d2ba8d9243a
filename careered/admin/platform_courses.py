"""What works in each course of a platform, from what its launches, lists and scores have left: nothing is asked now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Subquery, and_, case, func, select

from careered.admin.check_outcomes import OK, PROBLEM, UNKNOWN, problems_first
from careered.db.queries import where_equal
from careered.lti.platform import Registration
from careered.progress.tables import LineItem, ScoreDelivery
from careered.roster.tables import SchoolClass
from careered.web.time_format import format_utc_day

FAILED_ROSTERS = frozenset({"failed", "refused", "doubtful"})
FAILED_SCORES = frozenset({"retrying", "refused", "column_closed", "several_columns"})
"""States of scores that wait because of the platform (progress.outbox.states), not for more answers of the pupil."""
MAX_WORKING = 20
"""Of the courses in which everything works, more are only counted."""
_classes, _columns, _deliveries = SchoolClass.__table__, LineItem.__table__, ScoreDelivery.__table__


@dataclass(frozen=True)
class CourseRow:
    """One course. roster_day, score_day: when its list was read and a score last arrived, "" for never.

    column_count: its columns in the gradebook. waiting_count: scores still to be sent.
    """

    state: str
    title: str
    roster_day: str
    column_count: int
    score_day: str
    waiting_count: int


def course_rows(db: Connection, platform: Registration, lang: str) -> tuple[Sequence[CourseRow], int]:
    """The courses of this school year, problems first, and how many more work. One statement."""
    rows = problems_first(_row(row, lang) for row in db.execute(_statement(platform)).mappings())
    concerned = sum(row.state != OK for row in rows)
    shown = rows[: concerned + MAX_WORKING]
    return shown, len(rows) - len(shown)


def _row(row: RowMapping, lang: str) -> CourseRow:
    roster_day, score_day = _day(row["roster_updated_at"], lang), _day(row["delivered_at"], lang)
    counts = row["columns"] or 0, row["waiting"] or 0
    return CourseRow(_state(row), row["title"], roster_day, counts[0], score_day, counts[1])


def _state(row: RowMapping) -> str:
    if row["failing"] or row["roster_state"] in FAILED_ROSTERS:
        return PROBLEM
    is_score_unseen = row["columns"] and row["delivered_at"] is None
    return UNKNOWN if is_score_unseen or row["roster_updated_at"] is None else OK


def _day(at: datetime | None, lang: str) -> str:
    return format_utc_day(at, lang) if at else ""


def _statement(platform: Registration) -> Any:
    columns, scores = _column_counts(platform), _score_counts(platform)
    fields = _classes.c.title, _classes.c.roster_state, _classes.c.roster_updated_at
    joined = (
        select(*fields, columns.c.columns, scores.c.delivered_at, scores.c.waiting, scores.c.failing)
        .outerjoin_from(_classes, columns, columns.c.class_id == _classes.c.id)
        .outerjoin(scores, scores.c.class_id == _classes.c.id)
    )
    place = where_equal(_classes, organisation_id=platform.organisation_id, platform_id=platform.platform_id)
    return joined.where(place & _classes.c.ended_at.is_(None)).order_by(_classes.c.title, _classes.c.id)


def _column_counts(platform: Registration) -> Subquery:
    where = where_equal(_columns, organisation_id=platform.organisation_id) & (_columns.c.line_item_url != "")
    counted = select(_columns.c.class_id, func.count().label("columns")).where(where)
    return counted.group_by(_columns.c.class_id).subquery("columns_of_class")


def _score_counts(platform: Registration) -> Subquery:
    """By class: when a score last arrived, how many wait, and how many of these because of the platform."""
    is_waiting = _deliveries.c.next_attempt_at.is_not(None)
    is_failing = and_(is_waiting, _deliveries.c.state.in_(sorted(FAILED_SCORES)))
    counted = select(
        _deliveries.c.class_id,
        func.max(_deliveries.c.delivered_at).label("delivered_at"),
        func.sum(case((is_waiting, 1), else_=0)).label("waiting"),
        func.sum(case((is_failing, 1), else_=0)).label("failing"),
    ).where(where_equal(_deliveries, organisation_id=platform.organisation_id))
    return counted.group_by(_deliveries.c.class_id).subquery("scores_of_class")
