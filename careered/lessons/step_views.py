"""One step (pack_format 1): its page, and the submission of its answer.

Forms are plain POSTs answered with 303 (docs/decisions/0005): they work without JavaScript, in every frame, with Back.
"""

from starlette.responses import Response

from careered.feedback import store
from careered.lessons.answer_form import AnswerParser, ParsedAnswer
from careered.lessons.attempt import LessonAttempt, step_from_path, stored_answer
from careered.lessons.gating import may_visit, next_url, step_not_open_page
from careered.lessons.kinds import kind_of
from careered.lessons.sequencing import completes_lesson, passes_check
from careered.lessons.step_presentation import answer_context, error_text, position_context
from careered.packs.models import StepContent
from careered.progress import events
from careered.progress.events import StepDone
from careered.progress.queries import StoredAnswer
from careered.web.request import PageRequest


def show_step(req: PageRequest, attempt: LessonAttempt) -> Response:
    """GET /lessons/{lesson}/{step}: the step with its stored answer; once done, with the feedback of its kind."""
    step = step_from_path(req, attempt)
    if not may_visit(req, attempt, step):
        return step_not_open_page(req, attempt)
    is_done = req.viewer.persists and attempt.progress.has_done(attempt.lesson, step)
    answered = is_done and kind_of(step).GIVES_FEEDBACK and "change" not in req.query
    return _step_page(req, attempt, step, stored_answer(req, attempt, step), answered=answered)


def submit_step(req: PageRequest, attempt: LessonAttempt) -> Response:
    """POST /lessons/{lesson}/steps/{step}: answer and events in one transaction, or the page with its errors (422)."""
    step = step_from_path(req, attempt)
    if not may_visit(req, attempt, step):
        return step_not_open_page(req, attempt)
    kind = kind_of(step)
    parsed = kind.read_answer(step, AnswerParser(req.form))
    if parsed.errors or not _passes(attempt, step, parsed):
        return _step_page(req, attempt, step, stored_answer(req, attempt, step), parsed=parsed)
    if req.viewer.persists:
        _store_submission(req, attempt, step, parsed)
    elif kind.GIVES_FEEDBACK:
        return _step_page(req, attempt, step, None, parsed=parsed, answered=True)
    return req.redirect(f"/lessons/{attempt.lesson.id}/{step.id}" if kind.GIVES_FEEDBACK else next_url(attempt, step))


def _passes(attempt: LessonAttempt, step: StepContent, parsed: ParsedAnswer) -> bool:
    """Whether enough answers of a check are right; a step without a passing share always passes."""
    required_share = getattr(step, "passing", None)
    return required_share is None or passes_check(
        attempt.pupil.pack, attempt.lesson, required_share, parsed.correct, parsed.total
    )


def _store_submission(req: PageRequest, attempt: LessonAttempt, step: StepContent, parsed: ParsedAnswer) -> None:
    """Store the answer and its events; what staff wrote about an earlier submission of the step is resolved."""
    scope, lesson = attempt.pupil.scope, attempt.lesson
    events.submit_step(
        req.db,
        scope,
        StepDone(lesson.id, step.id, step.kind, parsed.correct, parsed.total, attempt.pack.version),
        parsed.values,
        help_reason=parsed.help_reason,
        completes_lesson=completes_lesson(lesson, step, attempt.progress),
    )
    if attempt.progress.has_done(lesson, step):  # staff can only write about a submitted step
        store.resolve_on_resubmit(req.db, scope.key, lesson.id, step.id)


def _step_page(
    req: PageRequest,
    attempt: LessonAttempt,
    step: StepContent,
    stored: StoredAnswer | None,
    *,
    parsed: ParsedAnswer | None = None,
    answered: bool = False,
) -> Response:
    """The page with the stored answer, with a parsed one that has errors (422), or with feedback (`answered`)."""
    errors = parsed.errors if parsed else ()
    req.page_url = f"/lessons/{attempt.lesson.id}/{step.id}"  # also after a POST: the language switch comes back here
    return req.render(
        "lessons/step.html",
        status=422 if parsed and not answered else 200,
        **position_context(req, attempt, step),
        **answer_context(req, step, parsed.values if parsed else stored.values if stored else {}),
        wrong={error.field: req.gettext(error.message) for error in errors},
        summary=[(error.field, error_text(req, step, error)) for error in errors],
        retry=parsed if parsed and not errors and not answered else None,
        answered=answered,
        revision=stored.revision if stored else 0,
    )
