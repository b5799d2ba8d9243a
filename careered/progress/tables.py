"""Answers, events, acts of staff, requirement statuses, line items, score deliveries, codes and joined accounts."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Column, Index, UniqueConstraint, text
from sqlmodel import Field

from careered.db.tables import DataPolicy, Table
from careered.db.types import UtcDateTime
from careered.i18n_marker import _

_PUPILS_TEXTS = DataPolicy(
    "person",
    _("What was answered and written"),
    person_column="person_id",
    is_exported=True,
    is_free_text=True,
    erase="delete",
)
_ASKS_FOR_HELP = text("help_reason != ''")


class Answer(Table, table=True):
    """A pupil's answer to one step or card: the latest version, draft or submitted.

    revision rises with each save; an older draft never overwrites a newer one. Of a card also: first_values, the first
    submitted answer, which is kept, and first_at; tries, how often it was submitted; verdict of the latest try
    ("right", "again", "told", "kept"); activity_version, by which it was graded. Of a step these are empty.
    """

    __tablename__ = "answer"
    __table_args__ = (
        Index(
            "ix_answer_asks_for_help",  # an open class page asks every few seconds who does; a class has thousands
            "organisation_id",
            "class_id",
            "saved_at",
            sqlite_where=_ASKS_FOR_HELP,
            postgresql_where=_ASKS_FOR_HELP,
        ),
    )
    data_policy: ClassVar[DataPolicy] = _PUPILS_TEXTS

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True, index=True)
    lesson_id: str = Field(primary_key=True)
    step_id: str = Field(primary_key=True)
    values: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    help_reason: str = ""
    revision: int
    saved_at: datetime = Field(sa_type=UtcDateTime)
    first_values: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON, nullable=True))
    first_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    tries: int = 0
    verdict: str = ""
    activity_version: int = 0


class AlternativeRequest(Table, table=True):
    """A pupil's request to show a lesson in another way than by its steps. text: what they would rather do, or ""."""

    __tablename__ = "alternative_request"
    __table_args__ = (Index("ix_alternative_request_person_id", "person_id"),)
    data_policy: ClassVar[DataPolicy] = _PUPILS_TEXTS

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    lesson_id: str = Field(primary_key=True)
    text: str
    created_at: datetime = Field(sa_type=UtcDateTime)


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


class StaffAct(Table, table=True):
    """What staff did about one pupil. An act on several is a row for each with one act_id; undone, the rows stay.

    kind: acts.py. target_id: a requirement ("confirmed", "exempt"), an offline activity ("offline"), a row of the desk
    ("talked", "handled", "postponed"), or "" ("reminder"). person_id: "" for a row of the desk about no single pupil.
    reason: a code of the pack ("exempt"), or of the desk. activity_date, activity_end_date: ISO dates of what was done,
    or ""; the latter where it took several days. until: of "postponed". previous_statuses: the pupil's statuses before
    an attestation, by requirement (null where there was none), so that undoing it loses nothing.
    """

    __tablename__ = "staff_act"
    __table_args__ = (Index("ix_staff_act_person_id", "person_id"),)
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "person",
        _("What staff have confirmed, recorded or talked about with you, and what they have since undone"),
        person_column="person_id",
        is_exported=True,
        erase="delete",
    )

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    act_id: str = Field(primary_key=True)
    kind: str
    target_id: str = ""
    reason: str = ""
    activity_date: str = ""
    activity_end_date: str = ""
    until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    author_person_id: str
    created_at: datetime = Field(sa_type=UtcDateTime)
    previous_statuses: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    undone_by_person_id: str = ""


class RequirementStatus(Table, table=True):
    """The state of a pupil's requirement. Written in the statement of the event, rebuildable from events.

    carried: of one that a dropped requirement counts as since a pack was loaded: "from", its id, and "before", the
    status that stood here (null for none); null otherwise.
    """

    __tablename__ = "requirement_status"
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "person",
        _("What the curriculum requires, and how much of it has been done"),
        person_column="person_id",
        is_exported=True,
        erase="delete",
    )

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True, index=True)
    requirement_id: str = Field(primary_key=True)
    state: str
    method: str
    evidence: list[str] = Field(sa_column=Column(JSON, nullable=False))
    pack_version: str
    since_at: datetime = Field(sa_type=UtcDateTime)
    carried: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))


class LineItem(Table, table=True):
    """A line item (a column of the platform's gradebook) of a class (AGS 2.0, 3.2).

    metric: "requirements" (done / n) or "lesson:<id>" (0 / 1). line_item_url: the platform's address of it, "" until
    it is found or created; only grade_sync reads it. resource_link_id: the resource link it came with, "" while
    only its resource id is known (outbox/expected.py).
    resource_id: what a line item that we created is found by; "" where the platform created it.
    leased_until: until then one worker finds or creates it.
    own_maximum: the platform's own, where it takes scores in no other scale.
    """

    __tablename__ = "line_item"
    __table_args__ = (UniqueConstraint("organisation_id", "class_id", "resource_link_id"),)
    data_policy: ClassVar[DataPolicy] = DataPolicy("organisation", "where scores go")

    organisation_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    class_id: str
    resource_link_id: str
    metric: str
    label: str
    line_item_url: str
    resource_id: str = ""
    created_at: datetime = Field(sa_type=UtcDateTime)
    leased_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    own_maximum: float | None = None


class ScoreDelivery(Table, table=True):
    """The score that a line item should show for one pupil, and the one that the platform has: the outbox.

    Not a message: progress raises `desired_score`, the worker sends the value as it is then and sets
    `delivered_score` to what it sent. score_timestamp: the last score time used, in whole seconds since 1970 (Moodle
    compares those). next_attempt_at: null when nothing is to be sent. leased_until: until then one worker sends it.
    may_lower: staff of the class have said that a lower share than the delivered one may be sent (decision 0020).
    """

    __tablename__ = "score_delivery"
    __table_args__ = (
        Index("ix_score_delivery_next_attempt_at", "next_attempt_at"),
        Index(
            "ix_score_delivery_turn",
            "attempts",
            "next_attempt_at",
            postgresql_where=text("next_attempt_at IS NOT NULL"),
            sqlite_where=text("next_attempt_at IS NOT NULL"),
        ),
    )
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "person", _("Scores for the platform's gradebook"), person_column="person_id", is_exported=True, erase="delete"
    )

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True, index=True)
    line_item_id: str = Field(primary_key=True)
    desired_score: int
    score_maximum: int
    desired_at: datetime = Field(sa_type=UtcDateTime)
    delivered_score: int | None = None
    delivered_maximum: int | None = None
    delivered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    score_timestamp: int = 0
    attempts: int = 0
    failing_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    next_attempt_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    leased_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    may_lower: bool = False
    state: str


class TransferCode(Table, table=True):
    """A code with which a pupil takes progress to another class. code_hash: SHA-256; only the pupil has the code."""

    __tablename__ = "transfer_code"
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "person",
        _("The fact that you made a code to change classes"),
        person_column="person_id",
        is_exported=True,
        erase="delete",
    )

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True, index=True)
    code_hash: str = Field(unique=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class JoinedAccount(Table, table=True):
    """An earlier account of a pupil whose progress in a class counts for another one (`joined.py`).

    person_id: the account that goes on. earlier_person_id: the one that does not; enrolment: what its was before.
    brought: what came along, and the statuses before and after it, so that exactly that can be taken away again.
    """

    __tablename__ = "joined_account"
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "person",
        _("The fact that two of your accounts in a class were joined, and what was carried over"),
        person_column="person_id",
        is_exported=True,
        erase="delete",
    )

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    earlier_person_id: str = Field(primary_key=True)
    person_id: str = Field(index=True)
    author_person_id: str
    enrolment: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    brought: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    joined_at: datetime = Field(sa_type=UtcDateTime)


class EveningFigures(Table, table=True):
    """What a class's page showed of a pupil on the evening before, to notice what an update of careered changes.

    states: by requirement; one that is not there is not started. before: the same before the update that changed it,
    until staff have read about it; null where nothing differs. See docs/decisions/0032.
    """

    __tablename__ = "evening_figures"
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "person",
        _("What had been done by the previous evening, to show whether an update of careered changed it"),
        person_column="person_id",
        is_exported=True,
        erase="delete",
    )

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True, index=True)
    states: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    before: dict[str, str] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))
