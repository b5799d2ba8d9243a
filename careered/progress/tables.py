"""Answers, events (the facts), statuses (kept from the facts), columns and delivery wishes."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Column, Index, UniqueConstraint
from sqlmodel import Field

from careered.db.tables import DataPolicy, Table
from careered.db.types import UtcDateTime
from careered.i18n_marker import _


class Answer(Table, table=True):
    """What a pupil has typed and ticked in one step: the latest version, draft or handed in.

    revision rises with each save; an older draft never overwrites a newer one.
    """

    __tablename__ = "answer"
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "person",
        _("What was answered and written"),
        person_column="person_id",
        is_exported=True,
        is_free_text=True,
        erase="delete",
    )

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True, index=True)
    lesson_id: str = Field(primary_key=True)
    step_id: str = Field(primary_key=True)
    values: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    help_wanted: str = ""
    revision: int
    saved_at: datetime = Field(sa_type=UtcDateTime)


class Event(Table, table=True):
    """A fact: something happened once. Completion can always be rebuilt from these rows.

    kind: "lesson_started", "step_done", "lesson_done". right and of: a check's result. step_kind: of a step; of a
    lesson that was started, "catch_up" where the pupil was absent and takes the shorter way.
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
    right: int = 0
    of: int = 0
    pack_id: str
    pack_version: str
    at: datetime = Field(sa_type=UtcDateTime)


class Mark(Table, table=True):
    """What staff say about a pupil, beside what the pupil did: taken back by deleting the row.

    kind: "confirmed" or "exempt" (subject: a requirement), "offline" (subject: an activity away from the screen).
    reason: a code of the pack, for an exemption. day: ISO date of an activity, or "". before: the pupil's
    statuses as they were (by requirement; null where there was none), so that taking it back loses nothing.
    """

    __tablename__ = "mark"
    __table_args__ = (Index("ix_mark_person_id", "person_id"),)
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "person", _("What staff have confirmed or marked"), person_column="person_id", is_exported=True, erase="delete"
    )

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    reason: str = ""
    day: str = ""
    by_person_id: str
    at: datetime = Field(sa_type=UtcDateTime)
    before: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class Status(Table, table=True):
    """Where a pupil stands with one requirement. Kept in the transaction of the event, rebuildable from events."""

    __tablename__ = "status"
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "person",
        _("What the curriculum asks for, and how far it is done"),
        person_column="person_id",
        is_exported=True,
        erase="delete",
    )

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True, index=True)
    requirement: str = Field(primary_key=True)
    state: str
    how: str
    evidence: list[str] = Field(sa_column=Column(JSON, nullable=False))
    pack_version: str
    since: datetime = Field(sa_type=UtcDateTime)


class GradebookColumn(Table, table=True):
    """A column that a class has in the platform's gradebook.

    measure: "requirements" (done / n) or "lesson:<id>" (0 / 1). address: where the column is on the platform
    ("" until it is found or made); only the gradebook room understands it. link_id: the platform's link it came with.
    resource_id: what a column of our own making is found by; "" where the platform brought it.
    """

    __tablename__ = "gradebook_column"
    __table_args__ = (UniqueConstraint("organisation_id", "class_id", "link_id"),)
    data_policy: ClassVar[DataPolicy] = DataPolicy("organisation", "where marks go")

    organisation_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    class_id: str
    link_id: str
    measure: str
    label: str
    address: str
    resource_id: str = ""
    created_at: datetime = Field(sa_type=UtcDateTime)


class Delivery(Table, table=True):
    """A standing wish: the platform's column should show `wanted` of `maximum` for this pupil.

    Not a message: progress raises `wanted`, the worker sends the value as it is then, and sets `sent` to what it
    sent. stamp: the last score time used, in whole seconds (Moodle compares those). lease: who is sending, until when.
    """

    __tablename__ = "delivery"
    __table_args__ = (Index("ix_delivery_due", "due"),)
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "person", _("Marks for the platform's gradebook"), person_column="person_id", is_exported=True, erase="delete"
    )

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True, index=True)
    column_id: str = Field(primary_key=True)
    wanted: int
    maximum: int
    wanted_at: datetime = Field(sa_type=UtcDateTime)
    sent: int | None = None
    sent_maximum: int | None = None
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    stamp: int = 0
    attempts: int = 0
    failing_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    due: datetime | None = Field(default=None, sa_type=UtcDateTime)
    lease: datetime | None = Field(default=None, sa_type=UtcDateTime)
    state: str
    words: str


class Transfer(Table, table=True):
    """A code that a pupil has made. code_hash: what is kept of it; the code itself only the pupil has."""

    __tablename__ = "transfer"
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "person",
        _("That you made a code to change classes"),
        person_column="person_id",
        is_exported=True,
        erase="delete",
    )

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True, index=True)
    code_hash: str = Field(unique=True)
    made_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
