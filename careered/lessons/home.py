"""The pupil's home: the lessons in order, how much is done, and what the curriculum asks for besides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from careered.clock import now
from careered.guidance.boards import boards_of
from careered.lessons import words
from careered.lessons.letters import letters_of
from careered.lessons.play import LessonState, comes_first, lessons_for, next_lesson
from careered.lessons.pupil import Pupil, pupil_of
from careered.lessons.together import together_of
from careered.packs.models import (
    Lesson,
    LessonsCompletion,
    OfflineAndLessonsCompletion,
    OfflineCompletion,
    Pack,
    Requirement,
)
from careered.progress.completion import REACHED, State
from careered.progress.moving import earlier_class
from careered.progress.read import Reached, statuses_of
from careered.progress.wishes import REQUIREMENTS, mark
from careered.web.edge import Ask
from careered.web.i18n import translations
from careered.web.permissions import Role

MAY = 5


@dataclass(frozen=True)
class Card:
    """A lesson as the home page shows it. first: the lessons that come before it; empty when it is open."""

    lesson: Lesson
    state: LessonState
    word: str
    first: Sequence[Lesson]
    leads_on: bool


@dataclass(frozen=True)
class Line:
    """One requirement: its state, and in words how it is met or why it is not yet."""

    requirement: Requirement
    state: State
    word: str
    note: str


def show_home(ask: Ask) -> Response:
    """GET /lessons: the pupil's home."""
    pupil = pupil_of(ask)
    done, total = mark(ask.db, pupil.where, REQUIREMENTS)
    first_name = ask.me.name.split()[0] if ask.me.name.split() else ""
    return ask.render(
        "lessons/home.html",
        pack=pupil.pack,
        before=ask.me.saves and not pupil.played.begun and earlier_class(ask.db, pupil.where),
        letters=letters_of(ask, pupil),
        together=together_of(ask, pupil.course),
        first_name=first_name,
        cards=cards_of(pupil),
        lines=lines_of(pupil, statuses_of(ask.db, pupil.where.keys), ask.lang),
        done=done,
        total=total,
        card_now=ask.me.saves and goes_soon(pupil),
        boards=ask.me.role is Role.PUPIL and boards_of(ask.db, ask.me.organisation_id, ask.me.class_id),
    )


def goes_soon(pupil: Pupil) -> bool:
    """Whether it is time for the card: the course is over, every lesson is done, or it is May of the last grade."""
    last_may = pupil.grade == max(pupil.pack.grades) and now().month == MAY
    over = pupil.course.room.ended_at is not None or next_lesson(pupil.pack, pupil.grade, pupil.played) is None
    return last_may or over


def cards_of(pupil: Pupil) -> list[Card]:
    """Every lesson of the class, in order; one of them leads on, unless all are done."""
    following = next_lesson(pupil.pack, pupil.grade, pupil.played)
    lessons = [*lessons_for(pupil.pack, pupil.grade, pupil.played), *pupil.unfinished]
    return [_card(pupil, lesson, following) for lesson in lessons]


def _card(pupil: Pupil, lesson: Lesson, following: Lesson | None) -> Card:
    state = pupil.played.state(lesson.id)
    first = comes_first(pupil.pack, lesson, pupil.played) if state is LessonState.NOT_STARTED else ()
    return Card(lesson, state, words.LESSON_STATES[state], first, lesson == following)


def lines_of(pupil: Pupil, reached: Mapping[str, Reached], lang: str) -> list[Line]:
    """Every requirement of the class's grade, with its state and a note."""
    lines = []
    for requirement in pupil.pack.requirements_for(pupil.grade):
        found = reached.get(requirement.id)
        state = found.state if found else State.NOT_STARTED
        note = _note(pupil.pack, requirement, state, found.how if found else "", lang)
        lines.append(Line(requirement, state, words.STATES[state], note))
    return lines


def _note(pack: Pack, requirement: Requirement, state: State, how: str, lang: str) -> str:
    say = translations(lang).gettext
    if state in REACHED:
        return say(words.MARKED) if how in {"offline", "teacher"} else ""
    if state is State.EXEMPT:
        return ""
    completion = requirement.completion
    if isinstance(completion, OfflineCompletion):
        return say(words.BY_TEACHER)
    if isinstance(completion, LessonsCompletion):
        return _in_lessons(pack, completion.all, lang)
    if isinstance(completion, OfflineAndLessonsCompletion):
        return f"{_in_lessons(pack, completion.all, lang)} {say(words.BY_TEACHER_TOO)}"
    return say(words.ALONG_THE_WAY)


def _in_lessons(pack: Pack, wanted: Sequence[str], lang: str) -> str:
    """The lessons that meet a requirement by name; "comes later" while one of them is only an outline."""
    say, lessons = translations(lang).gettext, [pack.lesson(key) for key in wanted]
    if not all(lesson and lesson.is_playable for lesson in lessons):
        return say(words.LATER)
    titles = [lesson.title.in_language(lang, pack.default_language) for lesson in lessons if lesson]
    if len(titles) == 1:
        return say(words.WITH_LESSON) % {"lesson": titles[0]}
    quoted = [say(words.QUOTED) % {"lesson": title} for title in titles]
    return say(words.WITH_LESSONS) % {"lessons": ", ".join(quoted)}
