"""How each step of a platform's connection last went: the connection doctor's memory of what browsers did.

A note says which step, how it ended and some numbers; never who, never an address. The same ending is written down
at most every ten minutes: a launch costs no more for it.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from careered.clock import now
from careered.db.engine import Database
from careered.db.faults import StorageFault
from careered.db.lookup import same
from careered.db.upsert import upsert
from careered.lti.tables import ConnectionNote

OK = "ok"
CHOSEN, TEST_PUPIL = "chosen", "test_pupil"  # steps that somebody must have tried once (self-test)
AGAIN_AFTER = timedelta(minutes=10)
_table = ConnectionNote.__table__


@dataclass(frozen=True)
class Note:
    """One ending of a step, and when it was last seen."""

    step: str
    code: str
    facts: Mapping[str, object]
    at: datetime


class Notebook:
    """Writes notes, each ending of each step seldom. One for the process."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._written: dict[tuple[str, str], dict[str, datetime]] = defaultdict(dict)

    def is_due(self, platform_id: str, step: str, code: str) -> bool:
        """Whether this ending is worth a write now: it is new, or another one was noted since, or long ago."""
        seen = self._written[(platform_id, step)]
        last = seen.get(code)
        return last is None or now() - last > AGAIN_AFTER or last < max(seen.values())

    def write(
        self,
        organisation_id: str,
        platform_id: str,
        step: str,
        code: str = OK,
        facts: Mapping[str, object] | None = None,
    ) -> None:
        """Note how a step ended. A note that cannot be written is not worth a refusal."""
        if not self.is_due(platform_id, step, code):
            return
        self._written[(platform_id, step)][code] = now()
        try:
            with self._db.write() as db:
                put(db, organisation_id, platform_id, step, code, facts or {})
        except StorageFault:
            return


def put(
    db: Connection, organisation_id: str, platform_id: str, step: str, code: str, facts: Mapping[str, object]
) -> None:
    """Write one note."""
    row = {"organisation_id": organisation_id, "platform_id": platform_id, "step": step, "code": code}
    upsert(
        db,
        _table,
        {**row, "facts": dict(facts), "at": now()},
        key=("organisation_id", "platform_id", "step", "code"),
        change=("facts", "at"),
    )


def latest(db: Connection, organisation_id: str, platform_id: str) -> dict[str, Note]:
    """The newest note of each step."""
    where = same(_table, organisation_id=organisation_id, platform_id=platform_id)
    rows = db.execute(select(_table).where(where).order_by(_table.c.at)).mappings()
    return {row["step"]: Note(row["step"], row["code"], row["facts"], row["at"]) for row in rows}
