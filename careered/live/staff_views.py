"""Staff's pages of a live lesson: start, counts and who waits while it runs, the wall, exit ticket, end."""

from typing import Any

from starlette.responses import Response

from careered.acts.toast import toast
from careered.clock import now
from careered.i18n_marker import _
from careered.live import live_lesson
from careered.live.exit_tickets import EXIT_TICKETS
from careered.live.lesson_code import on_the_wall
from careered.live.lesson_page import draw_page
from careered.live.live_state import LiveState, load_state
from careered.live.right_now import load_right_now
from careered.live.start_page import UNREADABLE_END, show_start
from careered.live.typed_end import typed_end
from careered.roster.few_pupils import MIN_PUPILS_SHOWN
from careered.roster.scope import class_from_path
from careered.web.errors import RequestError
from careered.web.etag import make_etag
from careered.web.qr import qr
from careered.web.request import PageRequest

LENGTHS = {45: _("%(num)s min"), 20: _("Short, %(num)s min")}
"""Minutes of a session and of a short one, between which the page of a running lesson switches."""
MORE = 5
"""Minutes that one press gives more."""
MAX_DIGITS = 4


def show_live_lesson(req: PageRequest) -> Response:
    """GET /teacher/class/{id}/live-lesson: the live lesson or the start form. 204 while nothing has changed."""
    scope = class_from_path(req)
    state = load_state(req, scope)
    if (
        state is None
        or "new" in req.query
        or not (state.live_lesson.is_running or "seen" in req.query or "over" in req.query)
    ):
        return show_start(req, scope)
    right_now = load_right_now(req, state) if state.live_lesson.is_running else None
    etag, here = make_etag((state.etag, right_now)), f"/teacher/class/{scope.class_info.id}/live-lesson"
    if _is_unchanged(req, etag):
        return Response(status_code=204)
    return req.render(
        "live/lesson.html",
        block="stage",
        toast=None if req.is_fragment else toast(req, scope, here),
        etag=etag,
        here=here,
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
        return req.redirect(f"/teacher/class/{scope.class_info.id}/live-lesson")
    if _is_unchanged(req, state.etag):
        return Response(status_code=204)
    return req.render("live/wall.html", block="wall", **_shown(req, state))


def _is_unchanged(req: PageRequest, etag: str) -> bool:
    return req.is_fragment and req.query.get("seen") == etag


def _shown(req: PageRequest, state: LiveState) -> dict[str, Any]:
    """What both pages need. qr: of the course on the platform, and code: of the lesson; "" where no launch named it."""
    info = state.scope.class_info
    url, code = info.course_address, state.live_lesson.code
    return {
        "class_info": info,
        "stage": draw_page(req, state),
        "questions": EXIT_TICKETS.items(),
        "min_answers": MIN_PUPILS_SHOWN,
        "qr": qr(url) if url else "",
        "code": on_the_wall(code) if url and code else "",
        "go": req.state.settings.base_url.partition("://")[2] + "/go",
    }


def start_lesson(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/live-lesson/start: fields lesson and minutes (until when devices are used, as typed);
    with `do=plan` the form is shown again with the plan of that time, and nothing starts.
    """
    scope = class_from_path(req)
    lesson = scope.pack.lesson(req.form_value("lesson"))
    if lesson is None or not lesson.is_playable:
        raise RequestError("not_found")
    until = typed_end(req.form_value("minutes"), now(), scope.pack.timezone)
    if until is None or req.form_value("do") == "plan":
        return show_start(req, scope, wrong="" if until else UNREADABLE_END)
    live_lesson.start(req.db, *scope.key, lesson.id, until)
    return req.redirect(f"/teacher/class/{scope.class_info.id}/live-lesson")


def set_length(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/live-lesson/length: minutes of the session, from its beginning; its plan follows."""
    scope, minutes = class_from_path(req), req.form_value("minutes")
    current = live_lesson.running(req.db, *scope.key)
    if not (minutes.isascii() and minutes.isdigit() and len(minutes) < MAX_DIGITS):
        raise RequestError("not_found")
    if current:
        live_lesson.set_end(req.db, *scope.key, current, int(minutes))
    return req.redirect(f"/teacher/class/{scope.class_info.id}/live-lesson")


def set_exit_ticket(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/live-lesson/exit-ticket: set the exit ticket."""
    scope = class_from_path(req)
    if req.form_value("question") not in EXIT_TICKETS:
        raise RequestError("not_found")
    live_lesson.set_exit_ticket(req.db, *scope.key, req.form_value("question"))
    return req.redirect(f"/teacher/class/{scope.class_info.id}/live-lesson")


def end_lesson(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/live-lesson/end: end the live lesson."""
    scope = class_from_path(req)
    live_lesson.end(req.db, *scope.key)
    return req.redirect(f"/teacher/class/{scope.class_info.id}/live-lesson?over=1")
