"""Live lessons and their exit tickets. No answer is stored with the person who gave it."""

from datetime import datetime
from typing import ClassVar

from sqlmodel import Field

from careered.db.tables import DataPolicy, Table
from careered.db.types import UtcDateTime
from careered.i18n_marker import _


class LiveLessonRow(Table, table=True):
    """A live lesson of a class or of one of its groups, from its start until devices are put away.

    group_id: of a group, which may have been removed since; None for the whole class. question: the exit ticket, a key
    of EXIT_TICKETS; "" before. ended_at: when staff ended it. code: what stands on the wall (lesson_code.py); "" of one
    that began before there were codes.
    """

    __tablename__ = "live_lesson"
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "organisation", "which lesson a class or a group of it did together, and until when"
    )

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    lesson_id: str
    group_id: str | None = None
    question: str = ""
    code: str = Field(default="", index=True, sa_column_kwargs={"server_default": ""})
    started_at: datetime = Field(sa_type=UtcDateTime)
    devices_until: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ExitTicketRespondent(Table, table=True):
    """A person has answered an exit ticket, so that nobody answers twice; the answer is not stored here."""

    __tablename__ = "exit_ticket_respondent"
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "person",
        _("The fact that a question at the end of a lesson was answered, but not the answer"),
        person_column="person_id",
        is_exported=True,
        erase="delete",
    )

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    live_lesson_id: str = Field(primary_key=True)
    question: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True, index=True)


class ExitTicketCount(Table, table=True):
    """The number of answers by choice; no column refers to a person."""

    __tablename__ = "exit_ticket_count"
    data_policy: ClassVar[DataPolicy] = DataPolicy("organisation", "how many pupils chose an answer, not who")

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    live_lesson_id: str = Field(primary_key=True)
    question: str = Field(primary_key=True)
    choice: str = Field(primary_key=True)
    number: int
