"""Opening, finding and ending sessions.

The secret travels as a `__Host-` Partitioned cookie where the browser keeps it, and always as a hidden field of
forms and a header of htmx requests; never in an address. Unsafe requests are believed only by field or header,
which a foreign site cannot know: that is the CSRF protection too.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection, delete, insert, select, update

from careered.clock import now
from careered.db.queries import select_by
from careered.web.permissions import Role
from careered.web.tables import SessionRow
from careered.web.viewer import Viewer

COOKIE = "__Host-careered"
SESSION_TTL = timedelta(hours=8)
IDLE_TIMEOUT = timedelta(minutes=60)
TOUCH_INTERVAL = timedelta(minutes=5)

_table = SessionRow.__table__
_SESSIONS = select(_table)
_INSERT = insert(_table)
_FIELDS = (
    "organisation_id",
    "platform_id",
    "platform_name",
    "person_id",
    "class_id",
    "role",
    "persists",
    "name",
    "lang",
    "lesson_id",
    "is_platform_admin",
)
_LISTS = ("origins", "languages", "visible_person_ids")


def hash_token(token: str) -> str:
    """What the database keeps of a secret: enough to find it, useless to whoever reads it."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(db: Connection, viewer: Viewer) -> Viewer:
    """Store a new session for a viewer; the answer carries its fresh secret (never one given from outside)."""
    token, opened_at = secrets.token_urlsafe(32), now()
    row = {name: getattr(viewer, name) for name in _FIELDS} | {"token_hash": hash_token(token)}
    row |= {name: list(getattr(viewer, name)) for name in _LISTS} | {"created_at": opened_at, "seen_at": opened_at}
    db.execute(_INSERT, row)
    return replace(viewer, token=token)


def find_viewer(db: Connection, token: str, *, keeps_cookies: bool) -> Viewer | None:
    """The viewer of a secret, or None when it is unknown, ended, too old or idle for too long."""
    row = select_by(db, _SESSIONS, _table, token_hash=hash_token(token)).mappings().first()
    if row is None or now() - row["created_at"] > SESSION_TTL or now() - row["seen_at"] > IDLE_TIMEOUT:
        return None
    fields = {name: row[name] for name in _FIELDS}
    fields |= {name: tuple(row[name]) for name in _LISTS} | {"role": Role(row["role"])}
    return Viewer(token=token, keeps_cookies=keeps_cookies, seen_at=row["seen_at"], **fields)


def needs_touch(viewer: Viewer) -> bool:
    """Whether it is time to note that the session is in use: every five minutes, for a write a page would be dear."""
    return viewer.seen_at is not None and now() - viewer.seen_at > TOUCH_INTERVAL


def touch(db: Connection, token: str) -> None:
    """Note that the session is in use, so that it does not end while somebody works."""
    seen_at = now()
    db.execute(
        update(_table)
        .where(_table.c.token_hash == hash_token(token), _table.c.seen_at < seen_at - TOUCH_INTERVAL)
        .values(seen_at=seen_at)
    )


def end_previous_user(db: Connection, token: str, person_id: str) -> None:
    """Somebody else sits down at a shared computer: the session of the person before ends."""
    db.execute(delete(_table).where(_table.c.token_hash == hash_token(token), _table.c.person_id != person_id))


def end_sessions_with_role(db: Connection, organisation_id: str, person_id: str, role: Role) -> None:
    """A right was taken away: the visits in which it was used are over."""
    condition = (_table.c.organisation_id == organisation_id) & (_table.c.person_id == person_id)
    db.execute(delete(_table).where(condition & (_table.c.role == role.value)))


def end_session(db: Connection, token: str) -> None:
    """The visit is over."""
    db.execute(delete(_table).where(_table.c.token_hash == hash_token(token)))


def prune_expired(db: Connection) -> int:
    """Delete sessions past their lifetime; how many went."""
    return db.execute(delete(_table).where(_table.c.created_at < now() - SESSION_TTL)).rowcount


def set_language(db: Connection, token: str, lang: str) -> None:
    """The viewer chose another language."""
    db.execute(update(_table).where(_table.c.token_hash == hash_token(token)).values(lang=lang))


def set_languages(db: Connection, token: str, languages: Sequence[str], lang: str) -> None:
    """Other lessons, other languages to choose from."""
    values = {"languages": list(languages), "lang": lang}
    db.execute(update(_table).where(_table.c.token_hash == hash_token(token)).values(**values))


def cookie_header(name: str, value: str, *, max_age: int) -> str:
    """A Set-Cookie value. Written by hand: Starlette refuses Partitioned below Python 3.14."""
    return f"{name}={value}; Max-Age={max_age}; Path=/; Secure; HttpOnly; SameSite=None; Partitioned"
