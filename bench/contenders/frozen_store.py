"""careered's store at commit 6a80bec, frozen: the five statements of a launch, on its tables (frozen_tables.py).

It imports nothing of careered and may not change any more: what is measured against it stays comparable. A new class
was also placed in a school there, by one more statement; that is left out, in the peer's favour.
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from bench.contenders.frozen_tables import enrolment, person, school_class, session, used_nonce

_SESSION = select(session).where(session.c.token_hash == bindparam("token_hash"))
_OPEN = insert(session)
_ORGANISATION, _PLATFORM, _NAME, _PACK = "town", "platform", "Koulu", "fi-basic-7-9"
_CLASS_CHANGE, _CLASS_KNOWN = ("title", "label", "school_code", "platform_name"), ("id", "grade", "grade_set_at")
_ENROLMENT_CHANGE = ("role", "role_from", "status", "launched_at", "updated_at")


def keep(db: Connection, launched: dict[str, Any]) -> str:
    """Keep a launch: nonce, person, class, enrolment, session. Returns the session's secret.

    launched: sub, name, context_id, title, lang, origin, nonce.
    """
    at = datetime.now(UTC)
    place = {"organisation_id": _ORGANISATION, "platform_id": _PLATFORM}
    nonce = {**place, "nonce": launched["nonce"], "used_at": at}
    if not _upsert(db, used_nonce, nonce, (*place, "nonce"), (), ("organisation_id",)):
        raise PermissionError("this nonce has been used")
    known = {**place, "id": secrets.token_urlsafe(16), "sub": launched["sub"], "name": launched["name"]}
    who = _upsert(db, person, {**known, "blocked": False, "created_at": at}, (*place, "sub"), ("name",), ("id",))
    where = _upsert(db, school_class, _class(place, launched, at), (*place, "context_id"), _CLASS_CHANGE, _CLASS_KNOWN)
    member = {"organisation_id": _ORGANISATION, "class_id": where["id"], "person_id": who["id"]}
    state = {"role": "pupil", "role_from": "launch", "status": "active", "launched_at": at, "updated_at": at}
    _upsert(db, enrolment, {**member, **state}, tuple(member), _ENROLMENT_CHANGE, ())
    return _open(db, {**place, **member}, launched, at)


def _class(place: dict[str, str], launched: dict[str, Any], at: datetime) -> dict[str, Any]:
    named = {"id": secrets.token_urlsafe(16), "context_id": launched["context_id"], "title": launched["title"]}
    empty = {"label": "", "school_code": "", "school_id": "", "grade": None, "roster_problem": ""}
    return {
        **place,
        **named,
        **empty,
        "platform_name": _NAME,
        "pack_id": _PACK,
        "roster_state": "unknown",
        "created_at": at,
    }


def _open(db: Connection, member: dict[str, str], launched: dict[str, Any], at: datetime) -> str:
    token = secrets.token_urlsafe(32)
    texts = {"platform_name": _NAME, "role": "pupil", "name": launched["name"], "lang": launched["lang"]}
    lists = {"origins": [launched["origin"]], "languages": ["fi", "sv", "en"], "sees": []}
    flags = {"lesson_id": "", "saves": True, "platform_admin": False, "created_at": at, "seen_at": at}
    db.execute(_OPEN, {**member, **texts, **lists, **flags, "token_hash": _hash(token)})
    return token


def name_of(db: Connection, token: str) -> str:
    """The name in a session. Raises PermissionError where there is none."""
    row = db.execute(_SESSION, {"token_hash": _hash(token)}).mappings().first()
    if row is None:
        raise PermissionError("there is no such session")
    return str(row["name"])


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _upsert(
    db: Connection, table: Table, row: dict[str, Any], key: Sequence[str], change: Sequence[str], back: Sequence[str]
) -> dict[str, Any]:
    statement = _statement(db.dialect.name, table, tuple(row), tuple(key), tuple(change), tuple(back))
    found = db.execute(statement, row)
    first = found.mappings().first() if back else None
    return dict(first) if first else {}


@lru_cache(maxsize=256)
def _statement(
    dialect: str,
    table: Table,
    _columns: tuple[str, ...],
    key: tuple[str, ...],
    change: tuple[str, ...],
    back: tuple[str, ...],
) -> Any:
    new: Any = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(table)
    keyed = [table.c[name] for name in key]
    changed = {name: new.excluded[name] for name in change}
    if change:
        statement = new.on_conflict_do_update(index_elements=keyed, set_=changed)
    else:
        statement = new.on_conflict_do_nothing(index_elements=keyed)
    return statement.returning(*[table.c[name] for name in back]) if back else statement
