"""Addresses that work once and for a while: invitations to register a platform, an administrator's way in.

The address carries a secret; the database keeps its hash. Using one up and doing what it is for are one transaction.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from careered.clock import now
from careered.db.lookup import lookup
from careered.web.sessions import hash_of
from careered.web.tables import OneTimeLink

INVITATION, ADMIN = "invitation", "admin"
KEPT = timedelta(days=30)
_table = OneTimeLink.__table__
_LINKS = select(_table)


@dataclass(frozen=True)
class Link:
    """A link that has been found. usable: neither used nor over."""

    organisation_id: str
    note: Mapping[str, str]
    expires_at: datetime
    used_at: datetime | None

    @property
    def usable(self) -> bool:
        """Whether the link may still be used."""
        return self.used_at is None and now() < self.expires_at


def make(
    db: Connection, organisation_id: str, kind: str, *, lives: timedelta, note: Mapping[str, str] | None = None
) -> str:
    """A new link's secret, for the address; it is shown once and kept nowhere."""
    secret, at = secrets.token_urlsafe(24), now()
    row = {"organisation_id": organisation_id, "token_hash": hash_of(secret), "kind": kind, "note": dict(note or {})}
    db.execute(insert(_table).values(**row, created_at=at, expires_at=at + lives))
    return secret


def find(db: Connection, kind: str, secret: str) -> Link | None:
    """The link of a secret, used or not; None where there is none of this kind."""
    row = lookup(db, _LINKS, _table, token_hash=hash_of(secret), kind=kind).mappings().first()
    return _link(row) if row else None


def use(db: Connection, kind: str, secret: str) -> Link | None:
    """Use a link up; None where that is not possible (any more). Two at once: one gets it."""
    at = now()
    free = (_table.c.token_hash == hash_of(secret)) & (_table.c.kind == kind)
    usable = _table.c.used_at.is_(None) & (_table.c.expires_at > at)
    used = db.execute(update(_table).where(free & usable).values(used_at=at).returning(*_table.c)).mappings().first()
    return _link(used) if used else None


def remove_old(db: Connection) -> None:
    """Forget links that ended a month ago."""
    db.execute(delete(_table).where(_table.c.expires_at < now() - KEPT))


def _link(row: RowMapping) -> Link:
    return Link(row["organisation_id"], row["note"], row["expires_at"], row["used_at"])
