"""Acts on rows of the desk: store, undo, list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete

from careered.clock import now, today
from careered.db.queries import where_equal
from careered.db.upsert import upsert
from careered.desk.classes import DeskClass
from careered.desk.queries import staff_names
from careered.desk.queue import QueueRow
from careered.desk.tables import POSTPONED, DeskAct

SHOWN_FOR = timedelta(days=7)
_table = DeskAct.__table__


@dataclass(frozen=True)
class ActView:
    """An act as the page lists it. author: the name of who did it; "" where the platform shares none."""

    desk_class: DeskClass
    reason: str
    target_id: str
    kind: str
    name: str
    author: str
    at: datetime


def store_act(db: Connection, row: QueueRow, kind: str, author_person_id: str) -> None:
    """Store what staff did with a row; an earlier act on it is replaced."""
    organisation_id, class_id = row.desk_class.scope.key
    until = next_week(row.desk_class.scope.pack.timezone) if kind == POSTPONED else None
    key = {"organisation_id": organisation_id, "class_id": class_id, "reason": row.reason, "target_id": row.target_id}
    act = {"person_id": row.person_id, "kind": kind, "until": until, "author_person_id": author_person_id}
    upsert(db, _table, {**key, **act, "created_at": now()}, key=tuple(key), update_columns=(*act, "created_at"))


def undo_act(db: Connection, organisation_id: str, class_id: str, reason: str, target_id: str) -> bool:
    """Delete an act, so that its row stands in the queue again; whether there was one."""
    where = where_equal(_table, organisation_id=organisation_id, class_id=class_id, reason=reason, target_id=target_id)
    return bool(db.execute(delete(_table).where(where)).rowcount)


def next_week(timezone: str) -> datetime:
    """The beginning of the next Monday where `timezone` (IANA name) holds."""
    day = today(timezone)
    monday = day + timedelta(days=7 - day.weekday())
    return datetime.combine(monday, time.min, ZoneInfo(timezone))


def recent_acts(db: Connection, organisation_id: str, classes: Iterable[DeskClass]) -> list[ActView]:
    """The acts of the last SHOWN_FOR in these classes, the newest first."""
    oldest = now() - SHOWN_FOR
    acts = [(one, act) for one in classes for act in one.acts.values() if act["created_at"] >= oldest]
    names = staff_names(db, organisation_id, {act["author_person_id"] for _, act in acts})
    views = [
        ActView(
            desk_class,
            act["reason"],
            act["target_id"],
            act["kind"],
            desk_class.names.get(act["person_id"], ""),
            names.get(act["author_person_id"], ""),
            act["created_at"],
        )
        for desk_class, act in acts
    ]
    return sorted(views, key=lambda view: view.at, reverse=True)
