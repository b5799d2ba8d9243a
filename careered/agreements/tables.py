"""What was agreed in talks."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from careered.db.tables import DataPolicy, Table
from careered.db.types import UtcDateTime
from careered.i18n_marker import _


class Agreement(Table, table=True):
    """What a pupil and staff agreed, in words that the pupil reads too. agreed_on: the day of the talk."""

    __tablename__ = "agreement"
    __table_args__ = (Index("ix_agreement_person_id", "person_id"),)
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "person",
        _("What was agreed with someone at school; it is also shown on My page"),
        person_column="person_id",
        is_exported=True,
        is_free_text=True,
        erase="delete",
    )

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    text: str
    agreed_on: date
    author_person_id: str
    created_at: datetime = Field(sa_type=UtcDateTime)
