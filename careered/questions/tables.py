"""Questions to the staff of a class, named or anonymous."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from careered.db.tables import DataPolicy, Table
from careered.db.types import UtcDateTime
from careered.i18n_marker import _


class Question(Table, table=True):
    """A question with the asker's name, to the staff of a class. state: "new", "in_progress", "answered"."""

    __tablename__ = "question"
    __table_args__ = (Index("ix_question_person_id", "person_id"),)
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "person",
        _("Questions to the counsellor, and the answers"),
        person_column="person_id",
        is_exported=True,
        is_free_text=True,
        erase="delete",
    )

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    person_id: str
    text: str
    state: str
    answer: str = ""
    asked_at: datetime = Field(sa_type=UtcDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AnonymousQuestion(Table, table=True):
    """An anonymous question: no column leads to a person or a time (docs/decisions/0011).

    id: hash of the code that only the asker has. week: the Monday of its week, for retention.
    Without rowid: SQLite would number the rows in the order of writing.
    """

    __tablename__ = "anonymous_question"
    __table_args__ = ({"sqlite_with_rowid": False},)
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "organisation", "questions without a name: nobody knows whose they are"
    )

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    text: str
    state: str
    answer: str = ""
    week: date
