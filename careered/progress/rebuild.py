"""Rebuild the statuses of a class from its events and attestations: after a fixed rule, or lost rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, select, union

from careered.db.locks import lock_for_transaction
from careered.db.queries import where_equal
from careered.db.upsert import upsert
from careered.progress.completion import RequirementState, is_progress
from careered.progress.outbox import deliveries
from careered.progress.projection import in_lock_order, rebuild_class
from careered.progress.tables import Event, RequirementStatus, StaffAct
from careered.roster.scope import ClassScope

_statuses = RequirementStatus.__table__
_PUPIL_TABLES = (Event.__table__, StaffAct.__table__, _statuses)
_STATUS_KEY = ("organisation_id", "class_id", "person_id", "requirement_id")
StatusRows = Mapping[tuple[str, str], RowMapping]


@dataclass(frozen=True)
class RebuildResult:
    """How many statuses a class has, and how many have changed."""

    statuses: int
    changed: int


def rebuild_statuses(db: Connection, scope: ClassScope) -> RebuildResult:
    """Derive the statuses of a class again and update its score deliveries.

    What was reached under an earlier pack version stays reached: the events alone would not give it.
    """
    class_key = {"organisation_id": scope.class_info.organisation_id, "class_id": scope.class_info.id}
    person_ids = _person_ids(db, class_key)
    for person_id in person_ids:  # serialised with submissions
        lock_for_transaction(db, *class_key.values(), person_id)
    before = _load_rows(db, class_key, will_delete=True)
    rebuild_class(db, [scope.pupil(person_id) for person_id in person_ids])
    _keep_reached(db, scope, before, _load_rows(db, class_key))
    after = _load_rows(db, class_key)
    changed = [key for key in before.keys() | after.keys() if _as_dict(before.get(key)) != _as_dict(after.get(key))]
    for person_id in sorted({person_id for person_id, _ in changed}):
        deliveries.schedule_scores(db, scope.pupil(person_id))
    return RebuildResult(len(after), len(changed))


def _person_ids(db: Connection, class_key: Mapping[str, str]) -> list[str]:
    """Everybody with an event, attestation or status, in the order in which locks are taken."""
    person_ids = union(*[select(table.c.person_id).where(where_equal(table, **class_key)) for table in _PUPIL_TABLES])
    return sorted(db.execute(person_ids).scalars())


def _load_rows(db: Connection, class_key: Mapping[str, str], *, will_delete: bool = False) -> StatusRows:
    of_class = select(_statuses).where(where_equal(_statuses, **class_key))
    rows = db.execute(in_lock_order(db, of_class) if will_delete else of_class).mappings()
    return {(row["person_id"], row["requirement_id"]): row for row in rows}


def _keep_reached(db: Connection, scope: ClassScope, before: StatusRows, after: StatusRows) -> None:
    for key, row in before.items():
        state = RequirementState(after[key]["state"]) if key in after else RequirementState.NOT_STARTED
        if row["pack_version"] != scope.pack.version and not is_progress(RequirementState(row["state"]), state):
            columns = [name for name in row if name not in _STATUS_KEY]
            upsert(db, _statuses, dict(row), key=_STATUS_KEY, update_columns=columns)


def _as_dict(row: RowMapping | None) -> dict[str, Any] | None:
    return dict(row) if row else None
