"""Queries: statuses, answers, events and score deliveries of one pupil or a class."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, select

from careered.db.prefetch import Row, TablePrefetch
from careered.db.queries import select_by, where_equal
from careered.progress.completion import RequirementState
from careered.progress.event_kinds import LESSON_DONE, LESSON_STARTED, STEP_DONE
from careered.progress.tables import Answer, Event, LineItem, RequirementStatus, ScoreDelivery

_answers, _events, _statuses = Answer.__table__, Event.__table__, RequirementStatus.__table__
_deliveries, _line_items = ScoreDelivery.__table__, LineItem.__table__
_OF_CLASS = (("organisation_id", "organisation_id"), ("class_id", "class_id"))
_ANSWERS, _STATUSES = select(_answers), select(_statuses)
_EVENTS = select(
    *[_events.c[name] for name in ("kind", "lesson_id", "step_id", "lesson_variant", "pack_version", "occurred_at")]
)
_CLASS_EVENTS = _EVENTS.add_columns(_events.c.person_id)
_DELIVERIES = select(_deliveries, _line_items.c.label, _line_items.c.metric).join(
    _line_items,
    (_line_items.c.organisation_id == _deliveries.c.organisation_id) & (_line_items.c.id == _deliveries.c.line_item_id),
)
CLASS_STATES = TablePrefetch(_statuses, ("person_id", "requirement_id", "state"), _OF_CLASS, label="class_states")
"""The state of every requirement in a class that has one."""
_CLASS_LINE_ITEMS = TablePrefetch(_line_items, ("id", "label", "metric"), _OF_CLASS, label="class_line_items")
_CLASS_DELIVERIES = TablePrefetch(_deliveries, tuple(_deliveries.c.keys()), _OF_CLASS, label="class_deliveries")
CLASS_SCORES = (_CLASS_LINE_ITEMS, _CLASS_DELIVERIES)
"""The line items of a class and their deliveries, for `class_scores_from_row`."""


@dataclass(frozen=True)
class StoredStatus:
    """The stored status of one requirement. method and evidence: as in `completion.RequirementResult`."""

    state: RequirementState
    method: str
    since_at: datetime
    evidence: tuple[str, ...]
    pack_version: str


@dataclass(frozen=True)
class StoredAnswer:
    """The stored answer of one step or card. first_values, tries, verdict: of a card (`tables.Answer`)."""

    values: Mapping[str, Any]
    revision: int
    saved_at: datetime
    help_reason: str
    first_values: Mapping[str, Any] | None = None
    first_at: datetime | None = None
    tries: int = 0
    verdict: str = ""
    activity_version: int = 0


_STORED_COLUMNS = tuple(field.name for field in fields(StoredAnswer))
ANSWERS = TablePrefetch(
    _answers,
    ("lesson_id", "step_id", *_STORED_COLUMNS),
    (*((name, name) for name in ("organisation_id", "class_id", "person_id")), ("lesson_id", "lesson")),
)
"""A pupil's answers in the lesson of the address."""
Answers = Mapping[tuple[str, str], StoredAnswer]
"""A pupil's answers by (lesson id, step id)."""


class LessonStart(NamedTuple):
    """The pack version under which a lesson was begun, its variant ("" or CATCH_UP), and when."""

    pack_version: str = ""
    variant: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Activity:
    """The events of one pupil: lessons begun by id; times of steps done by (lesson id, step id), of lessons by id."""

    started: dict[str, LessonStart]
    done_steps: dict[tuple[str, str], datetime]
    done_lessons: dict[str, datetime]


def load_class_statuses(db: Connection, organisation_id: str, class_id: str) -> dict[str, dict[str, StoredStatus]]:
    """All stored statuses of a class, by person, by requirement. A missing one is not started."""
    rows = select_by(db, _STATUSES, _statuses, organisation_id=organisation_id, class_id=class_id)
    return statuses_from_rows(rows.mappings())


def statuses_from_rows(rows: Iterable[Row]) -> dict[str, dict[str, StoredStatus]]:
    """Statuses by person, by requirement."""
    by_person: dict[str, dict[str, StoredStatus]] = {}
    for row in rows:
        by_person.setdefault(row["person_id"], {})[row["requirement_id"]] = _stored_status(row)
    return by_person


def _stored_status(row: Row) -> StoredStatus:
    return StoredStatus(
        RequirementState(row["state"]), row["method"], row["since_at"], tuple(row["evidence"]), row["pack_version"]
    )


def load_statuses(db: Connection, key: Mapping[str, str]) -> dict[str, StoredStatus]:
    """One pupil's stored statuses by requirement."""
    rows = select_by(db, _STATUSES, _statuses, **key).mappings()
    return {row["requirement_id"]: _stored_status(row) for row in rows}


def load_answers(db: Connection, key: Mapping[str, str], lesson_id: str = "") -> dict[tuple[str, str], StoredAnswer]:
    """One pupil's answers by (lesson id, step id), of one lesson or, with lesson_id "", of all."""
    rows = select_by(db, _ANSWERS, _answers, **key, **({"lesson_id": lesson_id} if lesson_id else {}))
    return answers_from_rows(rows.mappings())


def load_person_answers(db: Connection, organisation_id: str, person_id: str) -> dict[tuple[str, str], StoredAnswer]:
    """One person's answers in every class, by (lesson id, step id); the latest where two classes have the same step."""
    where = where_equal(_answers, organisation_id=organisation_id, person_id=person_id)
    rows = db.execute(_ANSWERS.where(where).order_by(_answers.c.saved_at, _answers.c.step_id)).mappings()
    return answers_from_rows(rows)


def answers_from_rows(rows: Iterable[Row]) -> dict[tuple[str, str], StoredAnswer]:
    """Answers by (lesson id, step id)."""
    return {(row["lesson_id"], row["step_id"]): StoredAnswer(*(row[name] for name in _STORED_COLUMNS)) for row in rows}


def load_activity(db: Connection, key: Mapping[str, str]) -> Activity:
    """What one pupil has begun and done, from the events. One query."""
    return activity_from_rows(select_by(db, _EVENTS, _events, **key).mappings())


def load_class_activity(db: Connection, organisation_id: str, class_id: str) -> dict[str, Activity]:
    """What each pupil of a class has begun and done, by person; nobody who has no event. One query."""
    rows: dict[str, list[Row]] = {}
    class_key = {"organisation_id": organisation_id, "class_id": class_id}
    for row in select_by(db, _CLASS_EVENTS, _events, **class_key).mappings():
        rows.setdefault(row["person_id"], []).append(row)
    return {person_id: activity_from_rows(events) for person_id, events in rows.items()}


def activity_from_rows(events: Iterable[Row]) -> Activity:
    """What the events of one pupil say."""
    activity = Activity({}, {}, {})
    for row in events:
        lesson_id = row["lesson_id"]
        if row["kind"] == LESSON_STARTED:
            activity.started[lesson_id] = LessonStart(row["pack_version"], row["lesson_variant"], row["occurred_at"])
        elif row["kind"] == STEP_DONE:
            activity.done_steps[lesson_id, row["step_id"]] = row["occurred_at"]
        elif row["kind"] == LESSON_DONE:
            activity.done_lessons[lesson_id] = row["occurred_at"]
    return activity


def load_deliveries(db: Connection, organisation_id: str, class_id: str, person_id: str = "") -> Sequence[RowMapping]:
    """Score deliveries of a class or of one pupil: their columns, and the line item's label and metric."""
    class_key = {"organisation_id": organisation_id, "class_id": class_id}
    key = {**class_key, "person_id": person_id} if person_id else class_key
    return select_by(db, _DELIVERIES, _deliveries, **key).mappings().all()


def class_scores_from_row(row: Row) -> tuple[bool, Sequence[Row]]:
    """Whether a class has a line item, and its deliveries as of `load_deliveries`, out of a row with CLASS_SCORES."""
    line_items = {item["id"]: item for item in _CLASS_LINE_ITEMS.read(row)}
    deliveries = _CLASS_DELIVERIES.read(row)
    return bool(line_items), [
        {**delivery, **{name: line_items[item_id][name] for name in ("label", "metric")}}
        for delivery in deliveries
        if (item_id := delivery["line_item_id"]) in line_items
    ]
