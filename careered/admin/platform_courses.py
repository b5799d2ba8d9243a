"""What works in each course of a platform, from what its launches, lists and scores have left: nothing is asked now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Subquery, and_, case, func, or_, select

from careered.admin.check_outcomes import OK, PROBLEM, UNKNOWN
from careered.admin.self_test import MAX_DELAY
from careered.clock import now
from careered.db.queries import where_equal
from careered.i18n_marker import _
from careered.lti.platform import Registration
from careered.progress.tables import LineItem, ScoreDelivery
from careered.roster.classes import IS_RUNNING
from careered.roster.few_pupils import rounded
from careered.roster.tables import School, SchoolClass
from careered.web.time_format import format_utc_day

FAILED_ROSTERS = frozenset({"failed", "refused", "doubtful"})
FAILED_SCORES = frozenset({"retrying", "refused", "column_closed", "several_columns"})
"""States of scores that wait because of the platform (progress.outbox.states), not for more answers of the pupil."""
MAX_SHOWN = {PROBLEM: 200, UNKNOWN: 50, OK: 20}
"""Courses of a state, in the order in which they are shown; more are only counted."""
NO_SCORES, NO_LIST = _("Scores do not arrive"), _("The list could not be fetched")
DOUBTFUL_LIST = _("Most pupils are missing from the list")
MENDS: Mapping[str, str] = {
    NO_SCORES: _("Press “Check the connection”. The result says what to put right."),
    NO_LIST: _(
        "Allow careered to read names and roles on the platform, then press “Check the connection”. Until then, pupils "
        "appear only once they have opened a lesson."
    ),
    DOUBTFUL_LIST: _("careered keeps the earlier list. Check on the platform who takes part in the course."),
}
"""What to do about each problem."""
_classes, _schools = SchoolClass.__table__, School.__table__
_columns, _deliveries = LineItem.__table__, ScoreDelivery.__table__


@dataclass(frozen=True)
class CourseRow:
    """One course. school: its name, or "". roster_day, score_day: when its list was read and a score last arrived, ""
    for never. problem: what does not work, a message id, or "".

    column_count: its columns in the gradebook. waiting: scores still to be sent; few only as a bound, for they say how
    many pupils have just got somewhere.
    """

    state: str
    title: str
    school: str
    problem: str
    roster_day: str
    column_count: int
    score_day: str
    waiting: str


def course_rows(db: Connection, platform: Registration, lang: str) -> tuple[Sequence[CourseRow], Mapping[str, int]]:
    """The courses of this school year, problems first, and how many more there are of each state. One statement."""
    rows = [_row(row, lang) for row in db.execute(_statement(platform)).mappings()]
    of_state = {state: [row for row in rows if row.state == state] for state in MAX_SHOWN}
    more = {state: max(0, len(found) - MAX_SHOWN[state]) for state, found in of_state.items()}
    return [row for state, found in of_state.items() for row in found[: MAX_SHOWN[state]]], more


def _row(row: RowMapping, lang: str) -> CourseRow:
    roster_day, score_day = _day(row["roster_updated_at"], lang), _day(row["delivered_at"], lang)
    waiting = rounded(row["waiting"] or 0)
    names = row["title"], row["school"] or ""
    return CourseRow(_state(row), *names, _problem(row), roster_day, row["columns"] or 0, score_day, waiting)


def _state(row: RowMapping) -> str:
    if row["failing"] or row["roster_state"] in FAILED_ROSTERS:
        return PROBLEM
    is_score_unseen = row["columns"] and row["delivered_at"] is None
    return UNKNOWN if is_score_unseen or row["roster_updated_at"] is None else OK


def _problem(row: RowMapping) -> str:
    if row["failing"]:
        return NO_SCORES
    if row["roster_state"] == "doubtful":
        return DOUBTFUL_LIST
    return NO_LIST if row["roster_state"] in FAILED_ROSTERS else ""


def _day(at: datetime | None, lang: str) -> str:
    return format_utc_day(at, lang) if at else ""


def _statement(platform: Registration) -> Any:
    columns, scores = _column_counts(platform), _score_counts(platform)
    fields = _classes.c.title, _schools.c.name.label("school"), _classes.c.roster_state, _classes.c.roster_updated_at
    its_school = (_schools.c.organisation_id == _classes.c.organisation_id) & (_schools.c.id == _classes.c.school_id)
    joined = (
        select(*fields, columns.c.columns, scores.c.delivered_at, scores.c.waiting, scores.c.failing)
        .outerjoin_from(_classes, columns, columns.c.class_id == _classes.c.id)
        .outerjoin(scores, scores.c.class_id == _classes.c.id)
        .outerjoin(_schools, its_school)
    )
    place = where_equal(_classes, organisation_id=platform.organisation_id, platform_id=platform.platform_id)
    return joined.where(place & IS_RUNNING).order_by(
        func.coalesce(_schools.c.name, ""), _classes.c.title, _classes.c.id
    )


def _column_counts(platform: Registration) -> Subquery:
    where = where_equal(_columns, organisation_id=platform.organisation_id) & (_columns.c.line_item_url != "")
    counted = select(_columns.c.class_id, func.count().label("columns")).where(where)
    return counted.group_by(_columns.c.class_id).subquery("columns_of_class")


def _score_counts(platform: Registration) -> Subquery:
    """By class: when a score last arrived, how many wait, and how many of these because of the platform."""
    is_waiting = _deliveries.c.next_attempt_at.is_not(None)
    is_overdue = _deliveries.c.next_attempt_at < now() - MAX_DELAY  # the platform is paused, or nobody sends
    is_failing = and_(is_waiting, or_(_deliveries.c.state.in_(sorted(FAILED_SCORES)), is_overdue))
    counted = select(
        _deliveries.c.class_id,
        func.max(_deliveries.c.delivered_at).label("delivered_at"),
        func.sum(case((is_waiting, 1), else_=0)).label("waiting"),
        func.sum(case((is_failing, 1), else_=0)).label("failing"),
    ).where(where_equal(_deliveries, organisation_id=platform.organisation_id))
    return counted.group_by(_deliveries.c.class_id).subquery("scores_of_class")
