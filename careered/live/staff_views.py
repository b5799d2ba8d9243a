"""Staff's pages of a live lesson: counts and who waits while it runs, the wall, exit ticket, end."""

from functools import partial
from typing import Any

from starlette.responses import Response

from careered.acts.toast import toast
from careered.i18n_marker import _
from careered.live import live_lesson
from careered.live.exit_tickets import EXIT_TICKETS
from careered.live.for_whom import live_address, running_in
from careered.live.lesson_code import on_the_wall
from careered.live.lesson_page import draw_page
from careered.live.live_rows import GROUP, WHO_ROWS
from careered.live.live_state import LiveState, load_state
from careered.live.right_now import load_right_now
from careered.live.start_page import show_start
from careered.roster.few_pupils import MIN_PUPILS_SHOWN
from careered.roster.scope import ClassScope, class_from_path
from careered.web.errors import RequestError
from careered.web.etag import make_etag
from careered.web.qr import qr
from careered.web.request import PageRequest

LENGTHS = {45: _("%(num)s min"), 20: _("Short, %(num)s min")}
"""Minutes of a session and of a short one, between which the page of a running lesson switches."""
MORE = 5
"""Minutes that one press gives more."""
MAX_DIGITS = 4
_NAMES_ONE = {GROUP, "new", "seen", "over"}
"""By these an address says which live lesson it means, or that a new one is wanted."""


def show_live_lesson(req: PageRequest) -> Response:
    """GET /teacher/class/{id}/live-lesson: the live lesson or the start form. 204 while nothing has changed.

    `group`: of that group; without it the one of the class that began last, whoever it is for, or where its time is
    over one of a group that still runs.
    """
    scope = class_from_path(req)
    state = load_state(req, scope)
    if state is None and req.is_fragment and "seen" in req.query:
        return req.lead_on(live_address(scope.class_info.id, None))
    if state and not (state.live_lesson.is_running or _NAMES_ONE & req.query.keys()) and state.groups_lessons:
        return req.redirect(live_address(scope.class_info.id, state.groups_lessons[0].whom.group_id))
    if state is None and not _NAMES_ONE & req.query.keys() and (group_id := _group_in_a_lesson(req, scope)):
        return req.redirect(live_address(scope.class_info.id, group_id))
    if state is None or _asks_for_start(req, state):
        return show_start(req, scope)
    return _lesson_page(req, scope, state)


def _group_in_a_lesson(req: PageRequest, scope: ClassScope) -> str:
    """A group with a lesson that can be shown, where the latest of the class cannot: its own group is gone; "" else."""
    running = [one for one in running_in(req.row(WHO_ROWS)) if scope.pack.lesson(one.live_lesson.lesson_id)]
    return next((one.whom.group_id for one in running if one.whom.group_id), "")


def _asks_for_start(req: PageRequest, state: LiveState) -> bool:
    """Whether the address means the start form: a new lesson, or after the end nobody looks back at the last one."""
    looks_back = "seen" in req.query or "over" in req.query
    return "new" in req.query or not (state.live_lesson.is_running or looks_back)


def _lesson_page(req: PageRequest, scope: ClassScope, state: LiveState) -> Response:
    """A lesson that runs, or what it came to; 204 while nothing has changed."""
    right_now = load_right_now(req, state) if state.live_lesson.is_running else None
    beside = [(one.live_lesson, one.whom.name) for one in state.groups_lessons]
    etag = make_etag((state.etag, right_now, beside, state.has_others))
    here = req.page_url = live_address(scope.class_info.id, state.live_lesson.group_id)
    if _is_unchanged(req, etag):
        return Response(status_code=204)
    return req.render(
        "live/lesson.html",
        block="stage",
        toast=None if req.is_fragment else toast(req, scope, here),
        is_fragment=req.is_fragment,
        etag=etag,
        here=here,
        beside=state.groups_lessons,
        has_others=state.has_others,
        right_now=right_now,
        lengths=[(minutes, req.gettext(label) % {"num": minutes}) for minutes, label in LENGTHS.items()],
        more=MORE,
        **_shown(req, state),
    )


def show_wall(req: PageRequest) -> Response:
    """GET /teacher/class/{id}/live-lesson/wall: for the projector, the class's picture; the start form before it."""
    scope = class_from_path(req)
    state = load_state(req, scope)
    if state is None:
        start = live_address(scope.class_info.id, None)
        return req.lead_on(start) if req.is_fragment else req.redirect(start)
    if _is_unchanged(req, state.etag):
        return Response(status_code=204)
    req.page_url = live_address(scope.class_info.id, state.live_lesson.group_id, "/wall")
    return req.render("live/wall.html", block="wall", **_shown(req, state))


def _is_unchanged(req: PageRequest, etag: str) -> bool:
    return req.is_fragment and req.query.get("seen") == etag


def _shown(req: PageRequest, state: LiveState) -> dict[str, Any]:
    """What both pages need. qr: of the course on the platform, and code: of the lesson; "" where no launch named it."""
    info = state.scope.class_info
    url, code = info.course_address, state.live_lesson.code
    return {
        "class_info": info,
        "at": partial(live_address, info.id, state.live_lesson.group_id),
        "at_group": partial(live_address, info.id),
        "stage": draw_page(req, state),
        "questions": EXIT_TICKETS.items(),
        "min_answers": MIN_PUPILS_SHOWN,
        "qr": qr(url) if url else "",
        "code": on_the_wall(code) if url and code else "",
        "go": req.state.settings.base_url.partition("://")[2] + "/go",
    }


def set_length(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/live-lesson/length: minutes of the session, from its beginning; its plan follows."""
    scope, minutes = class_from_path(req), req.form_value("minutes")
    current = live_lesson.running(req.db, *scope.key, _group(req))
    if not (minutes.isascii() and minutes.isdigit() and len(minutes) < MAX_DIGITS):
        raise RequestError("not_found")
    if current:
        live_lesson.set_end(req.db, *scope.key, current, int(minutes))
    return _back(req, scope)


def set_exit_ticket(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/live-lesson/exit-ticket: set the exit ticket."""
    scope = class_from_path(req)
    if req.form_value("question") not in EXIT_TICKETS:
        raise RequestError("not_found")
    live_lesson.set_exit_ticket(req.db, *scope.key, req.form_value("question"), _group(req))
    return _back(req, scope)


def end_lesson(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/live-lesson/end: end the live lesson."""
    scope = class_from_path(req)
    live_lesson.end(req.db, *scope.key, _group(req))
    return _back(req, scope, over="1")


def _group(req: PageRequest) -> str | None:
    """Whose lesson a form is about, by its address: a group's; None for the whole class's."""
    return req.query.get(GROUP) or None


def _back(req: PageRequest, scope: ClassScope, **query: str) -> Response:
    return req.redirect(live_address(scope.class_info.id, _group(req), **query))
