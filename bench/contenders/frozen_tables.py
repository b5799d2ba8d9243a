"""The tables that careered's launch had at commit 6a80bec, frozen: see frozen_store.py."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime. SQLite forgets the zone, so it is taken off and put back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The value as it is stored."""
        if value is None:
            return None
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any, _dialect: Dialect) -> datetime | None:
        """The value as it was."""
        if value is None:
            return None
        aware: datetime = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return aware


metadata = MetaData()


def _table(name: str, keys: str, texts: str, *more: Any) -> Table:
    key_columns = [Column(key, String, primary_key=True) for key in keys.split()]
    return Table(name, metadata, *key_columns, *[Column(text, String, nullable=False) for text in texts.split()], *more)


def _moment(name: str, *, null: bool = False, index: bool = False) -> Column[Any]:
    return Column(name, UtcDateTime, nullable=null, index=index)


used_nonce = _table("used_nonce", "organisation_id platform_id nonce", "", _moment("used_at", index=True))
person = _table(
    "person",
    "organisation_id id",
    "platform_id sub name",
    Column("blocked", Boolean, nullable=False),
    _moment("created_at"),
    UniqueConstraint("organisation_id", "platform_id", "sub"),
)
school_class = _table(
    "school_class",
    "organisation_id id",
    "platform_id platform_name context_id title label school_code school_id pack_id roster_state roster_problem",
    Column("grade", Integer),
    *[_moment(name, null=True) for name in ("roster_at", "ended_at", "grade_set_at")],
    _moment("roster_due", null=True, index=True),
    _moment("created_at"),
    UniqueConstraint("organisation_id", "platform_id", "context_id"),
)
enrolment = Table(
    "enrolment",
    metadata,
    Column("organisation_id", String, primary_key=True),
    Column("class_id", String, primary_key=True),
    Column("person_id", String, primary_key=True, index=True),
    *[Column(name, String, nullable=False) for name in ("role", "role_from", "status")],
    _moment("launched_at", null=True),
    _moment("updated_at"),
)
_SESSION_TEXTS = ("platform_id", "platform_name", "class_id", "role", "name", "lang", "lesson_id")
session = Table(
    "session",
    metadata,
    Column("organisation_id", String, primary_key=True),
    Column("token_hash", String, primary_key=True, index=True, unique=True),
    Column("person_id", String, nullable=False, index=True),
    *[Column(name, String, nullable=False) for name in _SESSION_TEXTS],
    *[Column(name, Boolean, nullable=False) for name in ("saves", "platform_admin")],
    *[Column(name, JSON, nullable=False) for name in ("origins", "languages", "sees")],
    _moment("created_at"),
    _moment("seen_at"),
)
