"""A pupil's own notebook entries."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from careered.db.tables import DataPolicy, Table
from careered.db.types import UtcDateTime
from careered.i18n_marker import _


class NotebookEntryRow(Table, table=True):
    """A notebook entry. section: "finding", "plan", "contact", "card"; "service", "shown" (text: an id; entries.py)."""

    __tablename__ = "notebook_entry"
    __table_args__ = (Index("ix_notebook_entry_person_id", "person_id"),)
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "person",
        _("What was added to My page"),
        person_column="person_id",
        is_exported=True,
        is_free_text=True,
        erase="delete",
    )

    organisation_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    section: str
    text: str
    created_at: datetime = Field(sa_type=UtcDateTime)
