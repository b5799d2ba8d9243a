"""Doing a lesson together: the start, the page for the projector (numbers, never names), the question, the close."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.responses import Response

from careered.clock import now
from careered.packs.models import Lesson
from careered.progress import sitting
from careered.progress.exit_questions import QUESTIONS
from careered.progress.sitting import TOLD_FROM, HowFar, Together
from careered.roster.scope import Course, own_course
from careered.web.edge import Ask
from careered.web.etag import fingerprint
from careered.web.refusals import Refused
from careered.web.time_format import format_recent

MINUTES = (10, 20, 30, 45, 60, 75, 90)
USUAL = 45


@dataclass(frozen=True)
class Choice:
    """An answer to the question at the end. number: None while it is not told."""

    label: str
    number: int | None


@dataclass(frozen=True)
class Stage:
    """What the projector shows. steps: (title, how many have done it). choices: empty while no question is asked."""

    lesson: Lesson
    together: Together
    far: HowFar
    until: str
    steps: list[tuple[str, int]]
    asked: str
    answered: int
    choices: list[Choice]

    @property
    def version(self) -> str:
        """Changes with whatever is shown."""
        return fingerprint((self.together, self.together.runs, self.far, self.answered, self.choices))


def show_lesson(ask: Ask) -> Response:
    """GET /teacher/class/{id}/lesson: what goes on, or the start of something. 204: nothing new for an open page."""
    course = own_course(ask)
    stage = _stage(ask, course)
    if stage is None or "new" in ask.query or not (stage.together.runs or "seen" in ask.query or "over" in ask.query):
        return _begin(ask, course)
    if ask.fragment and ask.query.get("seen") == stage.version:
        return Response(status_code=204)
    return ask.render(
        "dashboard/lesson.html",
        block="stage",
        room=course.room,
        stage=stage,
        questions=QUESTIONS.items(),
        told=TOLD_FROM,
    )


def start(ask: Ask) -> Response:
    """POST /teacher/class/{id}/lesson/start: a lesson, and for how many minutes devices are used."""
    course, minutes = own_course(ask), ask.field("minutes")
    lesson = course.pack.lesson(ask.field("lesson"))
    if lesson is None or not lesson.is_playable or minutes not in map(str, MINUTES):
        raise Refused("not_found")
    until = now() + timedelta(minutes=int(minutes))
    sitting.start(ask.db, course.room.organisation_id, course.room.id, lesson.id, until)
    return ask.go(f"/teacher/class/{course.room.id}/lesson")


def put_question(ask: Ask) -> Response:
    """POST /teacher/class/{id}/lesson/question: one press each, for every pupil."""
    course = own_course(ask)
    if ask.field("question") not in QUESTIONS:
        raise Refused("not_found")
    sitting.ask(ask.db, course.room.organisation_id, course.room.id, ask.field("question"))
    return ask.go(f"/teacher/class/{course.room.id}/lesson")


def close(ask: Ask) -> Response:
    """POST /teacher/class/{id}/lesson/close: devices are put away."""
    course = own_course(ask)
    sitting.close(ask.db, course.room.organisation_id, course.room.id)
    return ask.go(f"/teacher/class/{course.room.id}/lesson?over=1")


def _begin(ask: Ask, course: Course) -> Response:
    lessons = course.pack.playable_lessons()
    chosen = ask.query.get("lesson", "") or next((one.id for one in lessons), "")
    ends = {minutes: _clock(now() + timedelta(minutes=minutes), ask, course) for minutes in MINUTES}
    return ask.render(
        "dashboard/lesson_start.html", room=course.room, lessons=lessons, chosen=chosen, ends=ends, usual=USUAL
    )


def _clock(at: datetime, ask: Ask, course: Course) -> str:
    return format_recent(at, ask.lang, course.pack.timezone)


def _stage(ask: Ask, course: Course) -> Stage | None:
    where = (course.room.organisation_id, course.room.id)
    found = sitting.newest(ask.db, *where)
    lesson = course.pack.lesson(found.lesson_id) if found else None
    if found is None or lesson is None:
        return None
    far = sitting.how_far(ask.db, *where, lesson.id)
    given = sitting.answers(ask.db, *where, found) if found.question else {}
    return Stage(
        lesson=lesson,
        together=found,
        far=far,
        until=_clock(found.devices_until, ask, course),
        steps=[
            (step.title.in_language(ask.lang, course.pack.default_language), far.steps.get(step.id, 0))
            for step in lesson.steps
        ],
        asked=ask.translate(QUESTIONS[found.question].asked) if found.question in QUESTIONS else "",
        answered=sum(given.values()),
        choices=_choices(ask, found, given),
    )


def _choices(ask: Ask, one: Together, given: Mapping[str, int]) -> list[Choice]:
    """How many chose what: when it is over (who taps when can be seen in a room), and from five answers on."""
    told = not one.runs and sum(given.values()) >= TOLD_FROM
    choices = QUESTIONS[one.question].choices if one.question in QUESTIONS else {}
    return [Choice(ask.translate(word), given.get(code, 0) if told else None) for code, word in choices.items()]
