"""Attestations of staff: a requirement is confirmed or exempted, an offline activity was done; and their retraction.

Each is one transaction with statuses and score deliveries, under the pupil's advisory lock, so that it is serialised
with submissions. Whoever attests for many pupils goes in the order of their ids (no deadlocks).
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from careered.clock import now
from careered.db.locks import lock_for_transaction
from careered.db.queries import where_equal
from careered.progress import projection
from careered.progress.completion import RequirementState
from careered.progress.outbox import deliveries
from careered.progress.tables import Attestation, RequirementStatus
from careered.roster.scope import PupilScope

CONFIRMED, EXEMPT, OFFLINE = projection.ATTESTATION_KINDS
_attestations, _statuses = Attestation.__table__, RequirementStatus.__table__


def attest(
    db: Connection,
    scope: PupilScope,
    kind: str,
    target_id: str,
    author_person_id: str,
    *,
    reason: str = "",
    activity_date: str = "",
) -> bool:
    """Store an attestation; returns whether it was new. Repeating one changes nothing.

    kind: CONFIRMED or EXEMPT (target_id: a requirement), OFFLINE (target_id: an offline activity). reason: a code of
    the pack, for EXEMPT. activity_date: ISO date or "", for OFFLINE.
    """
    lock_for_transaction(db, *scope.key.values())
    key = {**scope.key, "kind": kind, "target_id": target_id}
    if db.execute(select(_attestations.c.created_at).where(where_equal(_attestations, **key))).first():
        return False
    row = {
        **key,
        "reason": reason,
        "activity_date": activity_date,
        "author_person_id": author_person_id,
        "created_at": now(),
    }
    db.execute(insert(_attestations).values(**row, previous_statuses=_current_statuses(db, scope)))
    projection.update_statuses(db, scope)
    deliveries.schedule_scores(db, scope, may_lower=True)
    return True


def retract(db: Connection, scope: PupilScope, kind: str, target_id: str) -> bool:
    """Delete an attestation; returns whether there was one. What the pupil has done since then counts."""
    lock_for_transaction(db, *scope.key.values())
    key = {**scope.key, "kind": kind, "target_id": target_id}
    retracted = db.execute(
        delete(_attestations)
        .where(where_equal(_attestations, **key))
        .returning(_attestations.c.previous_statuses, _attestations.c.created_at)
    ).first()
    if retracted is None:
        return False
    _rebase_later(db, scope, kind, target_id, retracted)
    affected = [name for name, row in _current_statuses(db, scope).items() if _is_due_to(row, kind, target_id)]
    projection.restore_statuses(db, scope, {name: retracted.previous_statuses.get(name) for name in affected})
    deliveries.schedule_scores(db, scope, may_lower=True)
    return True


def _is_due_to(row: Mapping[str, Any], kind: str, target_id: str) -> bool:
    """Whether a status is due to the attestation."""
    if kind == OFFLINE:
        return target_id in row["evidence"]
    attested_state = RequirementState.EXEMPT if kind == EXEMPT else RequirementState.CONFIRMED
    return bool(row["requirement_id"] == target_id and row["state"] == attested_state.value)


def _rebase_later(db: Connection, scope: PupilScope, kind: str, target_id: str, retracted: Any) -> None:
    """Later attestations remember the statuses before them: remove the retracted one's effect from those."""
    for later in (
        attestation
        for attestation in projection.load_attestations(db, scope.key)
        if attestation["created_at"] >= retracted.created_at
    ):
        previous_statuses = {
            name: retracted.previous_statuses.get(name) if row and _is_due_to(row, kind, target_id) else row
            for name, row in later["previous_statuses"].items()
        }
        key = {**scope.key, "kind": later["kind"], "target_id": later["target_id"]}
        db.execute(
            update(_attestations).where(where_equal(_attestations, **key)).values(previous_statuses=previous_statuses)
        )


def _current_statuses(db: Connection, scope: PupilScope) -> Mapping[str, dict[str, Any]]:
    columns = ("requirement_id", "state", "method", "evidence", "pack_version", "since_at")
    rows = db.execute(
        select(*[_statuses.c[name] for name in columns]).where(where_equal(_statuses, **scope.key))
    ).mappings()
    return {row["requirement_id"]: {**row, "since_at": row["since_at"].isoformat()} for row in rows}
