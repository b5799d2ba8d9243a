"""What a mentor (a guardian) sees of a pupil: what is done and since when. No answers, no calls for help, no marks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from careered.packs.models import Requirement
from careered.packs.store import Shelf
from careered.progress import read
from careered.progress.completion import tally
from careered.progress.overview import PupilProgress, overview_of
from careered.progress.state_words import STATES
from careered.roster.names import shown_names, sort_key
from careered.roster.read import Pupil, pupils
from careered.roster.scope import Course
from careered.web.i18n import translations
from careered.web.time_format import format_recent


@dataclass(frozen=True)
class Mentee:
    """A pupil whom the platform names for a mentor. done and of: the same figures as in the gradebook."""

    pupil: Pupil
    name: str
    done: int
    of: int


@dataclass(frozen=True)
class Line:
    """One requirement: its title, the state with its word, and since when ("" where it has not begun)."""

    title: str
    state: str
    word: str
    since: str


@dataclass(frozen=True)
class MenteePage:
    """The requirements of the class, and the finished lessons as (title, when)."""

    lines: Sequence[Line]
    lessons: Sequence[tuple[str, str]]


def mentees(db: Connection, course: Course, sees: Collection[str], secret: bytes, lang: str) -> list[Mentee]:
    """The pupils of the class among those whom a mentor may see, by name."""
    everybody = pupils(db, course.room.organisation_id, course.room.id)
    names = shown_names(everybody, secret, course.room.id, lang)  # of all: two words are unlike the others' words
    found = [_mentee(db, course, pupil, names[pupil.id]) for pupil in everybody if pupil.id in sees]
    return sorted(found, key=lambda one: sort_key(one.name, lang))


def _mentee(db: Connection, course: Course, pupil: Pupil, name: str) -> Mentee:
    states = overview_of(db, course, pupil).states(course.pack.requirements_for(course.room.grade))
    return Mentee(pupil, name, *tally(states))


def mentee_page(db: Connection, shelf: Shelf, course: Course, pupil: Pupil, lang: str) -> MenteePage:
    """How far a pupil is."""
    progress, keys = overview_of(db, course, pupil), course.where(pupil.id).keys
    scope, so_far = course.pack.requirements_for(course.room.grade), read.done_so_far(db, keys)
    finished = sorted(so_far.lessons.items(), key=lambda one: one[1])
    versions = {lesson: so_far.begun.get(lesson, read.Begun()).version for lesson, _ in finished}
    titles = [(_title(db, shelf, course, lesson, versions[lesson], lang), at) for lesson, at in finished]
    return MenteePage(
        lines=[_line(one, progress, course, lang) for one in scope],
        lessons=[(title, _when(at, course, lang)) for title, at in titles],
    )


def _line(requirement: Requirement, progress: PupilProgress, course: Course, lang: str) -> Line:
    state, found = progress.state(requirement.id), progress.reached.get(requirement.id)
    return Line(
        title=requirement.title.in_language(lang, course.pack.default_language),
        state=state.value,
        word=translations(lang).gettext(STATES[state]),
        since=_when(found.since, course, lang) if found else "",
    )


def _title(db: Connection, shelf: Shelf, course: Course, lesson_id: str, version: str, lang: str) -> str:
    """What a lesson is called, in the pack's version that the pupil began it with; its id where that is gone."""
    packs = (shelf.pack(db, course.pack.id, version) if version else None, course.pack)
    lesson = next((one for pack in packs if pack and (one := pack.lesson(lesson_id))), None)
    return lesson.title.in_language(lang, course.pack.default_language) if lesson else lesson_id


def _when(at: datetime, course: Course, lang: str) -> str:
    return format_recent(at, lang, course.pack.timezone)
