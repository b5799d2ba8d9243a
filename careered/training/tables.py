"""Answers of staff in the training."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from careered.db.tables import DataPolicy, Table
from careered.db.types import UtcDateTime
from careered.i18n_marker import _


class TrainingAnswer(Table, table=True):
    """One answer of a member of staff, visible to that person only. item: see `progress.TrainingRecord`."""

    __tablename__ = "training_answer"
    __table_args__ = (Index("ix_training_answer_person_id", "person_id"),)
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "person",
        _("Training for teachers and counsellors"),
        person_column="person_id",
        is_exported=True,
        erase="delete",
    )

    organisation_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    item: str = Field(primary_key=True)
    value: str
    answered_at: datetime = Field(sa_type=UtcDateTime)
