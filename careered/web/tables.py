"""Tables of sessions and of one-time links; both store the hash of a secret, not the secret."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field

from careered.db.tables import DataPolicy, Table
from careered.db.types import UtcDateTime
from careered.i18n_marker import _


class SessionRow(Table, table=True):
    """A session of one person, class and launch: at most 8 hours, 60 minutes idle (for shared computers).

    nonce: of the launch that opened it, which is used up by this row (docs/decisions/0033); None where none did. It
    outlives the session: what ends is emptied, and is deleted when every session of its age is.
    """

    __tablename__ = "session"
    __table_args__ = (
        Index("ix_session_token_hash", "token_hash", unique=True),
        Index("ix_session_nonce", "organisation_id", "platform_id", "nonce", unique=True),
    )
    data_policy: ClassVar[DataPolicy] = DataPolicy("person", _("Open sessions"), person_column="person_id", erase="end")

    organisation_id: str = Field(primary_key=True)
    token_hash: str = Field(primary_key=True)
    platform_id: str
    nonce: str | None = None
    platform_name: str
    person_id: str = Field(index=True)
    class_id: str
    role: str
    persists: bool
    name: str
    lang: str
    lesson_id: str
    is_platform_admin: bool = False
    return_url: str = ""
    origins: list[str] = Field(sa_column=Column(JSON, nullable=False))
    languages: list[str] = Field(sa_column=Column(JSON, nullable=False))
    visible_person_ids: list[str] = Field(sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)


class OneTimeLink(Table, table=True):
    """A URL that works once and expires. kind: "invitation" (register a platform) or "admin" (sign in).

    payload: its parameters, such as the country of a platform or the person's id (ours, not the platform's).
    """

    __tablename__ = "one_time_link"
    __table_args__ = (Index("ix_one_time_link_token_hash", "token_hash", unique=True),)
    data_policy: ClassVar[DataPolicy] = DataPolicy("organisation", "lets somebody in once")

    organisation_id: str = Field(primary_key=True)
    token_hash: str = Field(primary_key=True)
    kind: str
    payload: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
