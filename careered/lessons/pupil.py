"""A pupil in front of the lessons, read from the database: class, pack, what was played; and a seat in one lesson."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from careered.lessons.play import Played
from careered.packs.models import Lesson, Pack, StepContent
from careered.packs.store import Shelf
from careered.progress import read, record
from careered.roster.scope import Course, Where, course_here
from careered.web.edge import Ask
from careered.web.refusals import Refused


@dataclass(frozen=True)
class Pupil:
    """The viewer of the pupil's pages.

    versions: under which pack version each lesson was begun. short: the lessons that are done the shorter way.
    unfinished: begun lessons that the current version drops.
    """

    course: Course
    where: Where
    played: Played
    versions: Mapping[str, str]
    short: frozenset[str] = frozenset()
    unfinished: Sequence[Lesson] = ()

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
    course = course_here(ask)
    where = course.where(me.person_id)
    so_far = read.done_so_far(ask.db, where.keys)
    versions = {key: one.version for key, one in so_far.begun.items()}
    short = frozenset(key for key, one in so_far.begun.items() if one.way == record.CATCH_UP)
    played = Played(frozenset(versions), frozenset(so_far.steps), frozenset(so_far.lessons))
    return Pupil(course, where, played, versions, short, _unfinished(ask, course.pack, versions, played))


def _unfinished(ask: Ask, pack: Pack, versions: Mapping[str, str], played: Played) -> list[Lesson]:
    dropped = [key for key in versions if key not in played.lessons and pack.lesson(key) is None]
    begun = [_begun(ask, pack, versions[key], key) for key in dropped]
    return [lesson for _, lesson in begun if lesson]


def _begun(ask: Ask, pack: Pack, version: str, lesson_id: str) -> tuple[Pack | None, Lesson | None]:
    """A lesson as it was when it was begun, with the pack of that time."""
    then = ask.house.get(Shelf).pack(ask.db, pack.id, version) if version else None
    return then, then.lesson(lesson_id) if then else None


def seat_of(ask: Ask) -> Seat:
    """The lesson of the address, in the version that the pupil began, else in the class's current one.

    What neither has, or has only as an outline, is not there. A begun lesson that a new version drops stays.
    """
    pupil, lesson_id = pupil_of(ask), ask.path["lesson"]
    begun = _begun(ask, pupil.pack, pupil.versions.get(lesson_id, ""), lesson_id)
    for pack, lesson in (begun, (pupil.pack, pupil.pack.lesson(lesson_id))):
        if pack and lesson and lesson.is_playable:
            return Seat(pupil, pack, lesson.shorter() if lesson_id in pupil.short and lesson.catch_up else lesson)
    raise Refused("not_found")


def step_of(ask: Ask, seat: Seat) -> StepContent:
    """The step of the address; a step of another lesson is not there."""
    step = seat.lesson.step(ask.path["step"])
    if step is None:
        raise Refused("not_found")
    return step
