"""The end of a lesson: its piece on the path or the pupil's way, its plan, and what the platform gets to know."""

from starlette.responses import Response

from careered.clock import now
from careered.lessons.attempt import LessonAttempt, current_attempt
from careered.lessons.evidence_reader import evidence_of
from careered.lessons.gating import step_not_open_page
from careered.lessons.own_way import draw_own_way, own_way
from careered.lessons.path import path_of, stop_at
from careered.lessons.score_status import ScoreStatus, score_status
from careered.lessons.sequencing import LessonState
from careered.live.pupil_views import live_lesson_card
from careered.progress.evidence import Evidence
from careered.progress.queries import Answers, load_answers
from careered.web.request import PageRequest

POLL_SECONDS, MAX_POLLS = 3, 40


def show_done(req: PageRequest) -> Response:
    """GET /lessons/{lesson}/done. An open page polls with the state it shows: 204 while that has not changed.

    So a screen reader announces the line only when it changes. `until` in the query ends the polling.
    """
    attempt = current_attempt(req)
    if req.viewer.persists and attempt.progress.state(attempt.lesson.id) is not LessonState.DONE:
        return step_not_open_page(req, attempt)
    status = score_status(req.db, attempt.pupil, attempt.lesson.id, req.lang) if req.viewer.persists else None
    poll_query = _poll_query(status, _poll_deadline(req))
    if req.is_fragment and status and poll_query and status.state == req.query.get("seen"):
        return Response(status_code=204)
    answers = load_answers(req.db, attempt.pupil.scope.key, attempt.lesson.id) if req.viewer.persists else {}
    way = own_way(attempt.pack, answers)
    path = path_of(attempt.pupil, after=attempt.lesson.id)
    return req.render(
        "lessons/done.html",
        block="score_status",
        lesson=attempt.lesson,
        live_lesson=live_lesson_card(req, attempt.pupil.class_scope),
        plan_evidence=_plan_evidence(req, attempt, answers),
        way=way,
        way_drawing=draw_own_way(way, req.lang) if way else "",
        path=path,
        own_stop=path.stop(attempt.lesson.id) or stop_at(attempt.pupil, attempt.lesson),
        back_url="/lessons",
        score_status=status,
        poll_query=poll_query,
        poll_seconds=POLL_SECONDS,
    )


def _poll_deadline(req: PageRequest) -> int:
    """Until when an open page polls for the score's state (epoch seconds): at most MAX_POLLS times."""
    last_deadline, text = int(now().timestamp()) + POLL_SECONDS * MAX_POLLS, req.query.get("until", "")
    return min(int(text), last_deadline) if text.isdecimal() and len(text) < 12 else last_deadline


def _poll_query(status: ScoreStatus | None, deadline: int) -> str:
    """The query with which an open page polls; "" when it need not."""
    if status is None or status.is_settled or now().timestamp() >= deadline:
        return ""
    return f"seen={status.state}&until={deadline}"


def _plan_evidence(req: PageRequest, attempt: LessonAttempt, answers: Answers) -> list[Evidence]:
    """The pupil's answers to the lesson's plan steps."""
    lesson = attempt.lesson
    plan_steps = [step for step in lesson.steps if step.kind == "plan" and (lesson.id, step.id) in answers]
    return [
        evidence for step in plan_steps for evidence in evidence_of(attempt.pack, lesson.id, step.id, answers, req.lang)
    ]
