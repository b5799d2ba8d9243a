"""The session: one row a launch, found by the hash of a secret that only the browser has."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field

from careered.db.tables import Holds, Table
from careered.db.types import UtcDateTime


class SessionRow(Table, table=True):
    """A visit: 8 hours at most, 60 minutes idle (shared computers), bound to one person, class and launch."""

    __tablename__ = "session"
    __table_args__ = (Index("ix_session_token_hash", "token_hash", unique=True),)
    holds: ClassVar[Holds] = Holds("person", "keeps a visit open", column="person_id", erase="delete")

    organisation_id: str = Field(primary_key=True)
    token_hash: str = Field(primary_key=True)
    platform_id: str
    platform_name: str
    person_id: str = Field(index=True)
    class_id: str
    role: str
    saves: bool
    name: str
    lang: str
    lesson_id: str
    origins: list[str] = Field(sa_column=Column(JSON, nullable=False))
    languages: list[str] = Field(sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
