"""What reports keep: frozen figures, and how a school sees its own guidance."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Column
from sqlmodel import Field

from careered.db.tables import DataPolicy, Table
from careered.db.types import UtcDateTime


class StatisticsSnapshot(Table, table=True):
    """The figures of an organisation on one day, as they were told then: small ones are not in it. Never changed."""

    __tablename__ = "statistics_snapshot"
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "organisation", "sums only, and none that is about fewer than five pupils"
    )

    organisation_id: str = Field(primary_key=True)
    day: str = Field(primary_key=True)
    figures: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(sa_type=UtcDateTime)


class SelfAssessment(Table, table=True):
    """What a school said about its guidance in one term: by question "yes", "partly" or "no"."""

    __tablename__ = "self_assessment"
    data_policy: ClassVar[DataPolicy] = DataPolicy("organisation", "what a school offers; nothing about anybody")

    organisation_id: str = Field(primary_key=True)
    school_id: str = Field(primary_key=True)
    term: str = Field(primary_key=True)
    answers: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(sa_type=UtcDateTime)
