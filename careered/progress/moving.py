"""A pupil changes classes: what was reached comes along, and no word of what was written.

Facts are copied (steps, lessons, what staff have confirmed), never answers. Exemptions stay behind: a school decides
them for itself. States follow from the facts, each at its own moment; the old class keeps its record.
"""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, select, update

from careered.clock import new_id, now
from careered.db.lookup import same
from careered.db.turns import take_turn
from careered.db.upsert import insert_if_new, upsert
from careered.progress import project, wishes
from careered.progress.marking import EXEMPT
from careered.progress.record import EVENT_KEY
from careered.progress.tables import Event, Mark, Transfer
from careered.roster.scope import Where
from careered.roster.tables import SchoolClass

LIVES = timedelta(days=90)
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
MADE, UNKNOWN, OTHER_PACK, SAME_CLASS = "moved", "unknown", "other_pack", "same_class"
_events, _marks, _transfers, _classes = Event.__table__, Mark.__table__, Transfer.__table__, SchoolClass.__table__
_MARK_KEY = ("organisation_id", "class_id", "person_id", "kind", "subject")
_TRANSFER_KEY = ("organisation_id", "class_id", "person_id")


def make_code(db: Connection, where: Where) -> str:
    """A new code for what the pupil has reached here; an older one is no longer good. Only its hash is kept."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(12))
    row = {**where.keys, "code_hash": _hash(letters), "made_at": now(), "used_at": None}
    upsert(db, _transfers, row, key=_TRANSFER_KEY, change=("code_hash", "made_at", "used_at"))
    return "-".join(letters[place : place + 4] for place in (0, 4, 8))


def take_code(db: Connection, where: Where, code: str) -> str:
    """Bring along what the code stands for; once, within 90 days, within one curriculum. How it went, as a code."""
    code_hash = _hash(code)
    take_turn(db, code_hash)
    found = db.execute(select(_transfers).where(_transfers.c.code_hash == code_hash)).mappings().first()
    if found is None or found["used_at"] or now() - found["made_at"] > LIVES:
        return UNKNOWN
    source = {name: found[name] for name in _TRANSFER_KEY}
    if source["class_id"] == where.class_id:
        return SAME_CLASS
    if _pack_of(db, source) != where.pack.id:
        return OTHER_PACK
    db.execute(update(_transfers).where(same(_transfers, **source)).values(used_at=now()))
    bring(db, source, where)
    return MADE


def _hash(code: str) -> str:
    plain = "".join(letter for letter in code.upper() if letter in ALPHABET)
    return hashlib.sha256(plain.encode()).hexdigest()


def _pack_of(db: Connection, source: dict[str, str]) -> str | None:
    where = same(_classes, organisation_id=source["organisation_id"], id=source["class_id"])
    found: str | None = db.execute(select(_classes.c.pack_id).where(where)).scalar_one_or_none()
    return found


def bring(db: Connection, source: dict[str, str], where: Where) -> None:
    """Copy a pupil's facts from one class to another; what is there already stays as it is."""
    for event in _rows(db, _events, source):
        insert_if_new(db, _events, {**event, **where.keys, "id": new_id()}, key=EVENT_KEY)
    for mark in _rows(db, _marks, source):
        if mark["kind"] != EXEMPT:
            insert_if_new(db, _marks, {**mark, **where.keys, "by_person_id": "", "before": {}}, key=_MARK_KEY)
    project.replay(db, where)
    wishes.raise_for(db, where)


def _rows(db: Connection, table: Any, source: dict[str, str]) -> list[RowMapping]:
    return list(db.execute(select(table).where(same(table, **source)).order_by(table.c.at)).mappings())


def earlier_class(db: Connection, where: Where) -> str:
    """The class of the same curriculum in which a pupil who has not begun here was last; "" for none."""
    mine = same(_events, organisation_id=where.organisation_id, person_id=where.person_id)
    rows = db.execute(select(_events.c.class_id, _events.c.pack_id).where(mine).order_by(_events.c.at.desc())).all()
    if any(row.class_id == where.class_id for row in rows):
        return ""
    return next((row.class_id for row in rows if row.pack_id == where.pack.id), "")


def bring_along(db: Connection, where: Where) -> None:
    """What was reached in the class before counts here too: the same account, so it needs no code."""
    earlier = earlier_class(db, where)
    if earlier:
        bring(db, {**where.keys, "class_id": earlier}, where)
