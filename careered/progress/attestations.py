"""Attestations of staff: a requirement is confirmed or exempted, an offline activity was done; and their undoing.

Each is one transaction with statuses and score deliveries, under the pupil's advisory lock, so that it is serialised
with submissions. Whoever attests for many pupils goes in the order of their ids (no deadlocks).
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from careered.clock import new_id
from careered.db.locks import lock_for_transaction
from careered.db.prefetch import Row
from careered.db.queries import where_equal
from careered.progress import acts, projection
from careered.progress.acts import CONFIRMED, EXEMPT, OFFLINE
from careered.progress.completion import RequirementState
from careered.progress.outbox import deliveries
from careered.progress.tables import RequirementStatus
from careered.roster.scope import PupilScope

__all__ = ["CONFIRMED", "EXEMPT", "OFFLINE", "attest", "forget_in_later", "is_same", "retract", "undo"]
Statuses = Mapping[str, Mapping[str, Any] | None]
"""Statuses as JSON, by requirement; None where there was none."""
_statuses = RequirementStatus.__table__


def attest(
    db: Connection,
    scope: PupilScope,
    kind: str,
    target_id: str,
    author_person_id: str,
    *,
    reason: str = "",
    activity_date: str = "",
    activity_end_date: str = "",
    act_id: str = "",
) -> bool:
    """Store an attestation; returns whether it was new. What the pupil has already changes nothing (`is_same`).

    kind: CONFIRMED or EXEMPT (target_id: a requirement), OFFLINE (target_id: an offline activity). reason: a code of
    the pack, for EXEMPT. activity_date, activity_end_date: ISO dates or "", for OFFLINE. act_id: of an act on several
    pupils, by default one of its own.
    """
    lock_for_transaction(db, *scope.key.values())
    new = {"kind": kind, "target_id": target_id, "activity_date": activity_date}
    if any(is_same(new, row) for row in projection.load_attestations(db, scope.key)):
        return False
    values = {**new, "reason": reason, "activity_end_date": activity_end_date}
    before = _current_statuses(db, scope)
    if not acts.store_act(
        db, scope.key, act_id or new_id(), author_person_id=author_person_id, previous_statuses=before, **values
    ):
        return False
    projection.update_statuses(db, scope)
    deliveries.schedule_scores(db, scope, may_lower=True)
    return True


def is_same(one: Row, other: Row) -> bool:
    """Whether two attestations about a pupil say the same. A visit on another day is another visit."""
    names = ("kind", "target_id") + (("activity_date",) if one["kind"] == OFFLINE else ())
    return all(one[name] == other[name] for name in names)


def undo(db: Connection, scope: PupilScope, act_id: str, by_person_id: str) -> bool:
    """Undo an attestation about a pupil; returns whether it counted. What the pupil has done since then counts."""
    lock_for_transaction(db, *scope.key.values())
    attestations = projection.load_attestations(db, scope.key)
    undone = next((row for row in attestations if row["act_id"] == act_id), None)
    if undone is None or not acts.mark_undone(db, undone, by_person_id):
        return False
    before = undone["previous_statuses"]
    forget_in_later(db, scope, undone["created_at"], before, lambda _name, status: _is_due_to(status, undone))
    current = _current_statuses(db, scope, will_restore=True)
    affected = [name for name, row in current.items() if _is_due_to(row, undone)]
    projection.restore_statuses(db, [({**scope.key, "requirement_id": name}, before.get(name)) for name in affected])
    projection.replay(db, scope)
    deliveries.schedule_scores(db, scope, may_lower=True, takes_back=True)
    return True


def retract(db: Connection, scope: PupilScope, kind: str, target_id: str, by_person_id: str = "") -> str:
    """Undo the latest attestation of a kind and target about a pupil. Returns its act's id, "" where there was none."""
    attestations = reversed(projection.load_attestations(db, scope.key))
    latest = next((row for row in attestations if (row["kind"], row["target_id"]) == (kind, target_id)), None)
    return str(latest["act_id"]) if latest and undo(db, scope, latest["act_id"], by_person_id) else ""


def _is_due_to(status: Row, attestation: Row) -> bool:
    """Whether a status is due to the attestation."""
    kind, target_id = attestation["kind"], attestation["target_id"]
    if kind == OFFLINE:
        return target_id in status["evidence"]
    attested_state = RequirementState.EXEMPT if kind == EXEMPT else RequirementState.CONFIRMED
    return bool(status["requirement_id"] == target_id and status["state"] == attested_state.value)


def forget_in_later(
    db: Connection, scope: PupilScope, since: datetime, before: Statuses, is_due: Callable[[str, Row], bool]
) -> None:
    """Attestations since a moment remember the statuses before them: take what is being undone out of those.

    before: the statuses before it, by requirement. is_due: whether a remembered one, by requirement, is due to it.
    """
    for later in projection.load_attestations(db, scope.key):
        if later["created_at"] < since:
            continue
        previous_statuses = {
            name: before.get(name) if status and is_due(name, status) else status
            for name, status in later["previous_statuses"].items()
        }
        this_one = where_equal(acts.acts, **scope.key, act_id=later["act_id"])
        db.execute(update(acts.acts).where(this_one).values(previous_statuses=previous_statuses))


def _current_statuses(db: Connection, scope: PupilScope, *, will_restore: bool = False) -> Mapping[str, dict[str, Any]]:
    columns = ("requirement_id", "state", "method", "evidence", "pack_version", "since_at")
    of_pupil = select(*[_statuses.c[name] for name in columns]).where(where_equal(_statuses, **scope.key))
    rows = db.execute(projection.in_lock_order(db, of_pupil) if will_restore else of_pupil).mappings()
    return {row["requirement_id"]: {**row, "since_at": row["since_at"].isoformat()} for row in rows}
