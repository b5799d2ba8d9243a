"""Whose turn it is: which step a pupil may be at, and a friendly way back for those who came too early."""

from starlette.responses import Response

from careered.lessons.attempt import LessonAttempt
from careered.lessons.sequencing import current_step, is_open, missing_prerequisites
from careered.packs.models import Lesson, StepContent
from careered.web.request import PageRequest


def blocking_lessons(req: PageRequest, attempt: LessonAttempt) -> tuple[Lesson, ...]:
    """The lessons that come before this one. A lesson that was begun stays open; visitors may try everything."""
    if not req.viewer.persists or attempt.lesson.id in attempt.progress.started:
        return ()
    return missing_prerequisites(attempt.pupil.pack, attempt.lesson, attempt.progress)


def may_visit(req: PageRequest, attempt: LessonAttempt, step: StepContent) -> bool:
    """Whether a step is the pupil's turn. Visitors for whom nothing is stored may look at everything."""
    return not req.viewer.persists or (
        not blocking_lessons(req, attempt) and is_open(attempt.lesson, step, attempt.progress)
    )


def current_step_url(attempt: LessonAttempt) -> str:
    """Where a pupil of this lesson belongs: the first step that is not done, or the end."""
    step = current_step(attempt.lesson, attempt.progress)
    return f"/lessons/{attempt.lesson.id}/{step.id if step else 'done'}"


def step_not_open_page(req: PageRequest, attempt: LessonAttempt) -> Response:
    """The refusal `step_order` as a page of the pupil's own, with the way to the right place."""
    blocking = blocking_lessons(req, attempt)
    req.page_url = f"/lessons/{blocking[0].id}" if blocking else current_step_url(attempt)
    response = req.render("lessons/order.html", status=409, blocking_lessons=blocking, href=req.page_url)
    response.headers["Careered-Code"] = "step_order"
    return response
