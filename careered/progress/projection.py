"""The projection from events and attestations to requirement statuses, and its rebuild."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, select

from careered.clock import now
from careered.db.queries import where_equal
from careered.db.upsert import upsert
from careered.progress.completion import Facts, RequirementResult, RequirementState, StepFact, evaluate_all, is_progress
from careered.progress.tables import Attestation, Event, RequirementStatus
from careered.roster.scope import PupilScope

_events, _statuses, _attestations = Event.__table__, RequirementStatus.__table__, Attestation.__table__
ATTESTATION_KINDS = ("confirmed", "exempt", "offline")
_STATUS_KEY = ("organisation_id", "class_id", "person_id", "requirement_id")


def load_events(db: Connection, key: dict[str, str]) -> Sequence[RowMapping]:
    """The events of a pupil in a class, oldest first."""
    columns = [
        _events.c[name] for name in ("kind", "lesson_id", "step_id", "step_kind", "correct", "total", "occurred_at")
    ]
    statement = (
        select(*columns).where(where_equal(_events, **key)).order_by(_events.c.occurred_at, _events.c.kind.desc())
    )
    return db.execute(statement).mappings().all()


def load_attestations(db: Connection, key: dict[str, str]) -> Sequence[RowMapping]:
    """The attestations about a pupil in a class, oldest first."""
    return (
        db.execute(select(_attestations).where(where_equal(_attestations, **key)).order_by(_attestations.c.created_at))
        .mappings()
        .all()
    )


def facts_from_rows(events: Sequence[RowMapping], attestations: Sequence[RowMapping] = ()) -> Facts:
    """Events and attestations as the facts that completion is evaluated by."""
    steps = {
        (event["lesson_id"], event["step_id"]): StepFact(event["step_kind"], event["correct"], event["total"])
        for event in events
        if event["kind"] == "step_done"
    }
    lessons_done = frozenset(event["lesson_id"] for event in events if event["kind"] == "lesson_done")
    targets = {
        kind: frozenset(attestation["target_id"] for attestation in attestations if attestation["kind"] == kind)
        for kind in ATTESTATION_KINDS
    }
    return Facts(
        steps,
        lessons_done,
        offline_activities=targets["offline"],
        confirmed=targets["confirmed"],
        exempt=targets["exempt"],
    )


def update_statuses(
    db: Connection,
    scope: PupilScope,
    events: Sequence[RowMapping] | None = None,
    attestations: Sequence[RowMapping] | None = None,
) -> None:
    """Raise the pupil's statuses to what events and attestations give; by default the stored ones. Never lowers any."""
    events = load_events(db, scope.key) if events is None else events
    attestations = load_attestations(db, scope.key) if attestations is None else attestations
    since_at = max(_timestamps(events[-1:], attestations[-1:]), default=now())
    stored = _stored_states(db, scope)
    for requirement_id, result in evaluate_all(scope.pack, scope.grade, facts_from_rows(events, attestations)).items():
        previous = stored.get(requirement_id, RequirementState.NOT_STARTED)
        if is_progress(previous, result.state):
            _store_status(db, scope, requirement_id, result, since_at)


def _stored_states(db: Connection, scope: PupilScope) -> dict[str, RequirementState]:
    rows = db.execute(select(_statuses.c.requirement_id, _statuses.c.state).where(where_equal(_statuses, **scope.key)))
    return {requirement_id: RequirementState(state) for requirement_id, state in rows}


def _store_status(
    db: Connection,
    scope: PupilScope,
    requirement_id: str,
    result: RequirementResult,
    since_at: datetime,
    pack_version: str = "",
) -> None:
    row = {
        **scope.key,
        "requirement_id": requirement_id,
        "state": result.state.value,
        "method": result.method,
        "evidence": list(result.evidence),
        "pack_version": pack_version or scope.pack.version,
        "since_at": since_at,
        "carried": None,
    }
    upsert(db, _statuses, row, key=_STATUS_KEY, update_columns=[name for name in row if name not in _STATUS_KEY])


def rebuild_class(db: Connection, scopes: list[PupilScope]) -> None:
    """Delete the statuses of a class and derive them again from its events. scopes: all of its pupils."""
    if not scopes:
        return
    class_key = {"organisation_id": scopes[0].organisation_id, "class_id": scopes[0].class_id}
    db.execute(delete(_statuses).where(where_equal(_statuses, **class_key)))
    for scope in scopes:
        replay(db, scope)


def replay(db: Connection, scope: PupilScope) -> None:
    """Derive a pupil's statuses event by event, in the order of time, so that each gets its own `since_at`."""
    events, attestations = load_events(db, scope.key), load_attestations(db, scope.key)
    for timestamp in sorted(_timestamps(events, attestations)):
        events_so_far = [event for event in events if event["occurred_at"] <= timestamp]
        attestations_so_far = [attestation for attestation in attestations if attestation["created_at"] <= timestamp]
        update_statuses(db, scope, events_so_far, attestations_so_far)


def _timestamps(events: Sequence[RowMapping], attestations: Sequence[RowMapping]) -> set[datetime]:
    """The distinct times of events and attestations."""
    return {event["occurred_at"] for event in events} | {attestation["created_at"] for attestation in attestations}


def restore_statuses(
    db: Connection, scope: PupilScope, previous_statuses: Mapping[str, Mapping[str, Any] | None]
) -> None:
    """Restore the statuses from before a retracted attestation, then apply what was done since."""
    for requirement_id, row in previous_statuses.items():
        if row:
            since_at = datetime.fromisoformat(row["since_at"])
            result = RequirementResult(RequirementState(row["state"]), row["method"], tuple(row["evidence"]))
            _store_status(db, scope, requirement_id, result, since_at, row["pack_version"])
        else:
            db.execute(delete(_statuses).where(where_equal(_statuses, **scope.key, requirement_id=requirement_id)))
    update_statuses(db, scope)
