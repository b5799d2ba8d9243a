"""From events to statuses: the projection, and its rebuilding from nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, select

from careered.clock import now
from careered.db.lookup import same
from careered.db.upsert import upsert
from careered.progress.completion import Facts, Standing, State, StepFact, rises, standings
from careered.progress.tables import Event, Mark, Status
from careered.roster.scope import Where

_events, _statuses, _marks = Event.__table__, Status.__table__, Mark.__table__
MARKS = ("confirmed", "exempt", "offline")
_STATUS_KEY = ("organisation_id", "class_id", "person_id", "requirement")


def events_of(db: Connection, keys: dict[str, str]) -> Sequence[RowMapping]:
    """The facts of a pupil in a class, oldest first."""
    columns = [_events.c[name] for name in ("kind", "lesson_id", "step_id", "step_kind", "right", "of", "at")]
    statement = select(*columns).where(same(_events, **keys)).order_by(_events.c.at, _events.c.kind.desc())
    return db.execute(statement).mappings().all()


def marks_of(db: Connection, keys: dict[str, str]) -> Sequence[RowMapping]:
    """What staff have said about a pupil in a class, oldest first."""
    return db.execute(select(_marks).where(same(_marks, **keys)).order_by(_marks.c.at)).mappings().all()


def facts_from(events: Sequence[RowMapping], marks: Sequence[RowMapping] = ()) -> Facts:
    """Events and marks as the facts that completion is judged by."""
    steps = {
        (event["lesson_id"], event["step_id"]): StepFact(event["step_kind"], event["right"], event["of"])
        for event in events
        if event["kind"] == "step_done"
    }
    lessons = frozenset(event["lesson_id"] for event in events if event["kind"] == "lesson_done")
    said = {kind: frozenset(one["subject"] for one in marks if one["kind"] == kind) for kind in MARKS}
    return Facts(steps, lessons, offline=said["offline"], confirmed=said["confirmed"], exempt=said["exempt"])


def refresh(
    db: Connection,
    where: Where,
    events: Sequence[RowMapping] | None = None,
    marks: Sequence[RowMapping] | None = None,
) -> None:
    """Bring the pupil's statuses up to the facts. Never lowers what a pupil has reached."""
    events = events_of(db, where.keys) if events is None else events
    marks = marks_of(db, where.keys) if marks is None else marks
    since = max((one["at"] for one in (*events[-1:], *marks[-1:])), default=now())
    old = _stored(db, where)
    for requirement, new in standings(where.pack, where.grade, facts_from(events, marks)).items():
        before = old.get(requirement, State.NOT_STARTED)
        if rises(before, new.state):
            _store(db, where, requirement, new, since)


def _stored(db: Connection, where: Where) -> dict[str, State]:
    rows = db.execute(select(_statuses.c.requirement, _statuses.c.state).where(same(_statuses, **where.keys)))
    return {requirement: State(state) for requirement, state in rows}


def _store(db: Connection, where: Where, requirement: str, new: Standing, since: datetime, version: str = "") -> None:
    row = {
        **where.keys,
        "requirement": requirement,
        "state": new.state.value,
        "how": new.how,
        "evidence": list(new.evidence),
        "pack_version": version or where.pack.version,
        "since": since,
    }
    upsert(db, _statuses, row, key=_STATUS_KEY, change=("state", "how", "evidence", "pack_version", "since"))


def rebuild_class(db: Connection, wheres: list[Where]) -> None:
    """Throw away the statuses of a class and make them again from the events of its pupils."""
    if not wheres:
        return
    key = {"organisation_id": wheres[0].organisation_id, "class_id": wheres[0].class_id}
    db.execute(delete(_statuses).where(same(_statuses, **key)))
    for where in wheres:
        replay(db, where)


def replay(db: Connection, where: Where) -> None:
    """A pupil's facts once more, in the order of life: so each state gets its own moment."""
    events, marks = events_of(db, where.keys), marks_of(db, where.keys)
    for at in sorted({one["at"] for one in (*events, *marks)}):
        refresh(db, where, *([one for one in rows if one["at"] <= at] for rows in (events, marks)))


def put_back(db: Connection, where: Where, before: Mapping[str, Mapping[str, Any] | None]) -> None:
    """Statuses as they were before a mark that is taken back; what was done since then counts again."""
    for requirement, row in before.items():
        if row:
            since = datetime.fromisoformat(row["since"])
            standing = Standing(State(row["state"]), row["how"], tuple(row["evidence"]))
            _store(db, where, requirement, standing, since, row["pack_version"])
        else:
            db.execute(delete(_statuses).where(same(_statuses, **where.keys, requirement=requirement)))
    refresh(db, where)
