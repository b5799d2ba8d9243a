"""Tables of statistics snapshots and of schools' self-assessments."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Column
from sqlmodel import Field

from careered.db.tables import DataPolicy, Table
from careered.db.types import UtcDateTime


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
