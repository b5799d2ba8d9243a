"""The counts of every class, kept: figures of a school, a municipality or a nation read a row a class.

A class without a kept row, or with one that is stale, is counted from its pupils' rows: what is read is always true.
Who changes such a row marks its class stale, in the same transaction, by a trigger; the worker counts it again
(docs/decisions/0030).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, delete, func, select

from careered.clock import now
from careered.db.locks import lock_for_transaction
from careered.db.queries import select_by
from careered.db.upsert import upsert_all
from careered.progress.completion import RequirementState
from careered.progress.tables import RequirementStatus
from careered.roster.classes import IS_RUNNING
from careered.roster.members import IS_ACTIVE_PUPIL
from careered.roster.tables import Enrolment, SchoolClass
from careered.statistics.tables import ClassCounts, StaleClass

_classes, _enrolments, _statuses = SchoolClass.__table__, Enrolment.__table__, RequirementStatus.__table__
_counts, _stale = ClassCounts.__table__, StaleClass.__table__
StatusCounts = Mapping[tuple[str, str, str], int]
"""Number of active pupils by (requirement id, state, method)."""
_COUNT_COLUMNS = ("pupils", "statuses", "counted_at")
MAX_COUNTED_AT_ONCE = 200
"""Classes that are counted in one transaction, so that on SQLite no pupil waits long."""
MAX_NAMED = 200
"""Of classes or schools in a statement; more are not named one by one."""


@dataclass(frozen=True)
class CountedClass:
    """A class with its school ("" for none), the pack version that it keeps (as there) and its active pupils."""

    class_id: str
    school_id: str
    pack_id: str
    grade: int | None
    kept_version: str
    pupils: int
    statuses: StatusCounts = field(default_factory=dict)


def same_class(table: Any) -> Any:
    """The join of a class with its row in another table."""
    return (table.c.organisation_id == _classes.c.organisation_id) & (table.c.class_id == _classes.c.id)


_OPEN_STATES = [RequirementState.NOT_STARTED.value, RequirementState.IN_PROGRESS.value]
_CLASSES = (
    select(
        *(_classes.c[name] for name in ("id", "school_id", "pack_id", "grade", "kept_version")),
        _counts.c.pupils,
        _counts.c.statuses,
    )
    .select_from(_classes.outerjoin(_counts, same_class(_counts)))
    .where(IS_RUNNING)
)
_IS_ANY_STALE = select(_stale.c.id).limit(1)
_LATEST = select(func.max(_counts.c.counted_at))
_CLASSES_OF_SCHOOLS = _CLASSES.where(_classes.c.school_id.in_(bindparam("school_ids", expanding=True)))
_SOME_STALE = select(_stale.c.organisation_id, _stale.c.class_id).distinct().limit(MAX_COUNTED_AT_ONCE)
_STALE_IDS = select(_stale.c.class_id).distinct()
_PUPILS = select(_enrolments.c.class_id, func.count()).where(IS_ACTIVE_PUPIL).group_by(_enrolments.c.class_id)
_STATUS_COLUMNS = tuple(_statuses.c[name] for name in ("class_id", "requirement_id", "state", "method"))
_STATUSES = (
    select(*_STATUS_COLUMNS, func.count())
    .join(
        _enrolments,
        and_(*(_enrolments.c[name] == _statuses.c[name] for name in ("organisation_id", "class_id", "person_id"))),
    )
    .where(IS_ACTIVE_PUPIL & _statuses.c.state.not_in(_OPEN_STATES))
    .group_by(*_STATUS_COLUMNS)
)


def load_counted_classes(
    db: Connection, organisation_id: str, school_ids: Collection[str] | None = None, *, counts_stale: bool = True
) -> list[CountedClass]:
    """Every running class of the organisation with a context, or of some schools ("" for none).

    Two statements; two more where a class has to be counted. counts_stale: False for what was counted last, whatever
    has changed since; nobody where nothing was.
    """
    if not counts_stale:
        return [_counted_class(row, None) for row in _class_rows(db, organisation_id, school_ids)]
    # In this order: between the two, the worker may count a class, never make a kept row stale unseen.
    stale = set(select_by(db, _STALE_IDS, _stale, organisation_id=organisation_id).scalars())
    rows = _class_rows(db, organisation_id, school_ids)
    uncounted = [row.id for row in rows if row.pupils is None or row.id in stale]
    counted = count_classes(db, organisation_id, uncounted) if uncounted else {}
    return [_counted_class(row, counted.get(row.id)) for row in rows]


def _class_rows(db: Connection, organisation_id: str, school_ids: Collection[str] | None) -> Sequence[Any]:
    if school_ids is None or len(school_ids) > MAX_NAMED:
        rows = select_by(db, _CLASSES, _classes, organisation_id=organisation_id)
        return [row for row in rows if school_ids is None or row.school_id in school_ids]
    ids = {"school_ids": list(school_ids)}
    return select_by(db, _CLASSES_OF_SCHOOLS, _classes, ids, organisation_id=organisation_id).all()


def _counted_class(row: Any, counted: tuple[int, StatusCounts] | None) -> CountedClass:
    pupils, statuses = counted or (row.pupils or 0, _from_json(row.statuses or {}))
    return CountedClass(row.id, row.school_id, row.pack_id, row.grade, row.kept_version, pupils, statuses)


def count_classes(
    db: Connection, organisation_id: str, class_ids: Sequence[str]
) -> dict[str, tuple[int, StatusCounts]]:
    """Pupils and statuses by class, from the pupils' rows. Two statements, whatever the number of classes."""
    pupils = {row[0]: row[1] for row in _rows(db, _PUPILS, _enrolments, organisation_id, class_ids)}
    statuses: dict[str, dict[tuple[str, str, str], int]] = {class_id: {} for class_id in class_ids}
    for class_id, requirement_id, state, method, number in _rows(db, _STATUSES, _statuses, organisation_id, class_ids):
        if class_id in statuses:
            statuses[class_id][requirement_id, state, method] = number
    return {class_id: (pupils.get(class_id, 0), statuses[class_id]) for class_id in class_ids}


def _rows(
    db: Connection, statement: Select[Any], table: Any, organisation_id: str, class_ids: Sequence[str]
) -> Iterable[Any]:
    """The rows of these classes; of all, where there are too many to name."""
    if len(class_ids) > MAX_NAMED:
        return select_by(db, statement, table, organisation_id=organisation_id)
    return select_by(
        db, _of_classes(statement, table), table, {"ids": list(class_ids)}, organisation_id=organisation_id
    )


@cache
def _of_classes(statement: Select[Any], table: Any) -> Select[Any]:
    return statement.where(table.c.class_id.in_(bindparam("ids", expanding=True)))


def is_any_stale(db: Connection) -> bool:
    """Whether there is anything to count again. A worker asks often, so this takes no lock."""
    return db.execute(_IS_ANY_STALE).first() is not None


def keep_stale_counts(db: Connection) -> int:
    """Count up to MAX_COUNTED_AT_ONCE stale classes again and keep that. Returns the number of classes."""
    found = db.execute(_SOME_STALE).all()
    by_organisation: dict[str, list[str]] = {}
    for organisation_id, class_id in found:
        by_organisation.setdefault(organisation_id, []).append(class_id)
    for organisation_id, class_ids in by_organisation.items():
        keep_counts(db, organisation_id, class_ids)
    return len(found)


def keep_counts(db: Connection, organisation_id: str, class_ids: Sequence[str]) -> None:
    """Count these classes and keep that. What becomes stale meanwhile stays stale: the marks are taken away first."""
    lock_for_transaction(db, "class_counts")  # of two, who counted earlier must not write later
    of_classes = (_stale.c.organisation_id == organisation_id) & _stale.c.class_id.in_(class_ids)
    db.execute(delete(_stale).where(of_classes))
    counted_at = _moment_after_all(db, organisation_id)
    rows = [
        {
            "organisation_id": organisation_id,
            "class_id": class_id,
            "pupils": pupils,
            "statuses": _to_json(statuses),
            "counted_at": counted_at,
        }
        for class_id, (pupils, statuses) in count_classes(db, organisation_id, class_ids).items()
    ]
    upsert_all(db, _counts, rows, key=("organisation_id", "class_id"), update_columns=_COUNT_COLUMNS)


def _moment_after_all(db: Connection, organisation_id: str) -> datetime:
    """Now, and after every count that is kept: of two workers one may have the slower clock (figures_cache.py)."""
    latest = select_by(db, _LATEST, _counts, organisation_id=organisation_id).scalar()
    return max(now(), latest + timedelta(microseconds=1)) if latest else now()


def _to_json(statuses: StatusCounts) -> dict[str, int]:
    return {"/".join(key): number for key, number in statuses.items()}


def _from_json(statuses: Mapping[str, int]) -> StatusCounts:
    return {tuple(key.rsplit("/", 2)): number for key, number in statuses.items()}  # type: ignore[misc]
