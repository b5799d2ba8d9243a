"""What staff did with a row of the desk."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from careered.db.tables import DataPolicy, Table
from careered.db.types import UtcDateTime
from careered.i18n_marker import _

HANDLED, POSTPONED = "handled", "postponed"


class DeskAct(Table, table=True):
    """What staff did with a row of the desk; undone by deleting it.

    reason, target_id: which row (queue.py). kind: "handled" (such as: we have talked), or "postponed" until a time.
    person_id: the pupil whom the row is about; "" where it is about the class. A request that comes after created_at
    is a row of its own.
    """

    __tablename__ = "desk_act"
    __table_args__ = (Index("ix_desk_act_person_id", "person_id"),)
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "person",
        _("That somebody from the school has talked with you about what you asked for"),
        person_column="person_id",
        is_exported=True,
        erase="delete",
    )

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    reason: str = Field(primary_key=True)
    target_id: str = Field(primary_key=True)
    person_id: str
    kind: str
    until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    author_person_id: str
    created_at: datetime = Field(sa_type=UtcDateTime)
