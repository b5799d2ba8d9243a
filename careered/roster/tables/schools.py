"""Organisations, their schools, and which class belongs to which."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from careered.db.tables import DataPolicy, Table
from careered.db.types import UtcDateTime


class Organisation(Table, table=True):
    """A provider of education, such as a municipality: the tenant. Its id is the first key of every other table.

    country, lang: defaults for its administrators; "" until one of them sets them.
    """

    __tablename__ = "organisation"
    data_policy: ClassVar[DataPolicy] = DataPolicy("organisation", "the name of the provider of education")

    organisation_id: str = Field(primary_key=True)
    name: str
    country: str = ""
    lang: str = ""
    created_at: datetime = Field(sa_type=UtcDateTime)


class School(Table, table=True):
    """A school of the organisation. code: the organisation's own, such as a school number."""

    __tablename__ = "school"
    __table_args__ = (UniqueConstraint("organisation_id", "code"),)
    data_policy: ClassVar[DataPolicy] = DataPolicy("organisation", "names and codes of schools")

    organisation_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    code: str
    name: str
    created_at: datetime = Field(sa_type=UtcDateTime)


class SchoolRule(Table, table=True):
    """A rule by which classes belong to a school. The first matching rule, by position, decides.

    kind: "name": the pattern is matched with the course's long and short name (`*` matches anything).
    """

    __tablename__ = "school_rule"
    data_policy: ClassVar[DataPolicy] = DataPolicy("organisation", "which course belongs to which school")

    organisation_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    school_id: str
    kind: str
    pattern: str
    position: int
