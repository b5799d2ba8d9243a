"""A school leader's page, and the way to it."""

from dataclasses import replace
from datetime import date

from starlette.responses import RedirectResponse, Response

from careered.clock import today
from careered.packs.store import PackStore
from careered.reports.table import Report
from careered.reports.views import as_file
from careered.roster.organisations import get_profile
from careered.roster.school_leaders import led_school, request_school, school_leaders
from careered.roster.schools import find_school
from careered.roster.scope import class_of_head
from careered.statistics import self_assessment, snapshots
from careered.statistics.change import share_change, told_of_figures, told_of_report
from careered.statistics.leader_activity import school_activity
from careered.statistics.leader_page import LeaderPage, leader_page
from careered.statistics.report_tables import school_table
from careered.statistics.school_report import build_school_report
from careered.statistics.self_assessment_views import format_term
from careered.web import rendering
from careered.web.errors import RequestError
from careered.web.i18n import LANGUAGES
from careered.web.permissions import Role
from careered.web.request import HeavyWork, PageRequest
from careered.web.session_cookies import session_cookie_headers
from careered.web.sessions import open_session
from careered.web.time_format import format_date

MAY_ASK = frozenset({Role.TEACHER, Role.ASSISTANT, Role.AUTHOR, Role.GUEST})
"""Who may ask for a school: whoever leads one has some role, or none, in the course that they opened."""


def show_school_figures(req: PageRequest) -> Response | HeavyWork:
    """GET /school: the viewer's school, class by class, no names. as: its report as csv, xlsx, pdf or html."""
    organisation_id, school_id = req.viewer.organisation_id, _school_id(req)
    page = leader_page(req.db, req.state.get(PackStore), organisation_id, school_id, req.lang)
    if "as" in req.query:
        return _report(req, page)
    school = find_school(req.db, organisation_id, school_id)
    name = (school and school.name) or get_profile(req.db, organisation_id).name
    if page is None:
        return req.render("statistics/leader.html", name=name, page=None)
    pupils = page.figures.pupils or 0
    previous = _previous(req, page.figures.code)
    change = share_change(told_of_report(previous[1]), told_of_figures(page.figures)) if previous else None
    return req.render(
        "statistics/leader.html",
        name=name,
        page=page,
        activity=school_activity(req.db, organisation_id, page.class_ids, page.told_ids, pupils),
        difference=change,
        compared_day=previous[0] if previous else "",
        answers=_answers(req, school_id),
        bands=[(number, f"{20 * number}–{20 * number + (19 if number < 4 else 20)} %") for number in range(5)],
    )


def _school_id(req: PageRequest) -> str:
    """The school that the viewer has been given, asked anew with each request."""
    school_id = led_school(req.db, *req.viewer.owner)
    if school_id is None:
        raise RequestError("not_found")
    return school_id


def _report(req: PageRequest, page: LeaderPage | None) -> HeavyWork:
    if page is None or not page.figures.groups:
        raise RequestError("not_found")
    report, pack = build_school_report(page.figures)
    table = school_table(report, [pack], req.lang)
    return as_file(table, req.query["as"], table.file_name(today(pack.timezone).isoformat()))


def _previous(req: PageRequest, code: str) -> tuple[str, Report] | None:
    """The day of the newest snapshot in words, and the school's report then; None where no snapshot has it."""
    organisation_id = req.viewer.organisation_id
    day = next(iter(snapshots.snapshot_days(req.db, organisation_id)), "")
    statistics = snapshots.load_snapshot(req.db, organisation_id, day) if day else None
    report = snapshots.find_school_report(statistics, code) if statistics else None
    return (format_date(date.fromisoformat(day), req.lang), report) if report else None


def _answers(req: PageRequest, school_id: str) -> dict[str, object]:
    """The ten questions with what the school said last, and the time before."""
    by_term = list(self_assessment.load_self_assessments(req.db, req.viewer.organisation_id, school_id).items())[:2]
    labels = {code: req.gettext(label) for code, label in self_assessment.ANSWER_LABELS.items()}
    rows = [
        (req.gettext(text), [(answers.get(key, ""), labels.get(answers.get(key, ""), "–")) for _, answers in by_term])
        for key, text in self_assessment.QUESTION_TEXTS.items()
    ]
    return {"terms": [format_term(req, term) for term, _ in by_term], "rows": rows if by_term else []}


def show_access(req: PageRequest) -> Response:
    """GET /school/access: how it stands with the viewer's right to a school's figures, and what to press."""
    state = _access_state(req)
    return req.render("statistics/school_access.html", access_state=state, class_info=class_of_head(req), tab="reports")


def request_access(req: PageRequest) -> Response:
    """POST /school/access/request: ask an administrator of careered for a school."""
    _access_state(req)
    request_school(req.db, *req.viewer.owner)
    return req.redirect("/school/access")


def open_school(req: PageRequest) -> Response:
    """POST /school/access/open: a session as the leader of the school that one has been given."""
    if not _access_state(req):
        raise RequestError("not_found")
    viewer = open_session(
        req.db,
        replace(
            req.viewer,
            role=Role.LEADER,
            class_id="",
            lesson_id="",
            return_url="",
            persists=False,
            languages=tuple(LANGUAGES),
        ),
    )
    if viewer.keeps_cookies:
        response: Response = RedirectResponse(viewer.home_url, 303)
    else:
        shell = rendering.page_shell(None, viewer.lang, viewer.home_url)
        response = rendering.render(shell, "enter.html", {"path": viewer.home_url, "session": viewer.token})
    for cookie in [*req.surplus_cookies, *session_cookie_headers(viewer)]:
        response.headers.append("Set-Cookie", cookie)
    return response


def _access_state(req: PageRequest) -> bool | None:
    if req.viewer.role not in MAY_ASK:
        raise RequestError("not_found")
    return school_leaders.state(req.db, *req.viewer.owner)
