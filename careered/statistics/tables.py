"""Tables of kept class counts, of statistics snapshots and of schools' self-assessments."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field

from careered.db.tables import DataPolicy, Table
from careered.db.types import UtcDateTime


class ClassCounts(Table, table=True):
    """What is counted of a class, kept so that figures of many classes read no pupils' rows (`class_counts.py`).

    pupils: the active ones. statuses: how many of them by "requirement/state/method", reached and exempt ones only.
    """

    __tablename__ = "class_counts"
    __table_args__ = (Index("ix_class_counts_counted", "organisation_id", "counted_at"),)
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "organisation", "numbers only, made again when a pupil's row changes"
    )

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    pupils: int
    statuses: dict[str, int] = Field(sa_column=Column(JSON, nullable=False))
    counted_at: datetime = Field(sa_type=UtcDateTime)


class StaleClass(Table, table=True):
    """A class whose counts no longer hold, written by triggers of what is counted (migration 0032).

    Rows are only added, and several may be of one class: so no pupil's transaction waits for another's.
    """

    __tablename__ = "stale_class"
    data_policy: ClassVar[DataPolicy] = DataPolicy("organisation", "that something in a class has changed")

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)


class StatisticsSnapshot(Table, table=True):
    """The published figures of an organisation on one day, small cells suppressed. Never changed."""

    __tablename__ = "statistics_snapshot"
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "organisation", "sums only, and none that is about fewer than five pupils"
    )

    organisation_id: str = Field(primary_key=True)
    day: str = Field(primary_key=True)
    figures: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(sa_type=UtcDateTime)


class SelfAssessment(Table, table=True):
    """A school's self-assessment of one term. answers: by question id "yes", "partly" or "no"."""

    __tablename__ = "self_assessment"
    data_policy: ClassVar[DataPolicy] = DataPolicy("organisation", "what a school offers; nothing about anybody")

    organisation_id: str = Field(primary_key=True)
    school_id: str = Field(primary_key=True)
    term: str = Field(primary_key=True)
    answers: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(sa_type=UtcDateTime)
