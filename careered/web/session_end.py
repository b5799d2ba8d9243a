"""End sessions.

A session that a launch opened uses up the launch's nonce by its row, so the row stays when the session ends: emptied,
under a name that no token has, until `prune_expired` (docs/decisions/0033).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, select, update

from careered.clock import now
from careered.db.queries import where_equal
from careered.web.permissions import Role
from careered.web.sessions import FIELDS, LISTS, SESSION_TTL, hash_token, have_tokens
from careered.web.tables import SessionRow

_table = SessionRow.__table__
_OF_OTHERS = select(_table.c.token_hash).where(
    _table.c.token_hash.in_(bindparam("hashes", expanding=True)), _table.c.person_id != bindparam("person_id")
)
_EMPTY: Mapping[str, Any] = {
    **dict.fromkeys(FIELDS[2:], ""),
    **{name: [] for name in LISTS},
    **dict.fromkeys(("persists", "is_platform_admin"), False),
}
"""What an ended session says: nothing but whose platform's nonce it was, and when it was opened."""


def end_previous_user(db: Connection, tokens: Sequence[str], person_id: str) -> None:
    """End the sessions of tokens unless they are this person's: another person uses the same (shared) computer."""
    hashes = [hash_token(token) for token in tokens]
    if hashes and db.execute(_OF_OTHERS, {"hashes": hashes, "person_id": person_id}).first():  # seldom, so looked first
        _end(db, have_tokens(tokens) & (_table.c.person_id != person_id))


def end_sessions_with_role(db: Connection, organisation_id: str, person_id: str, role: Role) -> None:
    """End a person's sessions in a role that was withdrawn."""
    _end(db, _of(organisation_id, person_id) & (_table.c.role == role.value))


def end_sessions_of(db: Connection, organisation_id: str, person_id: str) -> None:
    """End all sessions of a person."""
    _end(db, _of(organisation_id, person_id))


def end_sessions(db: Connection, tokens: Sequence[str]) -> set[tuple[str, str]]:
    """End the sessions of tokens; unknown ones are nothing. Returns organisation and class id of those they were in."""
    places = select(_table.c.organisation_id, _table.c.class_id).where(have_tokens(tokens))
    were_in = {(row.organisation_id, row.class_id) for row in db.execute(places)}
    _end(db, have_tokens(tokens))
    return were_in


def _end(db: Connection, which: ColumnElement[bool]) -> None:
    """The only way in which a session ends before its time: deleted, it would make its launch's token good again."""
    opened_by_launch = _table.c.nonce.is_not(None)
    db.execute(delete(_table).where(which, ~opened_by_launch))
    db.execute(update(_table).where(which, opened_by_launch).values(token_hash="ended " + _table.c.nonce, **_EMPTY))


def _of(organisation_id: str, person_id: str) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = where_equal(_table, organisation_id=organisation_id, person_id=person_id)
    return condition


def prune_expired(db: Connection) -> int:
    """Delete sessions older than SESSION_TTL. Returns their number."""
    return db.execute(delete(_table).where(_table.c.created_at < now() - SESSION_TTL)).rowcount
