"""Connection log: how each step of a platform's connection last ended, for the connection doctor.

An event has a step, a code and some numbers; no person and no URL. The same code is written at most every ten
minutes, so that a launch costs no extra write.
"""

from collections import defaultdict
from collections.abc import Mapping
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
REPEAT_INTERVAL = timedelta(minutes=10)
_table = ConnectionEventRow.__table__


@dataclass(frozen=True)
class ConnectionEvent:
    """One outcome of a step, and when it was last seen."""

    step: str
    code: str
    facts: Mapping[str, object]
    occurred_at: datetime


class ConnectionLog:
    """Writes events, throttled per step and code. One instance per process."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._recorded_at: dict[tuple[str, str], dict[str, datetime]] = defaultdict(dict)

    def should_record(self, platform_id: str, step: str, code: str) -> bool:
        """Whether to write this outcome: it is new, another one came since, or the last write is ten minutes ago."""
        recorded_at = self._recorded_at[(platform_id, step)]
        recorded_last = recorded_at.get(code)
        return (
            recorded_last is None
            or now() - recorded_last > REPEAT_INTERVAL
            or recorded_last < max(recorded_at.values())
        )

    def record(
        self,
        organisation_id: str,
        platform_id: str,
        step: str,
        code: str = OK,
        facts: Mapping[str, object] | None = None,
    ) -> None:
        """Write an event unless throttled. Storage errors are ignored: the request goes on without the event."""
        if not self.should_record(platform_id, step, code):
            return
        self._recorded_at[(platform_id, step)][code] = now()
        try:
            with self._db.transaction() as db:
                record(db, organisation_id, platform_id, step, code, facts or {})
        except StorageFault:
            return


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
    where = where_equal(_table, organisation_id=organisation_id, platform_id=platform_id)
    rows = db.execute(select(_table).where(where).order_by(_table.c.occurred_at)).mappings()
    return {row["step"]: ConnectionEvent(row["step"], row["code"], row["facts"], row["occurred_at"]) for row in rows}
