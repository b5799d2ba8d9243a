"""Checking a connection on wish: the page says that it wants to know, the worker goes through the steps.

The wish and the findings are two notes of the connection (lti.notes): no page ever waits for a platform.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta

from sqlalchemy import Connection, select

from careered.clock import now
from careered.db.engine import Database
from careered.lti import connection_log, platform_store
from careered.lti.platform import Registration
from careered.lti.tables import ConnectionNote
from careered.web.i18n import format_local_datetime

CHECK_REQUESTED, CHECK_DONE = "check_wanted", "check_done"
CHECK_TIMEOUT = timedelta(minutes=3)
_table = ConnectionNote.__table__


@dataclass(frozen=True)
class CheckResult:
    """One step of the check in words. state: "ok", "problem" or "unknown". mend: where to click, "" where nowhere."""

    step: str
    state: str
    sentence: str
    mend: str


Checker = Callable[[Registration, str], Sequence[CheckResult]]


@dataclass(frozen=True)
class CheckStatus:
    """What the page shows of checks. waiting: one is on its way. at: when the last one ended, "" for never."""

    is_waiting: bool
    checked_at: str
    results: Sequence[CheckResult]


def request_check(db: Connection, platform: Registration, lang: str) -> None:
    """Ask the worker for a check, answered in a language."""
    connection_log.record(
        db, platform.organisation_id, platform.platform_id, CHECK_REQUESTED, connection_log.OK, {"lang": lang}
    )


def check_status(db: Connection, platform: Registration, lang: str) -> CheckStatus:
    """The last check, and whether another one is on its way."""
    events = connection_log.latest_by_step(db, platform.organisation_id, platform.platform_id)
    request, outcome = events.get(CHECK_REQUESTED), events.get(CHECK_DONE)
    checked_at = outcome.at if outcome else None
    is_waiting = (
        request is not None and (checked_at is None or checked_at < request.at) and now() - request.at < CHECK_TIMEOUT
    )
    return CheckStatus(
        is_waiting,
        format_local_datetime(checked_at, lang) if checked_at else "",
        _stored_results(outcome.facts) if outcome else (),
    )


def _stored_results(facts: Mapping[str, object]) -> list[CheckResult]:
    entries = facts.get("lines")
    return [CheckResult(**entry) for entry in entries] if isinstance(entries, list) else []


def requested_checks(db: Connection) -> list[tuple[Registration, str]]:
    """The platforms that somebody wants checked, each with the language of the answer."""
    request, outcome = _table.alias("wish"), _table.alias("done")
    same_platform = (outcome.c.organisation_id == request.c.organisation_id) & (
        outcome.c.platform_id == request.c.platform_id
    )
    joined = request.outerjoin(outcome, same_platform & (outcome.c.step == CHECK_DONE) & (outcome.c.at >= request.c.at))
    where = (request.c.step == CHECK_REQUESTED) & (request.c.at > now() - CHECK_TIMEOUT) & outcome.c.step.is_(None)
    rows = db.execute(select(request).select_from(joined).where(where)).mappings().all()
    requests = [
        (platform_store.find_by_id(db, row["organisation_id"], row["platform_id"]), row["facts"]) for row in rows
    ]
    return [(platform, str(facts.get("lang", "en"))) for platform, facts in requests if platform]


def run_check(database: Database, platform: Registration, lang: str, checker: Checker) -> None:
    """Check a connection and write the findings down."""
    lines = [asdict(line) for line in checker(platform, lang)]
    with database.transaction() as db:
        connection_log.record(
            db, platform.organisation_id, platform.platform_id, CHECK_DONE, connection_log.OK, {"lines": lines}
        )
