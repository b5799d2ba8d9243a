"""Staff's pages of a live lesson: start, projector page (counts, never names), exit ticket, end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.responses import Response

from careered.clock import now
from careered.live import live_lesson
from careered.live.exit_tickets import EXIT_TICKETS
from careered.live.live_lesson import MIN_ANSWERS_SHOWN, LiveLesson, LiveProgress
from careered.packs.models import Lesson
from careered.roster.scope import ClassScope, class_from_path
from careered.web.errors import RequestError
from careered.web.etag import make_etag
from careered.web.request import PageRequest
from careered.web.time_format import format_recent

DURATIONS = (10, 20, 30, 45, 60, 75, 90)
DEFAULT_DURATION = 45


@dataclass(frozen=True)
class AnswerCount:
    """A choice of the exit ticket. count: None while counts are not shown."""

    label: str
    count: int | None


@dataclass(frozen=True)
class LiveLessonPage:
    """The projector page. steps: (title, pupils who have done it). choices: empty before the exit ticket."""

    lesson: Lesson
    live_lesson: LiveLesson
    progress: LiveProgress
    until: str
    steps: list[tuple[str, int]]
    question: str
    answer_count: int
    choices: list[AnswerCount]

    @property
    def etag(self) -> str:
        """Changes with everything that is shown."""
        return make_etag(
            (self.live_lesson, self.live_lesson.is_running, self.progress, self.answer_count, self.choices)
        )


def show_live_lesson(req: PageRequest) -> Response:
    """GET /teacher/class/{id}/live-lesson: the live lesson or the start form. 204 while nothing has changed."""
    scope = class_from_path(req)
    live_page = _live_lesson_page(req, scope)
    if (
        live_page is None
        or "new" in req.query
        or not (live_page.live_lesson.is_running or "seen" in req.query or "over" in req.query)
    ):
        return _start_page(req, scope)
    if req.is_fragment and req.query.get("seen") == live_page.etag:
        return Response(status_code=204)
    return req.render(
        "live/lesson.html",
        block="stage",
        class_info=scope.class_info,
        stage=live_page,
        questions=EXIT_TICKETS.items(),
        min_answers=MIN_ANSWERS_SHOWN,
    )


def start_lesson(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/live-lesson/start: fields lesson and minutes (how long devices are used)."""
    scope, minutes = class_from_path(req), req.form_value("minutes")
    lesson = scope.pack.lesson(req.form_value("lesson"))
    if lesson is None or not lesson.is_playable or minutes not in map(str, DURATIONS):
        raise RequestError("not_found")
    until = now() + timedelta(minutes=int(minutes))
    live_lesson.start(req.db, scope.class_info.organisation_id, scope.class_info.id, lesson.id, until)
    return req.redirect(f"/teacher/class/{scope.class_info.id}/live-lesson")


def set_exit_ticket(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/live-lesson/exit-ticket: set the exit ticket."""
    scope = class_from_path(req)
    if req.form_value("question") not in EXIT_TICKETS:
        raise RequestError("not_found")
    live_lesson.set_exit_ticket(
        req.db, scope.class_info.organisation_id, scope.class_info.id, req.form_value("question")
    )
    return req.redirect(f"/teacher/class/{scope.class_info.id}/live-lesson")


def end_lesson(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/live-lesson/end: end the live lesson."""
    scope = class_from_path(req)
    live_lesson.end(req.db, scope.class_info.organisation_id, scope.class_info.id)
    return req.redirect(f"/teacher/class/{scope.class_info.id}/live-lesson?over=1")


def _start_page(req: PageRequest, scope: ClassScope) -> Response:
    lessons = scope.pack.playable_lessons()
    chosen = req.query.get("lesson", "") or next((lesson.id for lesson in lessons), "")
    end_times = {minutes: _format_time(now() + timedelta(minutes=minutes), req, scope) for minutes in DURATIONS}
    return req.render(
        "live/start.html",
        class_info=scope.class_info,
        lessons=lessons,
        chosen=chosen,
        end_times=end_times,
        default_duration=DEFAULT_DURATION,
    )


def _format_time(timestamp: datetime, req: PageRequest, scope: ClassScope) -> str:
    return format_recent(timestamp, req.lang, scope.pack.timezone)


def _live_lesson_page(req: PageRequest, scope: ClassScope) -> LiveLessonPage | None:
    class_key = (scope.class_info.organisation_id, scope.class_info.id)
    current = live_lesson.latest(req.db, *class_key)
    lesson = scope.pack.lesson(current.lesson_id) if current else None
    if current is None or lesson is None:
        return None
    progress = live_lesson.load_progress(req.db, *class_key, lesson.id)
    counts = live_lesson.answer_counts(req.db, *class_key, current) if current.question else {}
    return LiveLessonPage(
        lesson=lesson,
        live_lesson=current,
        progress=progress,
        until=_format_time(current.devices_until, req, scope),
        steps=[
            (step.title.in_language(req.lang, scope.pack.default_language), progress.steps.get(step.id, 0))
            for step in lesson.steps
        ],
        question=req.gettext(EXIT_TICKETS[current.question].question) if current.question in EXIT_TICKETS else "",
        answer_count=sum(counts.values()),
        choices=_answer_counts(req, current, counts),
    )


def _answer_counts(req: PageRequest, current: LiveLesson, counts: Mapping[str, int]) -> list[AnswerCount]:
    """Counts by choice: from MIN_ANSWERS_SHOWN on, and only after the end (who taps when can be seen in class)."""
    is_published = not current.is_running and sum(counts.values()) >= MIN_ANSWERS_SHOWN
    choices = EXIT_TICKETS[current.question].choices if current.question in EXIT_TICKETS else {}
    return [
        AnswerCount(req.gettext(label), counts.get(code, 0) if is_published else None)
        for code, label in choices.items()
    ]
