"""Acts on rows of the desk: store, list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from careered.clock import new_id, now, today
from careered.desk.classes import DeskClass
from careered.desk.queue_row import QueueRow
from careered.progress import acts
from careered.progress.acts import HANDLED, POSTPONED, TALKED

SHOWN_FOR = timedelta(days=7)


@dataclass(frozen=True)
class ActView:
    """An act as the page lists it. author: the name of who did it; "" where the platform shares none."""

    desk_class: DeskClass
    act_id: str
    reason: str
    kind: str
    name: str
    author: str
    at: datetime


def store_act(db: Connection, row: QueueRow, kind: str, author_person_id: str, act_id: str = "", day: str = "") -> str:
    """Store what staff did with a row (HANDLED or POSTPONED); the latest act on it holds. Returns the act's id.

    act_id: of the press, by default a new one. day: of the talk, where it is not the day of the press, YYYY-MM-DD.
    """
    organisation_id, class_id = row.desk_class.scope.key
    until = next_week(row.desk_class.scope.pack.timezone) if kind == POSTPONED else None
    key = {"organisation_id": organisation_id, "class_id": class_id, "person_id": row.person_id}
    if (kind, row.reason) == (HANDLED, "talk"):
        kind = TALKED
    act_id, where = act_id or new_id(), {"reason": row.reason, "target_id": row.target_id, "activity_date": day}
    acts.store_act(db, key, act_id, kind, author_person_id, until=until, **where)
    return act_id


def next_week(timezone: str) -> datetime:
    """The beginning of the next Monday where `timezone` (IANA name) holds."""
    day = today(timezone)
    monday = day + timedelta(days=7 - day.weekday())
    return datetime.combine(monday, time.min, ZoneInfo(timezone))


def recent_acts(classes: Iterable[DeskClass]) -> list[ActView]:
    """The latest acts on rows of these classes, of the last SHOWN_FOR, the newest first."""
    oldest = now() - SHOWN_FOR
    found = [
        (one, act) for one in classes for act in one.acts.values() if act["created_at"] >= oldest and one.may_see(act)
    ]
    views = [
        ActView(
            desk_class,
            act["act_id"],
            act["reason"],
            act["kind"],
            desk_class.names.get(act["person_id"], ""),
            act["author"] or "",
            act["created_at"],
        )
        for desk_class, act in found
    ]
    return sorted(views, key=lambda view: view.at, reverse=True)
