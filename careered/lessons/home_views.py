"""The pupil's home page: the path of lessons, the next one open, and what the class does now before everything else."""

from typing import Any

from starlette.responses import HTMLResponse, Response

from careered.boards.store import has_boards
from careered.clock import now
from careered.db.prefetch import ValuesPrefetch
from careered.lessons import home_cache
from careered.lessons.attempt import PupilContext, current_pupil
from careered.lessons.feedback_banner import unread_feedback
from careered.lessons.path import Path, Stop, path_of, place_in, stop_at
from careered.live.pupil_views import LiveLessonCard, live_lesson_card
from careered.progress.transfer import has_other_class, previous_class
from careered.roster.names import given_name
from careered.web.permissions import Role
from careered.web.rendering import page_shell
from careered.web.request import PageRequest

MAY = 5
NOTHING_TOGETHER = "none"
AROUND = ValuesPrefetch("around_home", lambda value: (has_boards(value), has_other_class(value)))
"""Whether there is a board, and another class: both are seldom there, so the session's statement asks for them."""


def show_home(req: PageRequest) -> Response:
    """GET /lessons: the home page. While the class does a lesson together, an open page polls with the `seen` of what
    it shows: 204 while that has not changed.
    """
    pupil = current_pupil(req)
    live_lesson = live_lesson_card(req, pupil.class_scope)
    if req.is_fragment and req.query.get("seen") == _seen(live_lesson):
        return Response(status_code=204)
    context, shell = _context(req, pupil, live_lesson), page_shell(req.viewer, req.lang, req.page_url)
    text = None if req.is_fragment else home_cache.page_text(shell, pupil, context)
    return HTMLResponse(text) if text is not None else req.render("lessons/home.html", block="path", **context)


def _context(req: PageRequest, pupil: PupilContext, live_lesson: LiveLessonCard | None) -> dict[str, Any]:
    """What the page shows."""
    path, (has_board, has_other) = path_of(pupil), req.values(AROUND)
    live_stop = _live_stop(pupil, path, live_lesson)
    may_bring = has_other and req.viewer.persists and not pupil.progress.started
    return {
        "previous_class": previous_class(req.db, pupil.scope) if may_bring else "",
        "feedback_items": unread_feedback(req, pupil),
        "live_lesson": live_lesson,
        "live_stop": live_stop,
        "seen": _seen(live_lesson),
        "first_name": given_name(req.viewer.name, req.viewer.given_name),
        "path": path,
        "later_stops": [
            stop for stop in path.stops if not (stop.is_done or stop is path.next_stop or stop is live_stop)
        ],
        "place": place_in(req, pupil, path.next_stop) if path.next_stop else None,
        "offers_card": req.viewer.persists and is_leaving_soon(pupil, path),
        "has_boards": req.viewer.role is Role.PUPIL and bool(has_board),
    }


def is_leaving_soon(pupil: PupilContext, path: Path) -> bool:
    """Whether to offer the card: the class has ended, nothing is left to go on with, or it is May of the last grade."""
    is_last_may = pupil.grade == max(pupil.pack.grades) and now().month == MAY
    return is_last_may or pupil.class_scope.class_info.ended_at is not None or path.next_stop is None


def _live_stop(pupil: PupilContext, path: Path, live_lesson: LiveLessonCard | None) -> Stop | None:
    """The stop of the lesson that the class does; it may be one that is not on this pupil's path."""
    if live_lesson is None:
        return None
    return path.stop(live_lesson.lesson.id) or stop_at(pupil, live_lesson.lesson)


def _seen(live_lesson: LiveLessonCard | None) -> str:
    return live_lesson.etag if live_lesson else NOTHING_TOGETHER
