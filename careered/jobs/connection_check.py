"""Connection check on request: the page stores a request, the worker runs the steps and stores the results.

Request and results are two connection events (lti.connection_log): no page ever waits for a platform.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta

from sqlalchemy import Connection, select

from careered.clock import now
from careered.db.engine import Database
from careered.db.faults import StorageFault
from careered.i18n_marker import _
from careered.lti import connection_log, platform_store
from careered.lti.platform import Registration
from careered.lti.tables import ConnectionEventRow
from careered.web.i18n import LANGUAGES, translations
from careered.web.logs import log, where
from careered.web.time_format import format_datetime

CHECK_REQUESTED, CHECK_DONE = "check_wanted", "check_done"
NOT_FINISHED = _("careered could not complete the check because of an internal error.")
WHAT_TO_DO = _("Check again. If it still happens, tell whoever runs careered: the log shows where the fault is.")
CHECK_TIMEOUT = timedelta(minutes=3)
_table = ConnectionEventRow.__table__


@dataclass(frozen=True)
class CheckResult:
    """One step of a check. state: "ok", "problem" or "unknown". mend: what to do about it, "" if nothing.

    is_own: only an administrator of careered can do that; the platform's has no use for it.

    The field names are JSON keys of stored connection events.
    """

    step: str
    state: str
    sentence: str
    mend: str
    is_own: bool = False


ByLanguage = Mapping[str, Sequence[CheckResult]]
Checker = Callable[[Registration], ByLanguage]


@dataclass(frozen=True)
class CheckStatus:
    """What the page shows. is_waiting: a check is requested and not done. checked_at: local time, "" for never."""

    is_waiting: bool
    checked_at: str
    results: Sequence[CheckResult]


def request_check(db: Connection, platform: Registration) -> None:
    """Request a check from the worker."""
    connection_log.record(db, platform.organisation_id, platform.platform_id, CHECK_REQUESTED, connection_log.OK, {})


def check_status(db: Connection, platform: Registration, lang: str, zone: str = "") -> CheckStatus:
    """The last check, and whether another one is under way. lang, zone: of who reads the results."""
    events = connection_log.latest_by_step(db, platform.organisation_id, platform.platform_id)
    request, outcome = events.get(CHECK_REQUESTED), events.get(CHECK_DONE)
    checked_at = outcome.occurred_at if outcome else None
    is_waiting = (
        request is not None
        and (checked_at is None or checked_at < request.occurred_at)
        and now() - request.occurred_at < CHECK_TIMEOUT
    )
    return CheckStatus(
        is_waiting,
        format_datetime(checked_at, lang, zone) if checked_at else "",
        _stored_results(outcome.facts, lang) if outcome else (),
    )


def _stored_results(facts: Mapping[str, object], lang: str) -> list[CheckResult]:
    """Checks of before are stored in one language, that of who pressed."""
    lines = facts.get("lines")
    entries = lines.get(lang) if isinstance(lines, dict) else lines
    return [CheckResult(**entry) for entry in entries] if isinstance(entries, list) else []


def requested_checks(db: Connection) -> list[Registration]:
    """Platforms with a request of the last three minutes and no result yet."""
    request, outcome = _table.alias("request"), _table.alias("done")
    same_platform = (outcome.c.organisation_id == request.c.organisation_id) & (
        outcome.c.platform_id == request.c.platform_id
    )
    joined = request.outerjoin(
        outcome, same_platform & (outcome.c.step == CHECK_DONE) & (outcome.c.occurred_at >= request.c.occurred_at)
    )
    condition = (
        (request.c.step == CHECK_REQUESTED) & (request.c.occurred_at > now() - CHECK_TIMEOUT) & outcome.c.step.is_(None)
    )
    rows = db.execute(select(request).select_from(joined).where(condition)).mappings().all()
    platforms = [platform_store.find_by_id(db, row["organisation_id"], row["platform_id"]) for row in rows]
    return [platform for platform in platforms if platform]


def run_check(database: Database, platform: Registration, checker: Checker) -> None:
    """Run a check and store its results. A fault of ours is one: nobody waits for it, and it stops no other check."""
    try:
        results = checker(platform)
    except StorageFault:
        raise
    except Exception as error:
        log.error("check_fault", **where(error))
        results = {lang: [_not_finished(lang)] for lang in LANGUAGES}
    with database.transaction() as db:
        connection_log.record(
            db,
            platform.organisation_id,
            platform.platform_id,
            CHECK_DONE,
            connection_log.OK,
            {"lines": {lang: [*map(asdict, lines)] for lang, lines in results.items()}},
        )


def _not_finished(lang: str) -> CheckResult:
    gettext = translations(lang).gettext
    return CheckResult("", "unknown", gettext(NOT_FINISHED), gettext(WHAT_TO_DO))
