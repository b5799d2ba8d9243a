"""A class's boards, the posts on them, and reactions to posts."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from careered.db.tables import DataPolicy, Table
from careered.db.types import UtcDateTime
from careered.i18n_marker import _


class Board(Table, table=True):
    """A board of a class: its kind, and when pupils may write.

    kind: "findings", "questions", "jobs". moderated: whether posts wait for staff. opens, closes: local
    clock times "HH:MM" between which pupils may write; "" for no limit.
    """

    __tablename__ = "board"
    data_policy: ClassVar[DataPolicy] = DataPolicy("organisation", "what a class was asked to build together")

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
    """A post on a board. state: "waiting", "shown", "hidden". subject: the job, on a map of jobs.

    choice: the id of what was chosen on a lesson's card, on that card's board; else "".
    """

    __tablename__ = "post"
    __table_args__ = (Index("ix_post_person_id", "person_id"),)
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "person",
        _("What was written on the class's boards"),
        person_column="person_id",
        is_exported=True,
        is_free_text=True,
        erase="delete",
    )

    organisation_id: str = Field(primary_key=True)
    board_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    person_id: str
    subject: str = ""
    choice: str = ""
    text: str
    state: str
    created_at: datetime = Field(sa_type=UtcDateTime)


class PostReaction(Table, table=True):
    """A pupil's vote or report of a post. kind: "vote" or "report"."""

    __tablename__ = "post_reaction"
    __table_args__ = (Index("ix_post_reaction_person_id", "person_id"),)
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "person",
        _("Votes and reports on the class's boards"),
        person_column="person_id",
        is_exported=True,
        erase="delete",
    )

    organisation_id: str = Field(primary_key=True)
    board_id: str = Field(primary_key=True)
    post_id: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
