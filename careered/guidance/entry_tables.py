"""A pupil's own notebook entries."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from careered.db.tables import Holds, Table
from careered.db.types import UtcDateTime
from careered.words import _


class KeptLine(Table, table=True):
    """A line that a pupil has put on "My page". shelf: "finding", "plan" or "service" (text: the service's id)."""

    __tablename__ = "kept_line"
    __table_args__ = (Index("ix_kept_line_person_id", "person_id"),)
    holds: ClassVar[Holds] = Holds(
        "person", _("What was put on the own page"), column="person_id", export=True, words=True, erase="delete"
    )

    organisation_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    shelf: str
    text: str
    made_at: datetime = Field(sa_type=UtcDateTime)
