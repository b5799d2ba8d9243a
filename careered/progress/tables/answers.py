"""Answers of pupils, and their requests to show a lesson in another way."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Column, Index, text
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
