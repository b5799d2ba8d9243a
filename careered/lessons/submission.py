"""One step's stored answer: read it, keep another. Visitors for whom nothing is stored have none."""

from careered.feedback import store
from careered.lessons.answer_form import ParsedAnswer
from careered.lessons.attempt import LessonAttempt
from careered.lessons.sequencing import completes_lesson
from careered.packs.models import StepContent
from careered.progress import events
from careered.progress.events import StepDone
from careered.progress.queries import StoredAnswer, load_answers
from careered.web.request import PageRequest


def stored_answer(req: PageRequest, attempt: LessonAttempt, step: StepContent) -> StoredAnswer | None:
    """What was typed and ticked in a step, handed in or not."""
    if not req.viewer.persists:
        return None
    return load_answers(req.db, attempt.pupil.scope.key, attempt.lesson.id).get((attempt.lesson.id, step.id))


def save_answer(
    req: PageRequest, attempt: LessonAttempt, step: StepContent, parsed: ParsedAnswer, revision: int
) -> None:
    """Keep what is typed and ticked."""
    events.store_answer(
        req.db,
        attempt.pupil.scope,
        attempt.lesson.id,
        step.id,
        parsed.values,
        revision=revision,
        help_reason=parsed.help_reason,
    )


def submit(req: PageRequest, attempt: LessonAttempt, step: StepContent, parsed: ParsedAnswer) -> None:
    """Keep an answer and the fact that the step is done. Handing in wins over every draft (see `play`)."""
    previous, scope, lesson = stored_answer(req, attempt, step), attempt.pupil.scope, attempt.lesson
    save_answer(req, attempt, step, parsed, (previous.revision if previous else 0) + 1)
    events.record_lesson_start(req.db, scope, lesson.id)
    completed_step = StepDone(lesson.id, step.id, step.kind, parsed.correct, parsed.total, attempt.pack.version)
    if attempt.progress.has_done(lesson, step):  # staff write about what is handed in, never before
        store.resolve_on_resubmit(req.db, scope.key, lesson.id, step.id)
    events.record_step_done(
        req.db, scope, completed_step, completes_lesson=completes_lesson(lesson, step, attempt.progress)
    )
