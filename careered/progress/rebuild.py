"""Statuses of a whole class made again from its events and marks: after a mended rule, or rows that were lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, select, union

from careered.db.locks import lock_for_transaction
from careered.db.queries import where_equal
from careered.db.upsert import upsert
from careered.progress.completion import RequirementState, is_progress
from careered.progress.outbox import deliveries
from careered.progress.projection import rebuild_class
from careered.progress.tables import Attestation, Event, RequirementStatus
from careered.roster.scope import ClassScope

_statuses = RequirementStatus.__table__
_SOURCES = (Event.__table__, Attestation.__table__, _statuses)
_KEY = ("organisation_id", "class_id", "person_id", "requirement_id")
Rows = Mapping[tuple[str, str], RowMapping]


@dataclass(frozen=True)
class Rebuilt:
    """How many statuses a class has, and how many are not as they were."""

    statuses: int
    changed: int


def rebuild_course(db: Connection, scope: ClassScope) -> Rebuilt:
    """Make the statuses of a class again; columns of the gradebook follow.

    What was reached under an earlier version of the pack stays reached: its events alone would not say so.
    """
    here = {"organisation_id": scope.class_info.organisation_id, "class_id": scope.class_info.id}
    people = _people(db, here)
    for person in people:  # a step that is handed in at this moment comes before or after, not between
        lock_for_transaction(db, *here.values(), person)
    before = _rows(db, here)
    rebuild_class(db, [scope.pupil(person) for person in people])
    _keep_reached(db, scope, before, _rows(db, here))
    after = _rows(db, here)
    changed = [key for key in before.keys() | after.keys() if _shown(before.get(key)) != _shown(after.get(key))]
    for person in sorted({person for person, _ in changed}):
        deliveries.schedule_scores(db, scope.pupil(person))
    return Rebuilt(len(after), len(changed))


def _people(db: Connection, here: Mapping[str, str]) -> list[str]:
    """Everybody of whom there is anything, in the order in which turns are taken."""
    found = union(*[select(table.c.person_id).where(where_equal(table, **here)) for table in _SOURCES])
    return sorted(db.execute(found).scalars())


def _rows(db: Connection, here: Mapping[str, str]) -> Rows:
    rows = db.execute(select(_statuses).where(where_equal(_statuses, **here))).mappings()
    return {(row["person_id"], row["requirement_id"]): row for row in rows}


def _keep_reached(db: Connection, scope: ClassScope, before: Rows, after: Rows) -> None:
    for key, row in before.items():
        now = RequirementState(after[key]["state"]) if key in after else RequirementState.NOT_STARTED
        if row["pack_version"] != scope.pack.version and not is_progress(RequirementState(row["state"]), now):
            change = [name for name in row if name not in _KEY]
            upsert(db, _statuses, dict(row), key=_KEY, update_columns=change)


def _shown(row: RowMapping | None) -> dict[str, Any] | None:
    return dict(row) if row else None
