"""Pupils whose figure would be lower by another pack or another version of it. See docs/decisions/0020."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, select

from careered.db.queries import where_equal
from careered.packs.models import Pack
from careered.packs.overlaid import Overlaid
from careered.progress.carried import Successors, carried_states
from careered.progress.completion import REACHED_STATES, RequirementState, count_reached
from careered.progress.outbox.held import is_lower
from careered.progress.tables import RequirementStatus
from careered.roster.tables import SchoolClass

PupilKey = tuple[str, str, str]
"""Organisation, class and person id."""
_statuses, _classes = RequirementStatus.__table__, SchoolClass.__table__
STATUS_KEY = ("organisation_id", "class_id", "person_id", "requirement_id")
_OF_CLASS = (_classes.c.grade, _classes.c.ended_at, _classes.c.kept_version)
SAME_CLASS = and_(_statuses.c.organisation_id == _classes.c.organisation_id, _statuses.c.class_id == _classes.c.id)
pupil_key = attrgetter("organisation_id", "class_id", "person_id")


def lowered_pupils(
    db: Connection,
    old: Pack,
    new: Pack,
    successors: Successors,
    overlaid: Overlaid,
    organisation_id: str = "",
) -> list[PupilKey]:
    """The pupils of running classes of all organisations, or one, who would have a smaller share done than before.

    By the packs as each organisation uses them.
    """
    pupils = [(key, list(rows)) for key, rows in groupby(status_rows(db, old.id, organisation_id), key=pupil_key)]
    return [
        key
        for key, rows in pupils
        if rows[0].ended_at is None and _is_lowered(rows, *overlaid.get(key[0], (old, new)), successors)
    ]


def status_rows(
    db: Connection,
    pack_id: str,
    organisation_id: str = "",
    *,
    columns: Sequence[str] = (*STATUS_KEY, "state"),
    requirement_ids: Collection[str] = (),
) -> Iterator[Row[Any]]:
    """The statuses of all classes with a pack, and the class's grade, end and kept version, pupil by pupil.

    columns: of the status; its JSON is dear to read for all. requirement_ids: only these, by default all.
    """
    where = {"pack_id": pack_id} | ({"organisation_id": organisation_id} if organisation_id else {})
    statement: Select[Any] = select(*[_statuses.c[name] for name in columns], *_OF_CLASS).join(_classes, SAME_CLASS)
    if requirement_ids:
        statement = statement.where(_statuses.c.requirement_id.in_(requirement_ids))
    ordered = statement.where(where_equal(_classes, **where)).order_by(*[_statuses.c[name] for name in STATUS_KEY])
    yield from db.execute(ordered)


def is_reached(row: Row[Any]) -> bool:
    """Whether the requirement of a status is reached."""
    return RequirementState(row.state) in REACHED_STATES


def _is_lowered(rows: Sequence[Row[Any]], old: Pack, new: Pack, successors: Successors) -> bool:
    before = {row.requirement_id: RequirementState(row.state) for row in rows}
    grade = rows[0].grade
    return is_lower(_figure(carried_states(before, successors), new, grade), _figure(before, old, grade))


def _figure(states: Mapping[str, RequirementState], pack: Pack, grade: int | None) -> tuple[int, int]:
    required = [requirement.id for requirement in pack.requirements_for(grade)]
    return count_reached([states.get(key, RequirementState.NOT_STARTED) for key in required])
