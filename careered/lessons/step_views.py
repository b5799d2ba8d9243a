"""One step: looking at it, and handing it in.

Forms are plain POSTs with 303 (docs/decisions/0005): they work without JavaScript, in every frame, with Back.
"""

from starlette.responses import Response

from careered.lessons.answer_form import AnswerParser, ParsedAnswer
from careered.lessons.attempt import LessonAttempt, current_attempt, step_from_path
from careered.lessons.gating import may_visit, step_not_open_page
from careered.lessons.kinds import kind_of
from careered.lessons.sequencing import passes_check
from careered.lessons.step_page import next_url, step_page
from careered.lessons.submission import stored_answer, submit
from careered.packs.models import StepContent
from careered.web.request import PageRequest


def show_step(req: PageRequest) -> Response:
    """GET /lessons/{lesson}/{step}: the step with what was typed; once done, with careered's answer to it."""
    attempt = current_attempt(req)
    step = step_from_path(req, attempt)
    if not may_visit(req, attempt, step):
        return step_not_open_page(req, attempt)
    is_done = req.viewer.persists and attempt.progress.has_done(attempt.lesson, step)
    answered = is_done and kind_of(step).GIVES_FEEDBACK and "change" not in req.query
    return step_page(req, attempt, step, stored_answer(req, attempt, step), answered=answered)


def submit_step(req: PageRequest) -> Response:
    """POST /lessons/{lesson}/steps/{step}: answer and fact in one transaction, or the page with what is wrong."""
    attempt = current_attempt(req)
    step = step_from_path(req, attempt)
    if not may_visit(req, attempt, step):
        return step_not_open_page(req, attempt)
    kind = kind_of(step)
    parsed = kind.read_answer(step, AnswerParser(req.form))
    if parsed.errors or not _passes(attempt, step, parsed):
        return step_page(req, attempt, step, stored_answer(req, attempt, step), parsed=parsed)
    if req.viewer.persists:
        submit(req, attempt, step, parsed)
    elif kind.GIVES_FEEDBACK:
        return step_page(req, attempt, step, None, parsed=parsed, answered=True)
    return req.redirect(f"/lessons/{attempt.lesson.id}/{step.id}" if kind.GIVES_FEEDBACK else next_url(attempt, step))


def _passes(attempt: LessonAttempt, step: StepContent, parsed: ParsedAnswer) -> bool:
    """Whether enough of a check is right; other kinds let everybody go on."""
    required_share = getattr(step, "passing", None)
    return required_share is None or passes_check(
        attempt.pupil.pack, attempt.lesson, required_share, parsed.correct, parsed.total
    )
