"""A class that does a lesson together, and the question at its end. Nobody's answer is kept with a name."""

from datetime import datetime
from typing import ClassVar

from sqlmodel import Field

from careered.db.tables import DataPolicy, Table
from careered.db.types import UtcDateTime
from careered.i18n_marker import _


class LiveLessonRow(Table, table=True):
    """A class does a lesson together: from its start until devices are put away.

    question: the one that is asked at the end, "" before. ended_at: when staff ended it.
    """

    __tablename__ = "live_lesson"
    data_policy: ClassVar[DataPolicy] = DataPolicy("organisation", "which lesson a class did together, and until when")

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    lesson_id: str
    question: str = ""
    started_at: datetime = Field(sa_type=UtcDateTime)
    devices_until: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ExitTicketRespondent(Table, table=True):
    """Somebody has answered the question at the end, so that nobody does it twice; not what the answer was."""

    __tablename__ = "exit_ticket_respondent"
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "person",
        _("That you answered a question at the end of a lesson, not what you answered"),
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
    """How many chose what; no column leads to a person."""

    __tablename__ = "exit_ticket_count"
    data_policy: ClassVar[DataPolicy] = DataPolicy("organisation", "how many pupils chose an answer, not who")

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    live_lesson_id: str = Field(primary_key=True)
    question: str = Field(primary_key=True)
    choice: str = Field(primary_key=True)
    number: int
