"""Feedback from staff to one pupil."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from careered.db.tables import DataPolicy, Table
from careered.db.types import UtcDateTime
from careered.i18n_marker import _


class FeedbackNote(Table, table=True):
    """Feedback from staff to a pupil. kind: "reminder" of a lesson, or "comment" or "again" (revise it) on a step.

    text: "" for a reminder in the standard words. read_at: when the pupil confirmed it, or submitted the step again.
    """

    __tablename__ = "feedback_note"
    __table_args__ = (Index("ix_feedback_note_person_id", "person_id"),)
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "person",
        _("Reminders and comments from teachers"),
        person_column="person_id",
        is_exported=True,
        is_free_text=True,
        erase="delete",
    )

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    kind: str
    lesson_id: str = ""
    step_id: str = ""
    text: str = ""
    author_person_id: str
    created_at: datetime = Field(sa_type=UtcDateTime)
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
