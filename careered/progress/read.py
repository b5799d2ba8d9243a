"""Reading progress: one pupil's, a class's, and the marks on their way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select

from careered.db.upsert import same
from careered.progress.completion import State
from careered.progress.tables import Answer, Delivery, Event, GradebookColumn, Status

_answers, _events, _statuses = Answer.__table__, Event.__table__, Status.__table__
_deliveries, _columns = Delivery.__table__, GradebookColumn.__table__


@dataclass(frozen=True)
class Reached:
    """The stored state of one requirement: since when, how, by which lessons, under which pack version."""

    state: State
    how: str
    since: datetime
    evidence: tuple[str, ...]
    pack_version: str


@dataclass(frozen=True)
class Saved:
    """The stored answer of one step."""

    values: Mapping[str, Any]
    revision: int
    saved_at: datetime
    help_wanted: str


def statuses(db: Connection, organisation_id: str, class_id: str) -> dict[str, dict[str, Reached]]:
    """All stored states of a class: by person, by requirement. What is missing has not been started."""
    where = same(_statuses, organisation_id=organisation_id, class_id=class_id)
    found: dict[str, dict[str, Reached]] = {}
    for row in db.execute(select(_statuses).where(where)).mappings():
        found.setdefault(row["person_id"], {})[row["requirement"]] = _reached(row)
    return found


def _reached(row: RowMapping) -> Reached:
    return Reached(State(row["state"]), row["how"], row["since"], tuple(row["evidence"]), row["pack_version"])


def statuses_of(db: Connection, keys: Mapping[str, str]) -> dict[str, Reached]:
    """One pupil's stored states by requirement."""
    rows = db.execute(select(_statuses).where(same(_statuses, **keys))).mappings()
    return {row["requirement"]: _reached(row) for row in rows}


def answers_of(db: Connection, keys: Mapping[str, str], lesson_id: str = "") -> dict[tuple[str, str], Saved]:
    """One pupil's answers by (lesson, step), of one lesson or of all."""
    where = same(_answers, **keys, **({"lesson_id": lesson_id} if lesson_id else {}))
    return {
        (row["lesson_id"], row["step_id"]): Saved(row["values"], row["revision"], row["saved_at"], row["help_wanted"])
        for row in db.execute(select(_answers).where(where)).mappings()
    }


def steps_done(db: Connection, keys: Mapping[str, str], lesson_id: str) -> dict[str, datetime]:
    """When each step of a lesson was done."""
    where = same(_events, **keys, kind="step_done", lesson_id=lesson_id)
    return {row.step_id: row.at for row in db.execute(select(_events.c.step_id, _events.c.at).where(where))}


def all_steps_done(db: Connection, keys: Mapping[str, str]) -> dict[tuple[str, str], datetime]:
    """When each step of every lesson was done."""
    where = same(_events, **keys, kind="step_done")
    columns = (_events.c.lesson_id, _events.c.step_id, _events.c.at)
    return {(lesson, step): at for lesson, step, at in db.execute(select(*columns).where(where))}


def lessons_done(db: Connection, keys: Mapping[str, str]) -> dict[str, datetime]:
    """When each finished lesson was finished."""
    where = same(_events, **keys, kind="lesson_done")
    return {row.lesson_id: row.at for row in db.execute(select(_events.c.lesson_id, _events.c.at).where(where))}


def lessons_begun(db: Connection, keys: Mapping[str, str]) -> dict[str, str]:
    """The pack version under which each begun lesson was begun."""
    where = same(_events, **keys, kind="lesson_started")
    rows = db.execute(select(_events.c.lesson_id, _events.c.pack_version).where(where))
    return {row.lesson_id: row.pack_version for row in rows}


def deliveries(db: Connection, organisation_id: str, class_id: str, person_id: str = "") -> Sequence[RowMapping]:
    """The marks of a class or of one pupil: delivery columns, the column's label and measure."""
    where = same(_deliveries, organisation_id=organisation_id, class_id=class_id)
    if person_id:
        where = where & (_deliveries.c.person_id == person_id)
    joined = select(_deliveries, _columns.c.label, _columns.c.measure).join(
        _columns,
        (_columns.c.organisation_id == _deliveries.c.organisation_id) & (_columns.c.id == _deliveries.c.column_id),
    )
    return db.execute(joined.where(where)).mappings().all()


def version(db: Connection, organisation_id: str, class_id: str) -> str:
    """A word that changes whenever a status of the class changes: lets an open page ask "anything new?" cheaply."""
    where = same(_statuses, organisation_id=organisation_id, class_id=class_id)
    newest, count = db.execute(select(func.max(_statuses.c.since), func.count()).where(where)).one()
    return f"{newest.timestamp() if newest else 0:.6f}-{count}"
