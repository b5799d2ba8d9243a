"""The code with which a pupil takes along what was reached to another class."""

from datetime import datetime
from typing import ClassVar

from sqlmodel import Field

from careered.db.tables import Holds, Table
from careered.db.types import UtcDateTime
from careered.words import _


class Transfer(Table, table=True):
    """A code that a pupil has made. code_hash: what is kept of it; the code itself only the pupil has."""

    __tablename__ = "transfer"
    holds: ClassVar[Holds] = Holds(
        "person", _("That you made a code to change classes"), column="person_id", export=True, erase="delete"
    )

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True, index=True)
    code_hash: str = Field(unique=True)
    made_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
