"""Sequencing: which lessons and steps are open to a pupil, and which comes next. Plain Python.

Concurrent drafts (two tabs): a step's form carries the revision that it was rendered with, and each draft sends a
higher one. A draft is stored only if its revision is higher than the stored one (`is_newer_draft`); an outdated tab
gets 409 and overwrites nothing. A submission always wins and raises the revision, so that drafts sent before it
are outdated.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from careered.packs.models import Lesson, Pack, StepContent
from careered.progress.completion import required_share


class LessonState(StrEnum):
    """Where a pupil stands with a lesson."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"


@dataclass(frozen=True)
class LessonProgress:
    """What a pupil has done of a class's lessons. done_steps: (lesson id, step id) of each submitted step."""

    started: frozenset[str] = frozenset()
    done_steps: frozenset[tuple[str, str]] = frozenset()
    done_lessons: frozenset[str] = frozenset()

    def state(self, lesson_id: str) -> LessonState:
        """Where the pupil stands with a lesson."""
        if lesson_id in self.done_lessons:
            return LessonState.DONE
        return LessonState.IN_PROGRESS if lesson_id in self.started else LessonState.NOT_STARTED

    def has_done(self, lesson: Lesson, step: StepContent) -> bool:
        """Whether a step was submitted."""
        return (lesson.id, step.id) in self.done_steps


def lessons_for(pack: Pack, grade: int | None, progress: LessonProgress) -> tuple[Lesson, ...]:
    """The lessons of a class in order: those up to its grade, those its requirements need, those begun."""
    needed_ids = {
        lesson_id
        for requirement in pack.requirements_for(grade)
        for lesson_id in getattr(requirement.completion, "all", ())
    }
    needed_ids |= progress.started
    return tuple(
        lesson
        for lesson in pack.playable_lessons()
        if grade is None or lesson.grade <= grade or lesson.id in needed_ids
    )


def missing_prerequisites(pack: Pack, lesson: Lesson, progress: LessonProgress) -> tuple[Lesson, ...]:
    """The lessons to do before this one; empty when it is open. Outlines cannot be done, so they do not count."""
    prerequisites = [pack.lesson(lesson_id) for lesson_id in lesson.requires if lesson_id not in progress.done_lessons]
    return tuple(prerequisite for prerequisite in prerequisites if prerequisite and prerequisite.is_playable)


def next_lesson(pack: Pack, grade: int | None, progress: LessonProgress, after: str = "") -> Lesson | None:
    """The lesson to continue with: a begun one, else the next open one after `after`; None when all are done."""
    lessons = lessons_for(pack, grade, progress)
    remaining = [lesson for lesson in _lessons_after(lessons, after) if lesson.id not in progress.done_lessons]
    started = [lesson for lesson in remaining if lesson.id in progress.started]
    return next(
        (lesson for lesson in [*started, *remaining] if not missing_prerequisites(pack, lesson, progress)), None
    )


def _lessons_after(lessons: tuple[Lesson, ...], after: str) -> Iterator[Lesson]:
    ids = [lesson.id for lesson in lessons]
    start = ids.index(after) + 1 if after in ids else 0
    yield from lessons[start:]
    yield from lessons[:start]


def current_step(lesson: Lesson, progress: LessonProgress) -> StepContent | None:
    """The first step that is not done; None when all are."""
    return next((step for step in lesson.steps if not progress.has_done(lesson, step)), None)


def is_open(lesson: Lesson, step: StepContent, progress: LessonProgress) -> bool:
    """Whether a step may be opened: it is done, or the first that is not."""
    return progress.has_done(lesson, step) or step is current_step(lesson, progress)


def neighbour(lesson: Lesson, step: StepContent, offset: int) -> StepContent | None:
    """The step before (-1) or after (1), or None at the ends."""
    # By id: that two steps differ is found out field by field.
    index = next(number for number, other in enumerate(lesson.steps) if other.id == step.id) + offset
    return lesson.steps[index] if 0 <= index < len(lesson.steps) else None


def completes_lesson(lesson: Lesson, step: StepContent, progress: LessonProgress) -> bool:
    """Whether submitting this step completes the lesson: all other steps are done."""
    return all(progress.has_done(lesson, other) for other in lesson.steps if other.id != step.id)


def passes_check(pack: Pack, lesson: Lesson, passing: float, correct: int, total: int) -> bool:
    """Whether correct of total reaches the step's passing share (0 to 1) and that of the lesson's requirements."""
    return correct >= max(passing, required_share(pack, lesson.id)) * total


def is_newer_draft(sent: int, stored: int) -> bool:
    """Whether a draft's revision is newer than the stored one."""
    return sent > stored
