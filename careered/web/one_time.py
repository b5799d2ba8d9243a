"""One-time links: invitations to register a platform, and sign-in links of administrators.

The URL carries a secret; the database stores its hash. Redeeming a link and its effect are one transaction.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from careered.clock import now
from careered.db.queries import select_by
from careered.web.sessions import hash_token
from careered.web.tables import OneTimeLink

INVITATION, ADMIN = "invitation", "admin"
RETENTION = timedelta(days=30)
_table = OneTimeLink.__table__
_LINKS = select(_table)


@dataclass(frozen=True)
class IssuedLink:
    """A stored link."""

    organisation_id: str
    payload: Mapping[str, str]
    expires_at: datetime
    used_at: datetime | None

    @property
    def is_usable(self) -> bool:
        """Whether the link is neither used nor expired."""
        return self.used_at is None and now() < self.expires_at


def create(
    db: Connection, organisation_id: str, kind: str, *, ttl: timedelta, payload: Mapping[str, str] | None = None
) -> str:
    """Store a new link. Returns the secret for its URL, which is not stored and so can be shown only once."""
    secret, created_at = secrets.token_urlsafe(24), now()
    row = {
        "organisation_id": organisation_id,
        "token_hash": hash_token(secret),
        "kind": kind,
        "payload": dict(payload or {}),
    }
    db.execute(insert(_table).values(**row, created_at=created_at, expires_at=created_at + ttl))
    return secret


def find(db: Connection, kind: str, secret: str) -> IssuedLink | None:
    """The link of a secret, used or not; None if there is none of this kind."""
    row = select_by(db, _LINKS, _table, token_hash=hash_token(secret), kind=kind).mappings().first()
    return _link(row) if row else None


def redeem(db: Connection, kind: str, secret: str) -> IssuedLink | None:
    """Mark a link as used; None if it is unknown, used or expired. Of two concurrent calls one succeeds."""
    redeemed_at = now()
    matches = (_table.c.token_hash == hash_token(secret)) & (_table.c.kind == kind)
    is_usable = _table.c.used_at.is_(None) & (_table.c.expires_at > redeemed_at)
    row = (
        db.execute(update(_table).where(matches & is_usable).values(used_at=redeemed_at).returning(*_table.c))
        .mappings()
        .first()
    )
    return _link(row) if row else None


def give_back(db: Connection, kind: str, secret: str) -> None:
    """Make a redeemed link usable again, where what it was redeemed for did not happen."""
    matches = (_table.c.token_hash == hash_token(secret)) & (_table.c.kind == kind)
    db.execute(update(_table).where(matches).values(used_at=None))


def prune(db: Connection) -> None:
    """Delete links that expired more than RETENTION ago."""
    db.execute(delete(_table).where(_table.c.expires_at < now() - RETENTION))


def _link(row: RowMapping) -> IssuedLink:
    return IssuedLink(row["organisation_id"], row["payload"], row["expires_at"], row["used_at"])
