"""What comes next for a pupil: from the lessons of a pack and what was done, to where to go. Plain Python.

Two tabs, one answer. A step's form carries the revision that it was rendered with, and each draft sends a higher
number. A draft is kept only when its number is higher than the stored one (`draft_is_newer`): a tab that does not
know what was saved elsewhere is told so and overwrites nothing. Handing in is an explicit act: it always wins,
and raises the revision, so that drafts still on their way from before it are old.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from careered.packs.models import Lesson, Pack, StepContent
from careered.progress.completion import share_needed


class LessonState(StrEnum):
    """Where a pupil stands with a lesson."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"


@dataclass(frozen=True)
class Played:
    """What a pupil has played in a class. steps: (lesson id, step id) of each step that was handed in."""

    begun: frozenset[str] = frozenset()
    steps: frozenset[tuple[str, str]] = frozenset()
    lessons: frozenset[str] = frozenset()

    def state(self, lesson_id: str) -> LessonState:
        """Where the pupil stands with a lesson."""
        if lesson_id in self.lessons:
            return LessonState.DONE
        return LessonState.IN_PROGRESS if lesson_id in self.begun else LessonState.NOT_STARTED

    def has(self, lesson: Lesson, step: StepContent) -> bool:
        """Whether a step was handed in."""
        return (lesson.id, step.id) in self.steps


def lessons_for(pack: Pack, grade: int | None, played: Played) -> tuple[Lesson, ...]:
    """The lessons of a class in order: for its grade and those before, what its requirements need, what was begun."""
    needed = {lesson for one in pack.requirements_for(grade) for lesson in getattr(one.completion, "all", ())}
    needed |= played.begun
    return tuple(one for one in pack.playable_lessons() if grade is None or one.grade <= grade or one.id in needed)


def comes_first(pack: Pack, lesson: Lesson, played: Played) -> tuple[Lesson, ...]:
    """The lessons to do before this one. Empty: it is open. An outline cannot be done, so it holds nobody up."""
    wanted = [pack.lesson(key) for key in lesson.requires if key not in played.lessons]
    return tuple(one for one in wanted if one and one.is_playable)


def next_lesson(pack: Pack, grade: int | None, played: Played, after: str = "") -> Lesson | None:
    """What to go on with: a lesson that was begun, else the next open one after `after`; None when all is done."""
    lessons = lessons_for(pack, grade, played)
    left = [one for one in _starting_after(lessons, after) if one.id not in played.lessons]
    begun = [one for one in left if one.id in played.begun]
    return next((one for one in [*begun, *left] if not comes_first(pack, one, played)), None)


def _starting_after(lessons: tuple[Lesson, ...], after: str) -> Iterator[Lesson]:
    ids = [one.id for one in lessons]
    start = ids.index(after) + 1 if after in ids else 0
    yield from lessons[start:]
    yield from lessons[:start]


def current_step(lesson: Lesson, played: Played) -> StepContent | None:
    """The first step that is not done; None when all are."""
    return next((step for step in lesson.steps if not played.has(lesson, step)), None)


def is_open(lesson: Lesson, step: StepContent, played: Played) -> bool:
    """Whether a step may be visited: one that is done, or the first that is not."""
    return played.has(lesson, step) or step == current_step(lesson, played)


def beside(lesson: Lesson, step: StepContent, offset: int) -> StepContent | None:
    """The step before (-1) or after (1), or None at the ends."""
    place = lesson.steps.index(step) + offset
    return lesson.steps[place] if 0 <= place < len(lesson.steps) else None


def finishes(lesson: Lesson, step: StepContent, played: Played) -> bool:
    """Whether handing in this step finishes the lesson: all others are done."""
    return all(played.has(lesson, one) for one in lesson.steps if one != step)


def enough_right(pack: Pack, lesson: Lesson, passing: float, right: int, of: int) -> bool:
    """Whether a check goes on: the step's own share and the one that the curriculum's requirement needs."""
    return right >= max(passing, share_needed(pack, lesson.id)) * of


def draft_is_newer(sent: int, stored: int) -> bool:
    """Whether a draft comes from a page that knows what is stored."""
    return sent > stored
