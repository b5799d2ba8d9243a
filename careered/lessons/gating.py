"""Step gating: which step a pupil may open, which comes next, and the page for a step that is not open yet."""

from starlette.responses import Response

from careered.lessons.attempt import LessonAttempt
from careered.lessons.sequencing import current_step, is_open, missing_prerequisites, neighbour
from careered.packs.models import Lesson, StepContent
from careered.web.request import PageRequest


def blocking_lessons(req: PageRequest, attempt: LessonAttempt) -> tuple[Lesson, ...]:
    """The lessons to do before this one. A lesson that was begun stays open; to visitors everything is open."""
    if not req.viewer.persists or attempt.lesson.id in attempt.progress.started:
        return ()
    return missing_prerequisites(attempt.pupil.pack, attempt.lesson, attempt.progress)


def may_visit(req: PageRequest, attempt: LessonAttempt, step: StepContent) -> bool:
    """Whether the pupil may open a step. Visitors for whom nothing is stored may open every step."""
    return not req.viewer.persists or (
        not blocking_lessons(req, attempt) and is_open(attempt.lesson, step, attempt.progress)
    )


def current_step_url(attempt: LessonAttempt) -> str:
    """The first step that is not done, or the end of the lesson."""
    step = current_step(attempt.lesson, attempt.progress)
    return f"/lessons/{attempt.lesson.id}/{step.id if step else 'done'}"


def next_url(attempt: LessonAttempt, step: StepContent) -> str:
    """The step after this one, or the end of the lesson."""
    next_step = neighbour(attempt.lesson, step, 1)
    return f"/lessons/{attempt.lesson.id}/{next_step.id if next_step else 'done'}"


def step_not_open_page(req: PageRequest, attempt: LessonAttempt) -> Response:
    """The error `step_order` (409) as a page with a link to the step or lesson that is open."""
    blocking = blocking_lessons(req, attempt)
    req.page_url = f"/lessons/{blocking[0].id}" if blocking else current_step_url(attempt)
    response = req.render("lessons/order.html", status=409, blocking_lessons=blocking, href=req.page_url)
    response.headers["Careered-Code"] = "step_order"
    return response
