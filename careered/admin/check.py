"""Checking a connection on wish: the page says that it wants to know, the worker goes through the steps.

The wish and the findings are two notes of the connection (lti.notes): no page ever waits for a platform.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta

from sqlalchemy import Connection, select

from careered.clock import now
from careered.db.engine import Database
from careered.lti import notes, platforms
from careered.lti.registration import Registration
from careered.lti.tables import ConnectionNote
from careered.web.time_format import format_datetime

WANTED, DONE = "check_wanted", "check_done"
GIVEN_UP = timedelta(minutes=3)
_table = ConnectionNote.__table__


@dataclass(frozen=True)
class Line:
    """One step of the check in words. state: "ok", "problem" or "unknown". mend: where to click, "" where nowhere."""

    step: str
    state: str
    sentence: str
    mend: str


Checker = Callable[[Registration, str], Sequence[Line]]


@dataclass(frozen=True)
class Shown:
    """What the page shows of checks. waiting: one is on its way. at: when the last one ended, "" for never."""

    waiting: bool
    at: str
    lines: Sequence[Line]


def want(db: Connection, platform: Registration, lang: str) -> None:
    """Ask the worker for a check, answered in a language."""
    notes.put(db, platform.organisation_id, platform.platform_id, WANTED, notes.OK, {"lang": lang})


def shown(db: Connection, platform: Registration, lang: str) -> Shown:
    """The last check, and whether another one is on its way."""
    seen = notes.latest(db, platform.organisation_id, platform.platform_id)
    wanted, done = seen.get(WANTED), seen.get(DONE)
    since = done.at if done else None
    waiting = wanted is not None and (since is None or since < wanted.at) and now() - wanted.at < GIVEN_UP
    return Shown(waiting, format_datetime(since, lang) if since else "", _lines(done.facts) if done else ())


def _lines(facts: Mapping[str, object]) -> list[Line]:
    given = facts.get("lines")
    return [Line(**one) for one in given] if isinstance(given, list) else []


def wanted(db: Connection) -> list[tuple[Registration, str]]:
    """The platforms that somebody wants checked, each with the language of the answer."""
    wish, end = _table.alias("wish"), _table.alias("done")
    same_platform = (end.c.organisation_id == wish.c.organisation_id) & (end.c.platform_id == wish.c.platform_id)
    joined = wish.outerjoin(end, same_platform & (end.c.step == DONE) & (end.c.at >= wish.c.at))
    where = (wish.c.step == WANTED) & (wish.c.at > now() - GIVEN_UP) & end.c.step.is_(None)
    rows = db.execute(select(wish).select_from(joined).where(where)).mappings().all()
    found = [(platforms.by_id(db, row["organisation_id"], row["platform_id"]), row["facts"]) for row in rows]
    return [(platform, str(facts.get("lang", "en"))) for platform, facts in found if platform]


def run(database: Database, platform: Registration, lang: str, checker: Checker) -> None:
    """Check a connection and write the findings down."""
    lines = [asdict(line) for line in checker(platform, lang)]
    with database.write() as db:
        notes.put(db, platform.organisation_id, platform.platform_id, DONE, notes.OK, {"lines": lines})
