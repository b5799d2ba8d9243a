"""Transfer a pupil between classes: copies events and attestations, never answers or exemptions.

Exemptions are for each school to decide. Statuses are derived again, each with its own time; the old class keeps its
records.
"""

import hashlib
import secrets
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, bindparam, delete, select, update

from careered.clock import new_id, now
from careered.db.locks import lock_for_transaction
from careered.db.prefetch import Value
from careered.db.queries import where_equal
from careered.db.upsert import insert_if_new, upsert
from careered.progress import projection
from careered.progress.acts import EXEMPT, store_act
from careered.progress.attestations import is_same
from careered.progress.events import EVENT_KEY
from careered.progress.outbox import deliveries
from careered.progress.tables import EveningFigures, Event, TransferCode
from careered.roster.scope import PupilScope
from careered.roster.tables import SchoolClass

CODE_TTL = timedelta(days=90)
CODE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
TRANSFERRED, UNKNOWN_CODE, OTHER_PACK, SAME_CLASS = "moved", "unknown", "other_pack", "same_class"
_events, _transfers, _classes = Event.__table__, TransferCode.__table__, SchoolClass.__table__
_kept = EveningFigures.__table__
_COPIED = ("kind", "target_id", "reason", "activity_date", "activity_end_date", "created_at")
_TRANSFER_KEY = ("organisation_id", "class_id", "person_id")


def create_transfer_code(db: Connection, scope: PupilScope) -> str:
    """A new code for the pupil's progress in this class; it replaces an older one. Only its hash is stored."""
    letters = "".join(secrets.choice(CODE_ALPHABET) for _ in range(12))
    row = {**scope.key, "code_hash": _hash_code(letters), "created_at": now(), "used_at": None}
    upsert(db, _transfers, row, key=_TRANSFER_KEY, update_columns=("code_hash", "created_at", "used_at"))
    return "-".join(letters[start : start + 4] for start in (0, 4, 8))


def redeem_code(db: Connection, scope: PupilScope, code: str) -> str:
    """Copy the progress that the code stands for: once, within CODE_TTL, within one curriculum. Returns an outcome."""
    code_hash = _hash_code(code)
    lock_for_transaction(db, code_hash)
    transfer = db.execute(select(_transfers).where(_transfers.c.code_hash == code_hash)).mappings().first()
    if transfer is None or transfer["used_at"] or now() - transfer["created_at"] > CODE_TTL:
        return UNKNOWN_CODE
    source = {name: transfer[name] for name in _TRANSFER_KEY}
    if source["class_id"] == scope.class_id:
        return SAME_CLASS
    if _pack_id_of(db, source) != scope.pack.id:
        return OTHER_PACK
    db.execute(update(_transfers).where(where_equal(_transfers, **source)).values(used_at=now()))
    copy_progress(db, source, scope)
    return TRANSFERRED


def _hash_code(code: str) -> str:
    canonical_code = "".join(letter for letter in code.upper() if letter in CODE_ALPHABET)
    return hashlib.sha256(canonical_code.encode()).hexdigest()


def _pack_id_of(db: Connection, source: dict[str, str]) -> str | None:
    where = where_equal(_classes, organisation_id=source["organisation_id"], id=source["class_id"])
    pack_id: str | None = db.execute(select(_classes.c.pack_id).where(where)).scalar_one_or_none()
    return pack_id


def copy_progress(
    db: Connection, source: dict[str, str], scope: PupilScope, *, exemptions: Collection[str] = ()
) -> None:
    """Copy a pupil's events and attestations from one class to another; existing ones stay as they are.

    exemptions: the requirements whose exemptions come along all the same: between two accounts in one class.
    """
    db.execute(delete(_kept).where(where_equal(_kept, **scope.key)))  # what comes along is no update's doing
    for event in _fetch_rows(db, _events, source, _events.c.occurred_at):
        insert_if_new(db, _events, {**event, **scope.key, "id": new_id(), "raises": None}, key=EVENT_KEY)
    known = projection.load_attestations(db, scope.key)
    for attestation in projection.load_attestations(db, source):
        comes_along = attestation["kind"] != EXEMPT or attestation["target_id"] in exemptions
        if comes_along and not any(is_same(attestation, other) for other in known):
            values = {name: attestation[name] for name in _COPIED}
            store_act(db, scope.key, attestation["act_id"], author_person_id="", **values)
    projection.replay(db, scope)
    deliveries.schedule_scores(db, scope)


def _fetch_rows(db: Connection, table: Any, source: dict[str, str], order: ColumnElement[Any]) -> list[RowMapping]:
    return list(db.execute(select(table).where(where_equal(table, **source)).order_by(order)).mappings())


def _of_person(value: Value) -> ColumnElement[bool]:
    """The events of a person. SQLite would read all of the organisation, whose column begins two other indexes."""
    is_here: ColumnElement[bool] = _events.c.organisation_id.concat("") == value("organisation_id")
    is_theirs: ColumnElement[bool] = _events.c.person_id == value("person_id")
    return is_here & is_theirs


def has_other_class(value: Value) -> ColumnElement[Any]:
    """Whether a person has done anything in another class: else `previous_class` is none. Part of a larger query."""
    elsewhere = _of_person(value) & (_events.c.class_id != value("class_id"))
    return select(_events.c.id).where(elsewhere).correlate_except(_events).exists()


_CLASSES_OF_EVENTS = (
    select(_events.c.class_id, _events.c.pack_id).where(_of_person(bindparam)).order_by(_events.c.occurred_at.desc())
)


def previous_class(db: Connection, scope: PupilScope) -> str:
    """The last class of the same curriculum of a pupil who has not begun in this one; "" for none."""
    rows = db.execute(_CLASSES_OF_EVENTS, scope.key).all()
    if any(row.class_id == scope.class_id for row in rows):
        return ""
    return next((row.class_id for row in rows if row.pack_id == scope.pack.id), "")


def continue_from_previous(db: Connection, scope: PupilScope) -> None:
    """Copy the progress from the pupil's previous class: the same account, so it needs no code."""
    previous_id = previous_class(db, scope)
    if previous_id:
        copy_progress(db, {**scope.key, "class_id": previous_id}, scope)
