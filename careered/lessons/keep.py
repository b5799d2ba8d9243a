"""One step's stored answer: read it, keep another. Visitors for whom nothing is stored have none."""

from careered.guidance import notes
from careered.lessons.answers import Reading
from careered.lessons.play import finishes
from careered.lessons.pupil import Seat
from careered.packs.models import StepContent
from careered.progress import record
from careered.progress.read import Saved, answers_of
from careered.progress.record import StepDone
from careered.web.edge import Ask


def saved_of(ask: Ask, seat: Seat, step: StepContent) -> Saved | None:
    """What was typed and ticked in a step, handed in or not."""
    if not ask.me.saves:
        return None
    return answers_of(ask.db, seat.pupil.where.keys, seat.lesson.id).get((seat.lesson.id, step.id))


def save(ask: Ask, seat: Seat, step: StepContent, reading: Reading, revision: int) -> None:
    """Keep what is typed and ticked."""
    record.save_answer(
        ask.db,
        seat.pupil.where,
        seat.lesson.id,
        step.id,
        reading.values,
        revision=revision,
        help_wanted=reading.help_wanted,
    )


def complete(ask: Ask, seat: Seat, step: StepContent, reading: Reading) -> None:
    """Keep an answer and the fact that the step is done. Handing in wins over every draft (see `play`)."""
    saved, where, lesson = saved_of(ask, seat, step), seat.pupil.where, seat.lesson
    save(ask, seat, step, reading, (saved.revision if saved else 0) + 1)
    record.lesson_started(ask.db, where, lesson.id)
    done = StepDone(lesson.id, step.id, step.kind, reading.right, reading.of, seat.pack.version)
    if seat.played.has(lesson, step):  # staff write about what is handed in, never before
        notes.handed_in(ask.db, where.keys, lesson.id, step.id)
    record.step_done(ask.db, where, done, last=finishes(lesson, step, seat.played))
