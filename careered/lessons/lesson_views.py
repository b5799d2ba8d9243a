"""One lesson: its overview and its start."""

from starlette.responses import Response

from careered.lessons import labels
from careered.lessons.attempt import LessonAttempt, current_attempt
from careered.lessons.gating import blocking_lessons, current_step_url, step_not_open_page
from careered.lessons.sequencing import LessonState, next_lesson
from careered.live.pupil_views import live_lesson_card
from careered.progress import events
from careered.progress.queries import StoredAnswer, load_answers
from careered.web.errors import RequestError
from careered.web.request import PageRequest

MAX_REQUEST_LENGTH = 600


def show_lesson(req: PageRequest) -> Response:
    """GET /lessons/{lesson}: what it is about, who sees what, and the start."""
    attempt = current_attempt(req)
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
        may_catch_up=bool(attempt.lesson.catch_up) and state is LessonState.NOT_STARTED and req.viewer.saves,
        is_short=attempt.lesson.id in attempt.pupil.catch_up_lessons,
        state_label=labels.LESSON_STATES[state],
        blocking_lessons=blocking_lessons(req, attempt),
        alternative_request=_alternative_request(req, attempt),
        next_lesson=next_lesson(attempt.pupil.pack, attempt.pupil.grade, attempt.progress, attempt.lesson.id),
    )


def start_lesson(req: PageRequest) -> Response:
    """POST /lessons/{lesson}/start: begin, or go on where one was. way=catch_up: the shorter way, after an absence."""
    attempt = current_attempt(req)
    if blocking_lessons(req, attempt):
        return step_not_open_page(req, attempt)
    if req.viewer.saves:
        is_catch_up = events.CATCH_UP in req.form.get("way", []) and bool(attempt.lesson.catch_up)
        events.record_lesson_start(
            req.db, attempt.pupil.scope, attempt.lesson.id, events.CATCH_UP if is_catch_up else ""
        )
        attempt = current_attempt(req)
    return req.redirect(current_step_url(attempt))


def _alternative_request(req: PageRequest, attempt: LessonAttempt) -> StoredAnswer | None:
    """The wish to show a lesson in another way, where there is one."""
    if not req.viewer.saves:
        return None
    return load_answers(req.db, attempt.pupil.scope.key, attempt.lesson.id).get((attempt.lesson.id, ""))


def request_alternative(req: PageRequest) -> Response:
    """POST /lessons/{lesson}/other-way: tell staff that one would rather show or tell it; without words too.

    do=undo takes the wish back. It is as good as doing the steps: staff confirm it when they have seen it.
    """
    attempt, text = current_attempt(req), req.form_value("text")
    if len(text) > MAX_REQUEST_LENGTH or "\x00" in text:
        raise RequestError("too_large")
    help_reason = "" if req.form_value("do") == "undo" else "another_way"
    if req.viewer.saves:
        previous = _alternative_request(req, attempt)
        events.store_answer(
            req.db,
            attempt.pupil.scope,
            attempt.lesson.id,
            "",
            {"text": text if help_reason else ""},
            revision=(previous.revision if previous else 0) + 1,
            help_reason=help_reason,
        )
    return req.redirect(f"/lessons/{attempt.lesson.id}")
