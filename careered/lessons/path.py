"""A pupil's path: one stop for each lesson of the class, with its picture. What is done counts in lessons.

Pupils who stand at the same place of the same version of a pack have the same path, so it is kept.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property

from careered.lessons.attempt import PupilContext, attempt_at
from careered.lessons.sequencing import LessonState, current_step, lessons_for, missing_prerequisites, next_lesson
from careered.packs.models import Lesson
from careered.packs.picture_address import picture_url
from careered.web.cache import Cache
from careered.web.request import PageRequest


@dataclass(frozen=True)
class Stop:
    """A lesson on the path. number: its place, from 1. prerequisites: lessons to do before it; empty when it is open.

    picture: the address of its cover; "" where it has none. minutes: of the way that the pupil takes.
    """

    lesson: Lesson
    number: int
    state: LessonState
    prerequisites: Sequence[Lesson]
    picture: str
    minutes: int

    @property
    def is_done(self) -> bool:
        """Whether the pupil has done it."""
        return self.state is LessonState.DONE


@dataclass(frozen=True)
class Path:
    """All stops in order, and the one to go on with; None when there is none."""

    stops: Sequence[Stop]
    next_stop: Stop | None

    @property
    def done_stops(self) -> list[Stop]:
        """The pieces that lie behind."""
        return [stop for stop in self.stops if stop.is_done]

    @property
    def is_done(self) -> bool:
        """Whether every lesson is done."""
        return bool(self.stops) and len(self.done_stops) == len(self.stops)

    def stop(self, lesson_id: str) -> Stop | None:
        """The stop of a lesson."""
        return next((stop for stop in self.stops if stop.lesson.id == lesson_id), None)

    @cached_property
    def shown(self) -> Hashable:
        """What a page shows of it; the lessons themselves are those of the pack's version."""
        return tuple(map(_shown, self.stops)), self.next_stop and self.next_stop.lesson.id


def _shown(stop: Stop) -> Hashable:
    before = tuple(lesson.id for lesson in stop.prerequisites)
    return stop.lesson.id, stop.number, stop.state, stop.picture, stop.minutes, before


PATHS = Cache[Path](1000)


def path_of(pupil: PupilContext, after: str = "") -> Path:
    """The pupil's path. after: a lesson; what comes next is looked for behind it first."""
    if pupil.dropped_lessons:  # of another version of the pack
        return _made(pupil, after)
    pack = pupil.pack
    of_pupil = pupil.grade, pupil.progress, pupil.catch_up_lessons, after
    return PATHS.get((pack.id, pack.version, pack.content_hash, *of_pupil), lambda: _made(pupil, after))


def _made(pupil: PupilContext, after: str) -> Path:
    lessons = [*lessons_for(pupil.pack, pupil.grade, pupil.progress), *pupil.dropped_lessons]
    stops = [stop_at(pupil, lesson, number) for number, lesson in enumerate(lessons, start=1)]
    upcoming = next_lesson(pupil.pack, pupil.grade, pupil.progress, after)
    return Path(stops, next((stop for stop in stops if stop.lesson is upcoming), None))


def stop_at(pupil: PupilContext, lesson: Lesson, number: int = 0) -> Stop:
    """The stop of one lesson."""
    state, cover = pupil.progress.state(lesson.id), lesson.cover
    is_new = state is LessonState.NOT_STARTED
    is_short = lesson.id in pupil.catch_up_lessons and bool(lesson.catch_up)
    return Stop(
        lesson,
        number,
        state,
        missing_prerequisites(pupil.pack, lesson, pupil.progress) if is_new else (),
        picture_url(pupil.pack, cover) if cover and cover.file in pupil.pack.pictures else "",
        lesson.short_version_minutes if is_short else lesson.minutes,
    )


def place_in(req: PageRequest, pupil: PupilContext, stop: Stop) -> tuple[int, int] | None:
    """Where the pupil stands in a begun lesson of cards: (card, cards), from 1; None elsewhere."""
    if stop.state is not LessonState.IN_PROGRESS or not stop.lesson.parts:
        return None
    lesson = attempt_at(req, pupil, stop.lesson.id).lesson
    step = current_step(lesson, pupil.progress)
    return (lesson.steps.index(step) + 1, len(lesson.steps)) if step else None
