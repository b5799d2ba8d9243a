"""A pupil in front of the lessons, read from the database: class, pack, what was played; and a seat in one lesson."""

from collections.abc import Mapping
from dataclasses import dataclass

from careered.lessons.play import Played
from careered.packs.models import Lesson, Pack, StepContent
from careered.packs.store import Shelf
from careered.progress import read
from careered.progress.where import Course, Where, course_of
from careered.web.edge import Ask
from careered.web.refusals import Refused


@dataclass(frozen=True)
class Pupil:
    """The viewer of the pupil's pages. versions: under which pack version each lesson was begun."""

    course: Course
    where: Where
    played: Played
    versions: Mapping[str, str]

    @property
    def pack(self) -> Pack:
        """The class's current pack."""
        return self.course.pack

    @property
    def grade(self) -> int | None:
        """The class's grade, where it is known."""
        return self.course.room.grade


@dataclass(frozen=True)
class Seat:
    """A pupil in one lesson. pack and lesson: as they were when the pupil began it; answers keep their sense."""

    pupil: Pupil
    pack: Pack
    lesson: Lesson

    @property
    def played(self) -> Played:
        """What the pupil has played."""
        return self.pupil.played


def pupil_of(ask: Ask) -> Pupil:
    """Who is asking. Visitors for whom nothing is stored have played nothing."""
    me = ask.me
    course = course_of(ask.db, ask.house.get(Shelf), me.organisation_id, me.class_id)
    if course is None:
        raise Refused("no_pack")
    where = course.where(me.person_id)
    versions = read.lessons_begun(ask.db, where.keys)
    steps, lessons = read.all_steps_done(ask.db, where.keys), read.lessons_done(ask.db, where.keys)
    return Pupil(course, where, Played(frozenset(versions), frozenset(steps), frozenset(lessons)), versions)


def seat_of(ask: Ask) -> Seat:
    """The lesson of the address. What the class's pack does not have, or has only as an outline, is not there."""
    pupil, lesson_id = pupil_of(ask), ask.path["lesson"]
    current = pupil.pack.lesson(lesson_id)
    if current is None or not current.is_playable:
        raise Refused("not_found")
    version = pupil.versions.get(lesson_id, "")
    begun = ask.house.get(Shelf).pack(ask.db, pupil.pack.id, version) if version else None
    lesson = begun.lesson(lesson_id) if begun else None
    if begun and lesson and lesson.is_playable:
        return Seat(pupil, begun, lesson)
    return Seat(pupil, pupil.pack, current)


def step_of(ask: Ask, seat: Seat) -> StepContent:
    """The step of the address; a step of another lesson is not there."""
    step = seat.lesson.step(ask.path["step"])
    if step is None:
        raise Refused("not_found")
    return step
