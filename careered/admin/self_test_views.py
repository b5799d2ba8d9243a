"""Page of the self-test: the checks of this server, and the last connection check of each platform."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from careered.admin import platform_list
from careered.admin.check_outcomes import PROBLEM, UNKNOWN, count_states, problems_first
from careered.admin.platform_list import PlatformRow
from careered.admin.self_test import run_checks
from careered.admin.self_test_labels import SENTENCES
from careered.jobs import connection_check
from careered.packs.store import PackStore
from careered.roster.organisations import timezone_of_organisation
from careered.web.request import PageRequest

ALWAYS_SHOWN = ("launch", "frame", "roster", "score", "copies")  # steps of the doctor that are listed even if they work


@dataclass(frozen=True)
class SelfTestResult:
    """One check in the reader's language. mend: how to fix it. path: the page for that, or ""."""

    code: str
    state: str
    sentence: str
    mend: str
    path: str


@dataclass(frozen=True)
class PlatformSummary:
    """The last connection check of a platform. state: "ok", "problem" or "unknown".

    results: problems, then the steps in ALWAYS_SHOWN. checked_at: "" if never checked.
    """

    platform_id: str
    name: str
    state: str
    problem_count: int
    unknown_count: int
    checked_at: str
    results: Sequence[connection_check.CheckResult]


def show_self_test(req: PageRequest) -> Response:
    """GET /admin/self-test: the installation, problems first, and each connection with what the doctor said."""
    rows = platform_list.platform_rows(req.db, req.viewer.organisation_id)
    results = problems_first(_self_test_result(req, code, facts) for code, facts in run_checks(req, rows))
    zone = timezone_of_organisation(req.db, req.state.get(PackStore), req.viewer.organisation_id)
    summaries = [_platform_summary(req, row, zone) for row in rows]
    return req.render("admin/self_test.html", results=results, count=count_states(results), summaries=summaries)


def _self_test_result(req: PageRequest, code: str, facts: Mapping[str, object]) -> SelfTestResult:
    sentence = SENTENCES[code]
    mend = req.gettext(sentence.mend) % facts if sentence.mend else ""
    return SelfTestResult(code, sentence.state, req.gettext(sentence.text) % facts, mend, sentence.path % facts)


def _platform_summary(req: PageRequest, row: PlatformRow, zone: str) -> PlatformSummary:
    status = connection_check.check_status(req.db, row.platform, req.lang, zone)
    shown = [result for result in status.results if result.state == PROBLEM or result.step in ALWAYS_SHOWN]
    results, count = problems_first(shown), count_states(shown)
    state = results[0].state if results else UNKNOWN
    platform = row.platform
    return PlatformSummary(
        platform.platform_id, platform.name, state, count[PROBLEM], count[UNKNOWN], status.checked_at, results
    )
