"""Reading progress: one pupil's, a class's, and the marks on their way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, select

from careered.db.lookup import lookup, same
from careered.progress.completion import State
from careered.progress.tables import Answer, Delivery, Event, GradebookColumn, Status

_answers, _events, _statuses = Answer.__table__, Event.__table__, Status.__table__
_deliveries, _columns = Delivery.__table__, GradebookColumn.__table__
_ANSWERS, _STATUSES = select(_answers), select(_statuses)
_FACTS = select(*[_events.c[name] for name in ("kind", "lesson_id", "step_id", "step_kind", "pack_version", "at")])
_MARKS = select(_deliveries, _columns.c.label, _columns.c.measure).join(
    _columns,
    (_columns.c.organisation_id == _deliveries.c.organisation_id) & (_columns.c.id == _deliveries.c.column_id),
)


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


class Begun(NamedTuple):
    """Under which pack version a lesson was begun, and which way ("" or CATCH_UP)."""

    version: str = ""
    way: str = ""


@dataclass(frozen=True)
class DoneSoFar:
    """The facts of one pupil: lessons begun; steps done, by lesson and step, and lessons done, each with when."""

    begun: dict[str, Begun]
    steps: dict[tuple[str, str], datetime]
    lessons: dict[str, datetime]


def statuses(db: Connection, organisation_id: str, class_id: str) -> dict[str, dict[str, Reached]]:
    """All stored states of a class: by person, by requirement. What is missing has not been started."""
    rows = lookup(db, _STATUSES, _statuses, organisation_id=organisation_id, class_id=class_id)
    found: dict[str, dict[str, Reached]] = {}
    for row in rows.mappings():
        found.setdefault(row["person_id"], {})[row["requirement"]] = _reached(row)
    return found


def _reached(row: RowMapping) -> Reached:
    return Reached(State(row["state"]), row["how"], row["since"], tuple(row["evidence"]), row["pack_version"])


def statuses_of(db: Connection, keys: Mapping[str, str]) -> dict[str, Reached]:
    """One pupil's stored states by requirement."""
    rows = lookup(db, _STATUSES, _statuses, **keys).mappings()
    return {row["requirement"]: _reached(row) for row in rows}


def answers_of(db: Connection, keys: Mapping[str, str], lesson_id: str = "") -> dict[tuple[str, str], Saved]:
    """One pupil's answers by (lesson, step), of one lesson or of all."""
    rows = lookup(db, _ANSWERS, _answers, **keys, **({"lesson_id": lesson_id} if lesson_id else {}))
    return {
        (row["lesson_id"], row["step_id"]): Saved(row["values"], row["revision"], row["saved_at"], row["help_wanted"])
        for row in rows.mappings()
    }


def all_answers(db: Connection, organisation_id: str, person_id: str) -> dict[tuple[str, str], Saved]:
    """One person's answers by (lesson, step), of every class; the latest where two classes asked the same."""
    where = same(_answers, organisation_id=organisation_id, person_id=person_id)
    rows = db.execute(_ANSWERS.where(where).order_by(_answers.c.saved_at, _answers.c.step_id)).mappings()
    return {
        (row["lesson_id"], row["step_id"]): Saved(row["values"], row["revision"], row["saved_at"], row["help_wanted"])
        for row in rows
    }


def done_so_far(db: Connection, keys: Mapping[str, str]) -> DoneSoFar:
    """What one pupil has begun and done. One query."""
    found = DoneSoFar({}, {}, {})
    for row in lookup(db, _FACTS, _events, **keys):
        if row.kind == "lesson_started":
            found.begun[row.lesson_id] = Begun(row.pack_version, row.step_kind)
        elif row.kind == "step_done":
            found.steps[row.lesson_id, row.step_id] = row.at
        elif row.kind == "lesson_done":
            found.lessons[row.lesson_id] = row.at
    return found


def deliveries(db: Connection, organisation_id: str, class_id: str, person_id: str = "") -> Sequence[RowMapping]:
    """The marks of a class or of one pupil: delivery columns, the column's label and measure."""
    keys = {"organisation_id": organisation_id, "class_id": class_id}
    named = {**keys, "person_id": person_id} if person_id else keys
    return lookup(db, _MARKS, _deliveries, **named).mappings().all()
