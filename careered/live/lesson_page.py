"""What staff's page and the wall show of a live lesson: counts, the city, the exit ticket; never a name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from careered.clock import now
from careered.i18n_marker import _
from careered.live import live_lesson
from careered.live.city import Building, draw_city
from careered.live.class_counts import LiveProgress, load_progress, parts_of
from careered.live.exit_tickets import EXIT_TICKETS
from careered.live.lesson_plan import PlanStep, session_plan, teachers_notes
from careered.live.live_lesson import LiveLesson
from careered.packs.localized import LocalizedText
from careered.packs.models import Lesson
from careered.roster.few_pupils import MIN_PUPILS_SHOWN
from careered.roster.scope import ClassScope
from careered.web.etag import make_etag
from careered.web.request import PageRequest
from careered.web.time_format import format_recent, format_time


@dataclass(frozen=True)
class AnswerCount:
    """A choice of the exit ticket. count: None while counts are not shown."""

    label: str
    count: int | None


@dataclass(frozen=True)
class LiveLessonPage:
    """A live lesson to look at. steps: (title, pupils who have done it). choices: empty before the exit ticket.

    began, until: as the reader writes a time. minutes_left: until devices are put away, never below 0. length: minutes
    of the session. plan: its steps, each with its time of day. notes: what the teacher does before, during and after,
    in Markdown.
    """

    lesson: Lesson
    live_lesson: LiveLesson
    progress: LiveProgress
    began: str
    until: str
    minutes_left: int
    length: int
    houses: Sequence[Building]
    steps: list[tuple[str, int]]
    question: str
    answer_count: int
    choices: list[AnswerCount]
    plan: Sequence[tuple[PlanStep, str]]
    notes: Sequence[str]

    @property
    def etag(self) -> str:
        """Changes with everything that is shown."""
        shown = (self.live_lesson, self.live_lesson.is_running, self.progress, self.answer_count, self.choices)
        return make_etag((*shown, self.minutes_left))


def load_page(req: PageRequest, scope: ClassScope) -> LiveLessonPage | None:
    """The running or last live lesson of a class; None where there was none. Five queries, however many pupils."""
    current = live_lesson.latest(req.db, *scope.key)
    lesson = scope.pack.lesson(current.lesson_id) if current else None
    if current is None or lesson is None:
        return None
    progress = load_progress(req.db, *scope.key, lesson, current.started_at)
    counts = live_lesson.answer_counts(req.db, *scope.key, current) if current.question else {}
    left = (current.devices_until - now()).total_seconds()
    return LiveLessonPage(
        lesson=lesson,
        live_lesson=current,
        progress=progress,
        began=format_recent(current.started_at, req.lang, scope.pack.timezone),
        until=format_live_time(current.devices_until, req, scope),
        minutes_left=max(0, -int(-left // 60)),
        length=_length(current),
        houses=draw_city(current.id, part_titles(req, scope, lesson), progress.parts, progress.pupils),
        steps=[(_text(req, scope, step.title), progress.steps.get(step.id, 0)) for step in lesson.steps],
        question=req.gettext(EXIT_TICKETS[current.question].question) if current.question in EXIT_TICKETS else "",
        answer_count=sum(counts.values()),
        choices=_answer_counts(req, current, counts),
        plan=_timed_plan(req, scope, lesson, current),
        notes=notes_of(req, scope, lesson),
    )


def format_live_time(timestamp: datetime, req: PageRequest, scope: ClassScope) -> str:
    """A time of day without its date: devices are put away on the day that the lesson starts."""
    return format_time(timestamp, req.lang, scope.pack.timezone)


def plan_of(req: PageRequest, scope: ClassScope, lesson: Lesson, minutes: int) -> Sequence[PlanStep]:
    """The plan of a session with this lesson."""
    sizes = [len(part) for part in parts_of(lesson)]
    return session_plan(list(zip(part_titles(req, scope, lesson), sizes, strict=True)), minutes, req.gettext)


def notes_of(req: PageRequest, scope: ClassScope, lesson: Lesson) -> Sequence[str]:
    """What the teacher does before, during and after; "" each where the pack says nothing."""
    return teachers_notes(_text(req, scope, lesson.teacher) if lesson.teacher else "")


def _timed_plan(
    req: PageRequest, scope: ClassScope, lesson: Lesson, current: LiveLesson
) -> Sequence[tuple[PlanStep, str]]:
    return [
        (step, format_time(step.begins(current.started_at), req.lang, scope.pack.timezone))
        for step in plan_of(req, scope, lesson, _length(current))
    ]


def _length(current: LiveLesson) -> int:
    return round((current.devices_until - current.started_at).total_seconds() / 60)


def part_titles(req: PageRequest, scope: ClassScope, lesson: Lesson) -> list[str]:
    """The names of a lesson's parts, in the order of `class_counts.parts_of`."""
    unnamed = req.gettext(_("Part %(num)s"))
    titles = [part.title for part in lesson.parts] or [step.title for step in lesson.steps]
    return [_text(req, scope, title) if title else unnamed % {"num": number} for number, title in enumerate(titles, 1)]


def _text(req: PageRequest, scope: ClassScope, text: LocalizedText) -> str:
    return text.in_language(req.lang, scope.pack.default_language)


def _answer_counts(req: PageRequest, current: LiveLesson, counts: Mapping[str, int]) -> list[AnswerCount]:
    """Counts by choice: from MIN_PUPILS_SHOWN on, and only after the end (who taps when can be seen in class)."""
    is_published = not current.is_running and sum(counts.values()) >= MIN_PUPILS_SHOWN
    choices = EXIT_TICKETS[current.question].choices if current.question in EXIT_TICKETS else {}
    return [
        AnswerCount(req.gettext(label), counts.get(code, 0) if is_published else None)
        for code, label in choices.items()
    ]
