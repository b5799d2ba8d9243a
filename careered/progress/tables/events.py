"""Events: what happened once."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Column, Index, UniqueConstraint
from sqlmodel import Field

from careered.db.tables import DataPolicy, Table
from careered.db.types import UtcDateTime
from careered.i18n_marker import _


class Event(Table, table=True):
    """Something that happened once. Statuses can always be rebuilt from events and attestations.

    kind: event_kinds.py. step_kind, correct, total: of a step done, its kind and the result of its check.
    lesson_variant: of a lesson begun, "catch_up" for the shorter variant after an absence.
    raises: the statuses that rise with it, which a trigger stores in requirement_status (docs/decisions/0034); null in
    the copy of an event for another pupil.
    """

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("organisation_id", "class_id", "person_id", "kind", "lesson_id", "step_id"),
        Index("ix_event_person_id", "person_id"),
    )
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "person", _("What was done and when"), person_column="person_id", is_exported=True, erase="delete"
    )

    organisation_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    class_id: str
    person_id: str
    kind: str
    lesson_id: str
    step_id: str
    step_kind: str
    lesson_variant: str = ""
    correct: int = 0
    total: int = 0
    pack_id: str
    pack_version: str
    occurred_at: datetime = Field(sa_type=UtcDateTime)
    raises: list[dict[str, Any]] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))
