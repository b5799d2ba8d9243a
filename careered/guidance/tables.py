"""Questions, boards and what stands on them; lines that a pupil keeps."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from careered.db.tables import Holds, Table
from careered.db.types import UtcDateTime
from careered.words import _


class Question(Table, table=True):
    """A question with the asker's name, to the staff of a class. state: "new", "taken", "answered"."""

    __tablename__ = "question"
    __table_args__ = (Index("ix_question_person_id", "person_id"),)
    holds: ClassVar[Holds] = Holds(
        "person",
        _("Questions to the counsellor, and the answers"),
        column="person_id",
        export=True,
        words=True,
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


class NamelessQuestion(Table, table=True):
    """A question without a name: no column leads to a person, none to a moment (docs/decisions/0011).

    id: the hash of the words that only the asker has. week: the Monday of its week; it decides when the row goes.
    Without a row number: SQLite would count them up, and tell the order.
    """

    __tablename__ = "nameless_question"
    __table_args__ = ({"sqlite_with_rowid": False},)
    holds: ClassVar[Holds] = Holds("organisation", "questions without a name: nobody knows whose they are")

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    text: str
    state: str
    answer: str = ""
    week: date


class Board(Table, table=True):
    """A board of a class: what it is for, and who may write when.

    kind: "findings", "questions", "jobs". moderated: whether staff read before classmates do. opens, closes: local
    clock times "HH:MM" between which pupils may write; "" for no limit.
    """

    __tablename__ = "board"
    holds: ClassVar[Holds] = Holds("organisation", "what a class was asked to build together")

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    kind: str
    prompt: str
    open: bool
    moderated: bool
    opens: str = ""
    closes: str = ""
    created_at: datetime = Field(sa_type=UtcDateTime)


class Post(Table, table=True):
    """What somebody put on a board. state: "waiting", "shown", "hidden". subject: a job, where the board is a map."""

    __tablename__ = "post"
    __table_args__ = (Index("ix_post_person_id", "person_id"),)
    holds: ClassVar[Holds] = Holds(
        "person",
        _("What was written on the class's boards"),
        column="person_id",
        export=True,
        words=True,
        erase="delete",
    )

    organisation_id: str = Field(primary_key=True)
    board_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    person_id: str
    subject: str = ""
    text: str
    state: str
    made_at: datetime = Field(sa_type=UtcDateTime)


class PostSign(Table, table=True):
    """A pupil's sign at a post. kind: "vote" or "report"."""

    __tablename__ = "post_sign"
    __table_args__ = (Index("ix_post_sign_person_id", "person_id"),)
    holds: ClassVar[Holds] = Holds(
        "person", _("Votes and reports on the class's boards"), column="person_id", export=True, erase="delete"
    )

    organisation_id: str = Field(primary_key=True)
    board_id: str = Field(primary_key=True)
    post_id: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)


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


class TrackMark(Table, table=True):
    """What a practitioner has done on the track, for the practitioner alone. mark: see `track.Record`."""

    __tablename__ = "track_mark"
    __table_args__ = (Index("ix_track_mark_person_id", "person_id"),)
    holds: ClassVar[Holds] = Holds(
        "person", _("The own track of teachers and counsellors"), column="person_id", export=True, erase="delete"
    )

    organisation_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    mark: str = Field(primary_key=True)
    value: str
    at: datetime = Field(sa_type=UtcDateTime)
