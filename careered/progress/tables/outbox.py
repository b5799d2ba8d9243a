"""Line items and the scores that they should show."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from careered.db.tables import DataPolicy, Table
from careered.db.types import UtcDateTime
from careered.i18n_marker import _


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
