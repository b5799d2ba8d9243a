"""Requirements that a pack version dropped, and that count as others of it. See docs/decisions/0020."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, select

from careered.db.queries import where_equal
from careered.db.upsert import upsert_all
from careered.progress.completion import REACHED_STATES, RequirementState
from careered.progress.tables import RequirementStatus

Successors = Mapping[str, str]
"""By dropped requirement: the one of the new version that it counts as, or another word."""
States = Mapping[str, RequirementState]
_statuses = RequirementStatus.__table__
_STATUS_KEY = ("organisation_id", "class_id", "person_id", "requirement_id")
_STAY = (*sorted(REACHED_STATES), RequirementState.EXEMPT)
_BEFORE = ("state", "method", "evidence", "pack_version")


def counts_more(states: States, state: RequirementState, successor: str) -> bool:
    """Whether the successor of a dropped requirement rises by what was reached in that. state: of the dropped one."""
    return state in REACHED_STATES and states.get(successor) not in _STAY


def carried_states(states: States, successors: Successors) -> States:
    """A pupil's states as they are when dropped requirements count as their successors."""
    risen = {
        successor: states[key]
        for key, successor in successors.items()
        if key in states and counts_more(states, states[key], successor)
    }
    return {**states, **risen}


def carry_class(db: Connection, organisation_id: str, class_id: str, successors: Successors, version: str) -> None:
    """As `carry`, for all pupils of a class."""
    where = where_equal(_statuses, organisation_id=organisation_id, class_id=class_id)
    carry(db, db.execute(select(_statuses).where(where).order_by(_statuses.c.person_id)).all(), successors, version)


def carry(db: Connection, rows: Iterable[Row[Any]], successors: Successors, version: str) -> None:
    """Who has reached a dropped requirement has reached its successor. rows: statuses, pupil by pupil.

    version: the last that had it; the status is stored under that, so that a rebuild keeps it. What pupils have reached
    since the rows were read stays: on PostgreSQL they go on meanwhile. In the order of the key, as in `projection.py`.
    """
    by_pupil = (list(of_pupil) for _, of_pupil in groupby(rows, key=attrgetter("class_id", "person_id")))
    carried = [row for of_pupil in by_pupil for row in _carried_rows(of_pupil, successors, version)]
    update_columns = [column.name for column in _statuses.columns if column.name not in _STATUS_KEY]
    carried.sort(key=itemgetter(*_STATUS_KEY))
    upsert_all(db, _statuses, carried, key=_STATUS_KEY, update_columns=update_columns, wins=_counts_more_stored)


def _counts_more_stored(stored: Any, _carried: Any) -> ColumnElement[bool]:
    """`counts_more` of the stored successor, in SQL."""
    return and_(*[stored.state != state.value for state in _STAY])


def _carried_rows(rows: Sequence[Row[Any]], successors: Successors, version: str) -> Iterator[dict[str, Any]]:
    """The statuses that a pupil gets. rows: all that the pupil has of the requirements that are dropped or follow."""
    states = {row.requirement_id: RequirementState(row.state) for row in rows}
    for row in rows:
        successor = successors.get(row.requirement_id, "")
        if successor and counts_more(states, states[row.requirement_id], successor):
            columns = {column.name: getattr(row, column.name) for column in _statuses.columns}
            carried = {"from": row.requirement_id, "before": _before(rows, successor)}
            yield {**columns, "requirement_id": successor, "pack_version": version, "carried": carried}


def _before(rows: Sequence[Row[Any]], requirement_id: str) -> dict[str, Any] | None:
    """The status that another one will stand for, as `restore_statuses` takes it; None for none."""
    row = next((row for row in rows if row.requirement_id == requirement_id), None)
    return {**{name: getattr(row, name) for name in _BEFORE}, "since_at": row.since_at.isoformat()} if row else None
