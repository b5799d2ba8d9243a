"""Does the installation work? What this server can see of itself, and of each connection what the doctor said last."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, func, select
from starlette.responses import Response

from careered.admin import platform_list
from careered.admin.platform_list import PlatformRow
from careered.admin.self_test_labels import SENTENCES
from careered.clock import now
from careered.db import migrate
from careered.db.server_time import server_now
from careered.jobs import connection_check
from careered.lti import connection_log, tool_key_store
from careered.packs.store import PackStore
from careered.progress.tables import ScoreDelivery
from careered.roster.organisations import get_profile
from careered.settings import Settings
from careered.web.request import PageRequest

MAX_DELAY = timedelta(minutes=10)
MAX_CLOCK_SKEW = timedelta(seconds=60)  # what visits and marks bear (lti.verify)
ALWAYS_SHOWN = ("launch", "frame", "roster", "score", "copies")  # the doctor's steps that are told even where they work
_deliveries = ScoreDelivery.__table__

CodeAndFacts = tuple[str, Mapping[str, object]]


@dataclass(frozen=True)
class SelfTestResult:
    """One line of the self-test in words. path: where it is mended, "" where words alone tell it."""

    code: str
    state: str
    sentence: str
    mend: str
    path: str


@dataclass(frozen=True)
class PlatformSummary:
    """What the doctor said last of a platform. state: "ok", "problem" or "unknown".

    problems, untried: how many. lines: what needs somebody, and the steps in ASKED. at: "" where never checked.
    """

    platform_id: str
    name: str
    state: str
    problem_count: int
    unknown_count: int
    checked_at: str
    results: Sequence[connection_check.CheckResult]


def show_self_test(req: PageRequest) -> Response:
    """GET /admin/self-test: the installation line by line, and each connection with what the doctor said."""
    rows = platform_list.platform_rows(req.db, req.viewer.organisation_id)
    results = [_self_test_result(req, code, facts) for code, facts in _findings(req, rows)]
    return req.render("admin/self_test.html", results=results, summaries=[_platform_summary(req, row) for row in rows])


def _findings(req: PageRequest, rows: Sequence[PlatformRow]) -> Iterator[CodeAndFacts]:
    settings, db = req.state.settings, req.db
    yield "database_ok" if migrate.is_current(req.state.database) else "database_old", {}
    yield check_clock(db)
    yield from ((code, {}) for code in _environment(settings))
    yield "key_ok" if any(key.active_from <= now() for key in tool_key_store.all_keys(db)) else "key_missing", {}
    yield _pack(req), {}
    yield _platform(rows)
    yield from ((code, {}) for code in _connection_steps(db, rows))
    overdue = count_overdue(db, req.viewer.organisation_id)
    yield "worker_late" if overdue else "worker_ok", {"n": overdue}
    yield "mail_none", {}
    yield "backup_unseen", {}


def check_clock(db: Connection) -> CodeAndFacts:
    """Whether the database's clock and ours agree."""
    skew = abs(server_now(db) - now())
    return "clock_off" if skew > MAX_CLOCK_SKEW else "clock_ok", {"seconds": round(skew.total_seconds())}


def _environment(settings: Settings) -> Iterator[str]:
    if settings.is_sqlite:
        yield "folder_ok" if os.access(settings.data_dir, os.W_OK) else "folder_closed"
    yield "secret_ok" if settings.secret_key or settings.secret_key_file else "secret_beside"
    yield "address_ok" if settings.origin.startswith("https://") else "address_local"


def _pack(req: PageRequest) -> str:
    country = get_profile(req.db, req.viewer.organisation_id).country
    if not country:
        return "country_missing"
    return "pack_ok" if req.state.get(PackStore).pack_of_country(req.db, country) else "pack_missing"


def _platform(rows: Sequence[PlatformRow]) -> CodeAndFacts:
    for row in rows:
        if row.platform.status == "pending" or row.pending_deployments:
            return "platform_waits", {"platform": row.platform.name, "id": row.platform.platform_id}
    return "platform_ok" if any(row.platform.status == "active" for row in rows) else "platform_none", {}


def _connection_steps(db: Connection, rows: Sequence[PlatformRow]) -> Iterator[str]:
    """What somebody must have tried from a platform at least once, by the notes of the connections."""
    steps = {
        step
        for row in rows
        for step in connection_log.latest_by_step(db, row.platform.organisation_id, row.platform.platform_id)
    }
    yield "chosen_ok" if connection_log.LINKS_ADDED in steps else "chosen_unseen"
    yield "test_pupil_ok" if connection_log.TEST_USER_LAUNCHED in steps else "test_pupil_unseen"


def count_overdue(db: Connection, organisation_id: str) -> int:
    """How many marks are due since more than ten minutes: a worker that runs has tried them."""
    where = (_deliveries.c.organisation_id == organisation_id) & (_deliveries.c.next_attempt_at < now() - MAX_DELAY)
    return int(db.execute(select(func.count()).select_from(_deliveries).where(where)).scalar_one())


def _self_test_result(req: PageRequest, code: str, facts: Mapping[str, object]) -> SelfTestResult:
    sentence = SENTENCES[code]
    mend = req.gettext(sentence.mend) % facts if sentence.mend else ""
    return SelfTestResult(code, sentence.state, req.gettext(sentence.text) % facts, mend, sentence.path % facts)


def _platform_summary(req: PageRequest, row: PlatformRow) -> PlatformSummary:
    status = connection_check.check_status(req.db, row.platform, req.lang)
    results = [result for result in status.results if result.state == "problem" or result.step in ALWAYS_SHOWN]
    by_state = Counter(result.state for result in results)
    state = "problem" if by_state["problem"] else "unknown" if by_state["unknown"] or not results else "ok"
    platform = row.platform
    return PlatformSummary(
        platform.platform_id, platform.name, state, by_state["problem"], by_state["unknown"], status.checked_at, results
    )
