"""What comes along when two accounts are joined, as rows: brought, and exactly that taken away again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, select, update

from careered.db.queries import where_equal
from careered.db.upsert import upsert
from careered.progress import projection
from careered.progress.acts import EXEMPT, acts, mark_undone
from careered.progress.attestations import forget_in_later
from careered.progress.completion import REACHED_STATES, RequirementState, is_progress
from careered.progress.event_kinds import LESSON_DONE, LESSON_STARTED, STEP_DONE
from careered.progress.outbox import deliveries
from careered.progress.tables import Answer, Event, RequirementStatus
from careered.progress.transfer import copy_progress
from careered.roster.scope import PupilScope

_events, _statuses, _answers = Event.__table__, RequirementStatus.__table__, Answer.__table__
_STATUS_KEY = ("organisation_id", "class_id", "person_id", "requirement_id")
_STATUS_COLUMNS = [name for name in _statuses.c.keys() if name not in _STATUS_KEY]  # noqa: SIM118 - no mapping


def bring(db: Connection, earlier: PupilScope, pupil: PupilScope, author_id: str) -> dict[str, Any]:
    """Let the progress of an earlier account count for the pupil; returns what `take_away` needs.

    What one has reached counts as reached also where the other is exempt from it: so neither share can fall.
    """
    before, theirs = _load_statuses(db, pupil), _load_statuses(db, earlier)
    events, acts_before = _event_ids(db, pupil), _act_ids(db, pupil)
    given_up = _give_up_exemptions(db, pupil, {name for name, row in theirs.items() if _is_reached(row)}, author_id)
    for name, row in theirs.items():
        if _counts_more(before.get(name), row):
            _store_status(db, pupil, row)
    exemptions = [name for name in theirs if not _is_reached(before.get(name))]
    copy_progress(db, earlier.key, pupil, exemptions=exemptions)
    after = _load_statuses(db, pupil)
    changed = sorted(name for name in after if after[name] != before.get(name))
    return {
        "events": sorted(_event_ids(db, pupil) - events),
        "acts": sorted(_act_ids(db, pupil) - acts_before),
        "given_up": given_up,
        "before": {name: before.get(name) for name in changed},
        "after": {name: after[name] for name in changed},
    }


def take_away(db: Connection, pupil: PupilScope, joined_at: datetime, brought: Mapping[str, Any]) -> None:
    """Take away what a join brought. What the pupil has done since, or staff have said, stays and counts."""
    events = [row for row in _rows_of(db, _events, pupil) if row["id"] in brought["events"]]
    gone = {row["id"] for row in events} - _done_again(db, pupil, joined_at, events)
    db.execute(delete(_events).where(where_equal(_events, **pupil.key), _events.c.id.in_(gone)))
    of_pupil = where_equal(acts, **pupil.key)
    db.execute(delete(acts).where(of_pupil, acts.c.act_id.in_(brought["acts"])))
    again = {"undone_at": None, "undone_by_person_id": ""}
    db.execute(update(acts).where(of_pupil, acts.c.act_id.in_(brought["given_up"])).values(**again))
    is_due = partial(_is_due_to_join, brought)
    forget_in_later(db, pupil, joined_at, brought["before"], is_due)
    for requirement_id, status in brought["before"].items():
        _restore_status(db, pupil, requirement_id, status)
    projection.replay(db, pupil)
    deliveries.schedule_scores(db, pupil, may_lower=True, takes_back=True)


def _is_reached(row: Mapping[str, Any] | None) -> bool:
    return row is not None and RequirementState(row["state"]) in REACHED_STATES


def _counts_more(own: Mapping[str, Any] | None, theirs: Mapping[str, Any]) -> bool:
    """Whether the pupil's status of a requirement becomes the earlier account's."""
    state = RequirementState(own["state"]) if own else RequirementState.NOT_STARTED
    if RequirementState.EXEMPT in {state, RequirementState(theirs["state"])} and (
        _is_reached(own) or _is_reached(theirs)
    ):
        return _is_reached(theirs)
    return is_progress(state, RequirementState(theirs["state"]))


def _give_up_exemptions(db: Connection, pupil: PupilScope, requirement_ids: set[str], author_id: str) -> list[str]:
    """Undo the pupil's exemptions from these requirements; returns the ids of their acts."""
    exemptions = [row for row in projection.load_attestations(db, pupil.key) if row["kind"] == EXEMPT]
    given_up = [row for row in exemptions if row["target_id"] in requirement_ids]
    return [row["act_id"] for row in given_up if mark_undone(db, row, author_id)]


def _rows_of(db: Connection, table: Any, pupil: PupilScope) -> Sequence[RowMapping]:
    return db.execute(select(table).where(where_equal(table, **pupil.key))).mappings().all()


def _event_ids(db: Connection, pupil: PupilScope) -> set[str]:
    return {row["id"] for row in _rows_of(db, _events, pupil)}


def _act_ids(db: Connection, pupil: PupilScope) -> set[str]:
    return {row["act_id"] for row in _rows_of(db, acts, pupil)}


def _load_statuses(db: Connection, pupil: PupilScope) -> dict[str, dict[str, Any]]:
    """A pupil's statuses by requirement, as JSON and without the pupil's key."""
    return {
        row["requirement_id"]: {
            **{name: row[name] for name in ("requirement_id", *_STATUS_COLUMNS)},
            "since_at": row["since_at"].isoformat(),
        }
        for row in _rows_of(db, _statuses, pupil)
    }


def _store_status(db: Connection, pupil: PupilScope, status: Mapping[str, Any]) -> None:
    values = {**pupil.key, **status, "since_at": datetime.fromisoformat(status["since_at"])}
    upsert(db, _statuses, values, key=_STATUS_KEY, update_columns=_STATUS_COLUMNS)


def _restore_status(db: Connection, pupil: PupilScope, requirement_id: str, status: Mapping[str, Any] | None) -> None:
    if status:
        _store_status(db, pupil, status)
    else:
        db.execute(delete(_statuses).where(where_equal(_statuses, **pupil.key, requirement_id=requirement_id)))


def _done_again(db: Connection, pupil: PupilScope, joined_at: datetime, events: Sequence[RowMapping]) -> set[str]:
    """Ids of the events of steps that the pupil has answered since the join, and of the lessons that these make up."""
    answered = {
        (row["lesson_id"], row["step_id"]) for row in _rows_of(db, _answers, pupil) if row["saved_at"] >= joined_at
    }
    begun = {lesson_id for lesson_id, _ in answered}
    steps = [event for event in events if event["kind"] == STEP_DONE]
    unfinished = {event["lesson_id"] for event in steps if (event["lesson_id"], event["step_id"]) not in answered}
    again = {LESSON_STARTED: begun, LESSON_DONE: begun - unfinished}
    return {
        event["id"]
        for event in events
        if event["lesson_id"] in again.get(event["kind"], ()) or (event["lesson_id"], event["step_id"]) in answered
    }


def _is_due_to_join(brought: Mapping[str, Any], requirement_id: str, status: Mapping[str, Any]) -> bool:
    after = brought["after"].get(requirement_id)
    return bool(after and all(after[name] == value for name, value in status.items()))
