"""People, their classes, and their rights beyond a class."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from careered.db.tables import DataPolicy, Table
from careered.db.types import UtcDateTime
from careered.i18n_marker import _


class Person(Table, table=True):
    """A user of a platform. `sub` is the only identity; name is "" where the platform does not share it.

    given_name: to greet them by, where the platform tells one that the name does not begin with ("Ahonen Aava"); else
    None. deployment_id: where `sub` is unique; "" where all deployments of the platform share their people.
    reads_easy: whether the person has switched to easy language.
    """

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("organisation_id", "platform_id", "deployment_id", "sub"),)
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "person",
        _(
            "The number that the platform uses, and the name if the school shares it: for recognition and for "
            "the greeting"
        ),
        person_column="id",
        is_exported=True,
        erase="delete",
    )

    organisation_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    platform_id: str
    deployment_id: str = ""
    sub: str
    name: str
    given_name: str | None = None
    blocked: bool = False
    reads_easy: bool = False
    created_at: datetime = Field(sa_type=UtcDateTime)


class Enrolment(Table, table=True):
    """A person in a class. A role from a launch is surer than one from a membership list (Moodle's two disagree).

    listed_at: when a membership list last had the person; None for those whom no list has had, or who launched after
    one had lacked them, such as administrators of the platform: they have not left when the next list lacks them too.
    moved_at: when a list brought them to a class that had one before, or no longer had them; None where none has.
    """

    __tablename__ = "enrolment"
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "person", _("The classes, to list who is in them"), person_column="person_id", is_exported=True, erase="delete"
    )

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True, index=True)
    role: str
    role_source: str
    status: str
    launched_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    listed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    moved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)


class AdministratorAccess(Table, table=True):
    """A platform administrator's access to careered's administration, or a request. The server approves the first."""

    __tablename__ = "administrator_access"
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "person",
        _("Whether someone administers careered or has asked to do so"),
        person_column="person_id",
        is_exported=True,
        erase="delete",
    )

    organisation_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    approved: bool
    requested_at: datetime = Field(sa_type=UtcDateTime)


class SchoolLeader(Table, table=True):
    """A person's right to see one school's figures, or a request for it. school_id: "" while it is none, or for the
    classes without a school.
    """

    __tablename__ = "school_leader"
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "person",
        _("Whether someone can see the figures for a school or has asked to see them"),
        person_column="person_id",
        is_exported=True,
        erase="delete",
    )

    organisation_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    school_id: str = ""
    approved: bool
    requested_at: datetime = Field(sa_type=UtcDateTime)
