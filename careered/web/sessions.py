"""Open, find and renew sessions (session_end.py ends them).

The token travels as a cookie where the browser accepts it (session_cookies.py), and always as a hidden field of forms
and a header of htmx requests; never in a URL. Unsafe requests are authenticated by field or header only, which another
site cannot know: this is also the CSRF protection.
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta
from functools import cache, lru_cache
from operator import attrgetter, itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, cast, select, update
from sqlalchemy.dialects import postgresql

from careered.clock import now
from careered.db.compiled import run
from careered.db.engine import need_not_last
from careered.db.locks import lock_of
from careered.db.prefetch import NO_PREFETCHES, BoundPrefetches, Prefetch
from careered.db.queries import select_by
from careered.db.upsert import insert_if_new_by_driver
from careered.web.errors import RequestError
from careered.web.permissions import Role
from careered.web.session_validity import CLASSES, PEOPLE, SESSIONS, has_ended
from careered.web.tables import SessionRow
from careered.web.viewer import Viewer

SESSION_TTL = timedelta(hours=8)
IDLE_TIMEOUT = timedelta(minutes=60)
TOUCH_INTERVAL = timedelta(minutes=5)

_table = SessionRow.__table__
_NONCE = ("organisation_id", "platform_id", "nonce")
_IS_USED = select(_table.c.nonce)
_TURN = select(lock_of(_table.c.organisation_id + "\n" + _table.c.class_id + "\n" + _table.c.person_id)).where(
    _table.c.token_hash == bindparam("token_hash")
)
FIELDS = (
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
    "return_url",
)
LISTS = ("origins", "languages", "visible_person_ids")
_FLAGS = ("has_left", "is_joined", "reads_easy")
_FIELDS_OF, _FIELDS_FROM = itemgetter(*FIELDS), attrgetter(*FIELDS)


def hash_token(token: str) -> str:
    """SHA-256 of a token, in hexadecimal: the database stores this and never the token."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(db: Connection, viewer: Viewer, *, nonce: str | None = None) -> Viewer:
    """Store a new session for a viewer. Returns the viewer with its new token, which is always generated here.

    nonce: of the launch that opens it. Raises RequestError nonce_used if it has opened one before.
    """
    token = secrets.token_urlsafe(32)
    if not insert_if_new_by_driver(db, _table, _row(viewer, token, nonce), key=_NONCE):  # None is as none before it
        raise RequestError("nonce_used")
    return viewer.with_values(token=token)


def open_session_if_new(db: Connection, viewer: Viewer, nonce: str) -> Viewer | None:
    """As `open_session`, by a statement that needs no transaction. None where the nonce is used; on PostgreSQL also
    where the person or the class has been deleted. SQLite lets nobody delete meanwhile.
    """
    token = secrets.token_urlsafe(32)
    row = _row(viewer, token, nonce)
    if db.dialect.name == "postgresql":
        is_open = bool(run(db, _locking_insert(), row))
    else:
        is_open = insert_if_new_by_driver(db, _table, row, key=_NONCE)
    return viewer.with_values(token=token) if is_open else None


def _row(viewer: Viewer, token: str, nonce: str | None) -> dict[str, Any]:
    opened_at = now()
    row = dict(zip(FIELDS, _FIELDS_FROM(viewer), strict=True)) | {"token_hash": hash_token(token), "nonce": nonce}
    row |= {name: list(getattr(viewer, name)) for name in LISTS}
    return row | {"created_at": opened_at, "seen_at": opened_at}


@cache
def _locking_insert() -> Any:
    """The INSERT that waits for whoever deletes the session's person or class, and inserts nothing then."""
    own = {column.name: bindparam(column.name, type_=column.type) for column in _table.c}
    row = select(*[cast(value, _table.c[name].type) for name, value in own.items()]).where(
        PEOPLE.c.organisation_id == own["organisation_id"],
        PEOPLE.c.id == own["person_id"],
        CLASSES.c.organisation_id == own["organisation_id"],
        CLASSES.c.id == own["class_id"],
    )
    insert = postgresql.insert(_table).from_select(
        list(own), row.with_for_update(read=True, key_share=True), include_defaults=False
    )
    return insert.on_conflict_do_nothing(index_elements=[_table.c[name] for name in _NONCE]).returning(_table.c.nonce)


def is_used(db: Connection, organisation_id: str, platform_id: str, nonce: str) -> bool:
    """Whether a launch's nonce has opened a session, which may have ended."""
    place = {"organisation_id": organisation_id, "platform_id": platform_id, "nonce": nonce}
    return select_by(db, _IS_USED, _table, **place).first() is not None


def find_viewer(
    db: Connection,
    token: str,
    *,
    keeps_cookies: bool,
    prefetches: BoundPrefetches = NO_PREFETCHES,
    also_idle: bool = False,
) -> Viewer | None:
    """The viewer of a token; None if it is unknown, ended, older than SESSION_TTL, idle for IDLE_TIMEOUT, or no longer
    valid by what it rests on (session_validity.py). prefetches: what the same statement reads. also_idle: however long
    it was idle.
    """
    found = run(db, _with_prefetches(prefetches.items), {**prefetches.parameters, "token_hash": hash_token(token)})
    row = found[0] if found else None
    if row is None or now() - row["created_at"] > SESSION_TTL or has_ended(row):
        return None
    if not also_idle and now() - row["seen_at"] > IDLE_TIMEOUT:
        return None
    fields = dict(zip(FIELDS, _FIELDS_OF(row), strict=True)) | {name: tuple(row[name]) for name in LISTS}
    fields |= {"role": Role(row["role"]), "seen_at": row["seen_at"], "given_name": row["given_name"]}
    fields |= {name: bool(row[name]) for name in _FLAGS}
    prefetched = {each.name: row[each.name] for each in prefetches.items}
    return Viewer.of(token=token, keeps_cookies=keeps_cookies, prefetched=prefetched, **fields)


@lru_cache(maxsize=64)
def _with_prefetches(prefetches: tuple[Prefetch, ...]) -> Select[Any]:
    """The session with rows of its person and class; what no column of the session says is a parameter."""
    return SESSIONS.where(_table.c.token_hash == bindparam("token_hash")).add_columns(
        *[each.column(lambda name: _table.c[name] if name in _table.c else bindparam(name)) for each in prefetches]
    )


def wait_for_turn(db: Connection, token: str) -> None:
    """`lock_for_transaction` for the session's person in its class; nothing without a token.

    A statement of its own before anything of theirs is read: PostgreSQL shows the data as before a statement waited.
    """
    if token and db.dialect.name == "postgresql":
        run(db, _TURN, {"token_hash": hash_token(token)})


def needs_touch(viewer: Viewer) -> bool:
    """Whether seen_at is older than TOUCH_INTERVAL. Not on every request: a write per page costs too much."""
    return viewer.seen_at is not None and now() - viewer.seen_at > TOUCH_INTERVAL


def touch(db: Connection, token: str) -> None:
    """Set seen_at to now, so that the session does not become idle while it is used. One that is idle stays so."""
    need_not_last(db)
    seen_at = now()
    is_due = _table.c.seen_at.between(seen_at - IDLE_TIMEOUT, seen_at - TOUCH_INTERVAL)
    db.execute(update(_table).where(_table.c.token_hash == hash_token(token), is_due).values(seen_at=seen_at))


def have_tokens(tokens: Sequence[str]) -> ColumnElement[bool]:
    """The condition on sessions whose token is one of these."""
    condition: ColumnElement[bool] = _table.c.token_hash.in_([hash_token(token) for token in tokens])
    return condition


def set_language(db: Connection, token: str, lang: str) -> None:
    """Set the language of a session."""
    db.execute(update(_table).where(_table.c.token_hash == hash_token(token)).values(lang=lang))


def set_languages(db: Connection, token: str, languages: Sequence[str], lang: str) -> None:
    """Set the language of a session and the languages to choose from (they depend on the pack)."""
    values = {"languages": list(languages), "lang": lang}
    db.execute(update(_table).where(_table.c.token_hash == hash_token(token)).values(**values))
