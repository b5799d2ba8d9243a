"""The projection from events and attestations to requirement statuses, and its rebuild.

Several statuses of a pupil are written in the order of the requirements' ids, here and by a pack's load
(`carried.py`): on PostgreSQL both may go on at once, and each locks one row after another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, bindparam, case, delete, select

from careered.clock import now
from careered.db.prefetch import Row
from careered.db.queries import where_equal
from careered.db.upsert import upsert_all, upsert_few
from careered.progress.acts import ATTESTATION_KINDS, IS_EFFECTIVE, acts
from careered.progress.completion import Facts, RequirementResult, RequirementState, StepFact, evaluate_all, is_progress
from careered.progress.event_kinds import LESSON_DONE, STEP_DONE
from careered.progress.standing import Standing, load_standing
from careered.progress.tables import RequirementStatus
from careered.roster.scope import PupilScope

_statuses = RequirementStatus.__table__
_STATUS_KEY = ("organisation_id", "class_id", "person_id", "requirement_id")
_STATUS_COLUMNS = ("state", "method", "evidence", "pack_version", "since_at", "carried")
_DELETE_ONE = delete(_statuses).where(*[_statuses.c[name] == bindparam(f"of_{name}") for name in _STATUS_KEY])
EARLIEST = datetime.min.replace(tzinfo=UTC)


def load_attestations(db: Connection, key: dict[str, str]) -> Sequence[RowMapping]:
    """The attestations about a pupil in a class that nobody has undone, oldest first."""
    counting = where_equal(acts, **key) & acts.c.kind.in_(ATTESTATION_KINDS) & IS_EFFECTIVE
    return db.execute(select(acts).where(counting).order_by(acts.c.created_at)).mappings().all()


def facts_from_rows(events: Sequence[Row], attestations: Sequence[Row] = ()) -> Facts:
    """Events and attestations as the facts that completion is evaluated by."""
    steps = {
        (event["lesson_id"], event["step_id"]): StepFact(event["step_kind"], event["correct"], event["total"])
        for event in events
        if event["kind"] == STEP_DONE
    }
    lessons_done = frozenset(event["lesson_id"] for event in events if event["kind"] == LESSON_DONE)
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


def rising_results(scope: PupilScope, standing: Standing) -> dict[str, RequirementResult]:
    """What events and attestations give beyond the pupil's statuses, by requirement. Never what would lower one."""
    facts = facts_from_rows(standing.events, standing.attestations)
    return {
        requirement_id: result
        for requirement_id, result in evaluate_all(scope.pack, scope.grade, facts).items()
        if is_progress(standing.states.get(requirement_id, RequirementState.NOT_STARTED), result.state)
    }


def raises_of_event(scope: PupilScope, results: Mapping[str, RequirementResult]) -> list[dict[str, Any]] | None:
    """What rises with an event, for `Event.raises`: a trigger stores it as statuses. None where nothing rises."""
    return _rising_rows(scope, results) or None


def update_statuses(db: Connection, scope: PupilScope, standing: Standing | None = None) -> Standing:
    """Raise the pupil's statuses to what events and attestations give; by default the stored ones. Never lowers any.

    What others have stored meanwhile and is further stays: the load of a pack asks for no pupil's lock.

    Returns the standing with the states as they are then. One statement, none where nothing rises, and one to load.
    """
    standing = standing or load_standing(db, scope)
    since_at = max(_timestamps(standing.events[-1:], standing.attestations[-1:]), default=now())
    results = rising_results(scope, standing)
    of_all = {**scope.key, "since_at": since_at, "carried": None}
    rows = [{**of_all, **row} for row in _rising_rows(scope, results)]
    upsert_few(db, _statuses, rows, key=_STATUS_KEY, update_columns=_STATUS_COLUMNS, wins=_is_rise)
    return standing.with_results(results)


def _is_rise(stored: Any, new: Any) -> ColumnElement[bool]:
    """`is_progress` in SQL."""
    rank = {state.value: rank for rank, state in enumerate(RequirementState)}
    return case(rank, value=new.state) > case(rank, value=stored.state)


def _rising_rows(scope: PupilScope, results: Mapping[str, RequirementResult]) -> list[dict[str, Any]]:
    """In the order in which they are locked."""
    return [_rising_row(scope, requirement_id, result) for requirement_id, result in sorted(results.items())]


def _rising_row(scope: PupilScope, requirement_id: str, result: RequirementResult) -> dict[str, Any]:
    return {
        "requirement_id": requirement_id,
        "state": result.state.value,
        "method": result.method,
        "evidence": list(result.evidence),
        "pack_version": scope.pack.version,
    }


def rebuild_class(db: Connection, scopes: list[PupilScope]) -> None:
    """Delete the statuses of a class and derive them again from its events. scopes: all of its pupils."""
    if not scopes:
        return
    class_key = {"organisation_id": scopes[0].organisation_id, "class_id": scopes[0].class_id}
    db.execute(delete(_statuses).where(where_equal(_statuses, **class_key)))
    for scope in scopes:
        replay(db, scope)


def replay(db: Connection, scope: PupilScope, since: datetime = EARLIEST) -> None:
    """Derive a pupil's statuses event by event, in the order of time, so that each gets its own `since_at`.

    since: what came before is not asked again, for its statuses are there.
    """
    standing = load_standing(db, scope)
    for timestamp in sorted(_timestamps(standing.events, standing.attestations)):
        if timestamp < since:
            continue
        until_then = replace(
            standing,
            events=[event for event in standing.events if event["occurred_at"] <= timestamp],
            attestations=[one for one in standing.attestations if one["created_at"] <= timestamp],
        )
        standing = standing.with_states(update_statuses(db, scope, until_then).states)


def _timestamps(events: Sequence[Row], attestations: Sequence[Row]) -> set[datetime]:
    """The distinct times of events and attestations."""
    return {event["occurred_at"] for event in events} | {attestation["created_at"] for attestation in attestations}


def in_lock_order(db: Connection, statuses: Select[Any]) -> Select[Any]:
    """A SELECT of statuses that locks them, until the transaction ends, in the order in which others write them.

    That is Python's order of strings; PostgreSQL's own depends on the database's locale. SQLite's is Python's.
    """
    columns = [_statuses.c[name] for name in _STATUS_KEY]
    by_code = columns if db.dialect.name == "sqlite" else [column.collate("C") for column in columns]
    return statuses.order_by(*by_code).with_for_update(of=_statuses)


def restore_statuses(db: Connection, before: Sequence[tuple[Mapping[str, str], Mapping[str, Any] | None]]) -> None:
    """Put statuses back as they were: by their key, None where there was none. Two statements, however many there are.

    What was done since is for `replay`. The caller has read the rows that are there now with `in_lock_order`.
    """
    rows = [{**key, **_restored(row)} for key, row in before if row]
    upsert_all(db, _statuses, rows, key=_STATUS_KEY, update_columns=_STATUS_COLUMNS)
    if gone := [{f"of_{name}": key[name] for name in _STATUS_KEY} for key, row in before if not row]:
        db.execute(_DELETE_ONE, gone)


def _restored(row: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: row[name] for name in ("state", "method", "evidence", "pack_version")}
    return {**kept, "since_at": datetime.fromisoformat(row["since_at"]), "carried": None}
