"""What staff's page and the wall show of a live lesson: counts, the city, the exit ticket; never a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from careered.clock import day_of, today
from careered.live.city import Building, draw_city
from careered.live.class_counts import LiveProgress
from careered.live.exit_tickets import EXIT_TICKETS
from careered.live.for_whom import ForWhom
from careered.live.lesson_plan import PlanStep, part_titles, teachers_notes
from careered.live.live_lesson import LiveLesson
from careered.live.live_state import LiveState
from careered.packs.localized import LocalizedText
from careered.packs.models import Lesson
from careered.roster.scope import ClassScope
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

    etag, minutes_left: of `LiveState`. began, until: as the reader writes a time. ended: when, of a lesson of an
    earlier day, after which nobody puts anything away any more; else "". length: minutes of the session. plan: its
    steps, each with its time of day. notes: what the teacher does before, during and after, in Markdown.
    """

    lesson: Lesson
    live_lesson: LiveLesson
    whom: ForWhom
    progress: LiveProgress
    etag: str
    began: str
    until: str
    ended: str
    minutes_left: int
    length: int
    houses: Sequence[Building]
    steps: list[tuple[str, int]]
    question: str
    answer_count: int
    choices: list[AnswerCount]
    plan: Sequence[tuple[PlanStep, str]]
    notes: Sequence[str]


def draw_page(req: PageRequest, state: LiveState) -> LiveLessonPage:
    """What the pages show of a state."""
    scope, lesson, current, progress = state.scope, state.lesson, state.live_lesson, state.progress
    return LiveLessonPage(
        lesson=lesson,
        live_lesson=current,
        whom=state.whom,
        progress=progress,
        etag=state.etag,
        began=format_recent(current.started_at, req.lang, scope.pack.timezone),
        until=format_live_time(current.devices_until, req, scope),
        ended=_ended(current, req.lang, scope.pack.timezone),
        minutes_left=state.minutes_left,
        length=state.minutes,
        houses=draw_city(current.id, part_titles(req, scope, lesson), progress.parts, progress.pupils),
        steps=[(_text(req, scope, step.title), progress.steps.get(step.id, 0)) for step in lesson.steps],
        question=req.gettext(EXIT_TICKETS[current.question].question) if current.question in EXIT_TICKETS else "",
        answer_count=sum(state.counts.values()),
        choices=_answer_counts(req, state),
        plan=_timed(req, state),
        notes=notes_of(req, scope, lesson),
    )


def format_live_time(timestamp: datetime, req: PageRequest, scope: ClassScope) -> str:
    """A time of day without its date: devices are put away on the day that the lesson starts."""
    return format_time(timestamp, req.lang, scope.pack.timezone)


def _ended(lesson: LiveLesson, lang: str, zone: str) -> str:
    """When a lesson of an earlier day ended; "" for one of today. Staff may have ended it long after its time."""
    end = min(lesson.ended_at or lesson.devices_until, lesson.devices_until)
    return format_recent(end, lang, zone) if day_of(end, zone) < today(zone) else ""


def notes_of(req: PageRequest, scope: ClassScope, lesson: Lesson) -> Sequence[str]:
    """What the teacher does before, during and after; "" each where the pack says nothing."""
    return teachers_notes(_text(req, scope, lesson.teacher) if lesson.teacher else "")


def _timed(req: PageRequest, state: LiveState) -> Sequence[tuple[PlanStep, str]]:
    started_at = state.live_lesson.started_at
    return [(step, format_live_time(step.begins(started_at), req, state.scope)) for step in state.plan]


def _text(req: PageRequest, scope: ClassScope, text: LocalizedText) -> str:
    return text.in_language(req.lang, scope.pack.default_language)


def _answer_counts(req: PageRequest, state: LiveState) -> list[AnswerCount]:
    ticket, published = EXIT_TICKETS.get(state.live_lesson.question), state.published
    return [
        AnswerCount(req.gettext(label), None if published is None else published.get(code, 0))
        for code, label in (ticket.choices if ticket else {}).items()
    ]
