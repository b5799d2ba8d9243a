"""Connection log: how each step of a platform's connection last ended, for the connection doctor.

An event has a step, a code and some numbers; no person and no URL. The same code is written at most every ten
minutes, so that a launch costs no extra write, and of all codes together a few in a minute.

Logins, and launches that the platform did not sign, can be posted by anybody. They have steps and a limit of their
own, so that they neither stand for what the platform did nor keep it from being written (docs/decisions/0009).
"""

import threading
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from careered.clock import now
from careered.db.engine import Database
from careered.db.faults import StorageFault
from careered.db.queries import where_equal
from careered.db.upsert import upsert
from careered.lti.tables import ConnectionEventRow

OK = "ok"
LINKS_ADDED, TEST_USER_LAUNCHED = "chosen", "test_pupil"  # steps that the self-test requires
OWN_SCALE = "own_scale"  # the platform refused our scale and took its own
OLD_LINK = "old_link"  # an activity names a class or lesson of another year
LOGIN, LAUNCH, UNSIGNED_LAUNCH = "login", "launch", "unsigned_launch"
UNSIGNED_STEPS = frozenset({LOGIN, UNSIGNED_LAUNCH})
REPEAT_INTERVAL = timedelta(minutes=10)
MAX_PER_MINUTE = 10  # of a platform, signed and unsigned each, in one process
_table = ConnectionEventRow.__table__


@dataclass(frozen=True)
class ConnectionEvent:
    """One outcome of a step, and when it was last seen."""

    step: str
    code: str
    facts: Mapping[str, object]
    occurred_at: datetime


class ConnectionLog:
    """Writes events, throttled per step and code, and per platform and minute. One instance per process."""

    def __init__(self, database: Database) -> None:
        self._db, self._lock = database, threading.Lock()
        self._recorded_at: dict[tuple[str, str], dict[str, datetime]] = defaultdict(dict)
        self._counts: dict[tuple[str, bool], tuple[int, int]] = {}  # (minute, how many) by platform and signed or not

    def should_record(self, platform_id: str, step: str, code: str) -> bool:
        """Whether to write this outcome: it is new or its last write is old, and the minute's limit is not reached."""
        return self._is_news(platform_id, step, code) and self._count(platform_id, step) < MAX_PER_MINUTE

    def _is_news(self, platform_id: str, step: str, code: str) -> bool:
        """Whether another outcome came since, or the last write is ten minutes ago."""
        recorded_at = self._recorded_at[(platform_id, step)]
        recorded_last = recorded_at.get(code)
        return (
            recorded_last is None
            or now() - recorded_last > REPEAT_INTERVAL
            or recorded_last < max(recorded_at.values())
        )

    def _count(self, platform_id: str, step: str) -> int:
        """How many were written in this minute."""
        minute, count = self._counts.get((platform_id, step in UNSIGNED_STEPS), (0, 0))
        return count if minute == _minute() else 0

    def _reserve(self, platform_id: str, step: str, code: str) -> bool:
        """Count an outcome that is to be written; False if it is not."""
        with self._lock:
            if not self.should_record(platform_id, step, code):
                return False
            self._counts[platform_id, step in UNSIGNED_STEPS] = (_minute(), self._count(platform_id, step) + 1)
            self._recorded_at[(platform_id, step)][code] = now()
            return True

    def record(
        self,
        organisation_id: str,
        platform_id: str,
        step: str,
        code: str = OK,
        facts: Mapping[str, object] | None = None,
    ) -> None:
        """Write an event unless throttled. Storage errors are ignored: the request goes on without the event."""
        if not self._reserve(platform_id, step, code):
            return
        try:
            with self._db.transaction() as db:
                record(db, organisation_id, platform_id, step, code, facts or {})
        except StorageFault:
            return


def _minute() -> int:
    return int(now().timestamp() // 60)


def record(
    db: Connection, organisation_id: str, platform_id: str, step: str, code: str, facts: Mapping[str, object]
) -> None:
    """Write one event in the caller's transaction."""
    row = {"organisation_id": organisation_id, "platform_id": platform_id, "step": step, "code": code}
    upsert(
        db,
        _table,
        {**row, "facts": dict(facts), "occurred_at": now()},
        key=("organisation_id", "platform_id", "step", "code"),
        update_columns=("facts", "occurred_at"),
    )


def latest_by_step(db: Connection, organisation_id: str, platform_id: str) -> dict[str, ConnectionEvent]:
    """The newest event of each step."""
    return {event.step: event for event in _all_events(db, organisation_id, platform_id)}


def latest_by_platform(db: Connection, organisation_id: str) -> dict[str, dict[str, ConnectionEvent]]:
    """As `latest_by_step`, of each platform of an organisation that has any event. One statement."""
    where = where_equal(_table, organisation_id=organisation_id)
    found: dict[str, dict[str, ConnectionEvent]] = {}
    for row in db.execute(select(_table).where(where).order_by(_table.c.occurred_at)):
        event = ConnectionEvent(row.step, row.code, row.facts, row.occurred_at)
        found.setdefault(row.platform_id, {})[row.step] = event
    return found


def unsigned_failures(db: Connection, organisation_id: str, platform_id: str) -> Sequence[ConnectionEvent]:
    """What failed since the last launch that the platform signed, and may be from anybody. The oldest first."""
    events = _all_events(db, organisation_id, platform_id)
    last_signed = max((event.occurred_at for event in events if event.step == LAUNCH), default=None)
    return [
        event
        for event in events
        if event.step in UNSIGNED_STEPS and event.code != OK and (not last_signed or event.occurred_at > last_signed)
    ]


def _all_events(db: Connection, organisation_id: str, platform_id: str) -> list[ConnectionEvent]:
    """The events of a platform, the oldest first."""
    where = where_equal(_table, organisation_id=organisation_id, platform_id=platform_id)
    rows = db.execute(select(_table).where(where).order_by(_table.c.occurred_at)).mappings()
    return [ConnectionEvent(row["step"], row["code"], row["facts"], row["occurred_at"]) for row in rows]
