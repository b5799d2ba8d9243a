"""Groups of a class that staff make here: the platform's own are not told to tools."""

from typing import ClassVar

from sqlmodel import Field

from careered.db.tables import Holds, Table
from careered.words import _


class ClassGroup(Table, table=True):
    """A group of a class, by its name."""

    __tablename__ = "class_group"
    holds: ClassVar[Holds] = Holds("organisation", "names of groups within a class")

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name: str


class GroupMember(Table, table=True):
    """A pupil in a group."""

    __tablename__ = "group_member"
    holds: ClassVar[Holds] = Holds(
        "person", _("Which groups of your class you are in"), column="person_id", export=True, erase="delete"
    )

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    group_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True, index=True)
