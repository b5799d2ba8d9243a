"""Where pupils type the code that stands on the wall."""

from starlette.responses import Response

from careered.live.course_of_code import find_course
from careered.live.lesson_code import as_typed
from careered.web.request import PageRequest


def show_go(req: PageRequest) -> Response:
    """GET /go: a field for the code; with `code` the way to the course on the platform. 404 for no running lesson's."""
    typed = (req.query.get("code") or req.form_value("code"))[:40]
    code = as_typed(typed)
    course = find_course(req.db, code) if code else None
    is_wrong = bool(typed) and course is None
    return req.render("live/go.html", status=404 if is_wrong else 200, typed=typed, course=course, is_wrong=is_wrong)
