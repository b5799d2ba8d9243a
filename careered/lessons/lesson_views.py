"""One lesson: its overview and its start."""

from starlette.responses import Response

from careered.lessons import labels
from careered.lessons.attempt import LessonAttempt, current_attempt
from careered.lessons.gating import blocking_lessons, current_step_url, step_not_open_page
from careered.lessons.sequencing import LessonState, next_lesson
from careered.live.pupil_views import live_lesson_card
from careered.progress import alternative_requests, events
from careered.web.errors import RequestError
from careered.web.request import PageRequest

MAX_REQUEST_LENGTH = 600


def show_lesson(req: PageRequest, attempt: LessonAttempt) -> Response:
    """GET /lessons/{lesson}: what the lesson is about, what it counts for, and the start button."""
    state = attempt.progress.state(attempt.lesson.id)
    return req.render(
        "lessons/lesson.html",
        lesson=attempt.lesson,
        live_lesson=live_lesson_card(req, attempt.pupil.class_scope),
        requirements=[
            requirement
            for requirement_id in attempt.lesson.requirements
            if (requirement := attempt.pack.requirement(requirement_id))
        ],
        state=state,
        may_catch_up=bool(attempt.lesson.catch_up) and state is LessonState.NOT_STARTED and req.viewer.persists,
        is_short=attempt.lesson.id in attempt.pupil.catch_up_lessons,
        state_label=labels.LESSON_STATES[state],
        blocking_lessons=blocking_lessons(req, attempt),
        has_alternative_request=req.viewer.persists
        and attempt.lesson.id in alternative_requests.load_alternative_requests(req.db, attempt.pupil.scope.key),
        next_lesson=next_lesson(attempt.pupil.pack, attempt.pupil.grade, attempt.progress, attempt.lesson.id),
    )


def start_lesson(req: PageRequest) -> Response:
    """POST /lessons/{lesson}/start: begin or continue. way=catch_up: the shorter variant, after an absence."""
    attempt = current_attempt(req)
    if blocking_lessons(req, attempt):
        return step_not_open_page(req, attempt)
    if req.viewer.persists:
        is_catch_up = events.CATCH_UP in req.form.get("way", []) and bool(attempt.lesson.catch_up)
        events.record_lesson_start(
            req.db, attempt.pupil.scope, attempt.lesson.id, events.CATCH_UP if is_catch_up else ""
        )
        attempt = current_attempt(req)
    return req.redirect(current_step_url(attempt))


def request_alternative(req: PageRequest) -> Response:
    """POST /lessons/{lesson}/alternative: ask staff for another way to show the lesson; text may be empty.

    do=undo withdraws the request. Staff confirm the lesson when they have seen it.
    """
    attempt, text = current_attempt(req), req.form_value("text")
    if len(text) > MAX_REQUEST_LENGTH or "\x00" in text:
        raise RequestError("too_large")
    if req.viewer.persists and req.form_value("do") == "undo":
        alternative_requests.withdraw_request(req.db, attempt.pupil.scope, attempt.lesson.id)
    elif req.viewer.persists:
        alternative_requests.request_alternative(req.db, attempt.pupil.scope, attempt.lesson.id, text)
    return req.redirect(f"/lessons/{attempt.lesson.id}")
