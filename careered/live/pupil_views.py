"""A pupil's pages of a live lesson: which lesson, until when, and the exit ticket."""

from dataclasses import dataclass

from starlette.responses import Response

from careered.live import live_lesson
from careered.live.exit_tickets import EXIT_TICKETS
from careered.live.live_rows import OWN
from careered.packs.models import Lesson
from careered.roster.scope import ClassScope, viewer_class
from careered.web.errors import RequestError
from careered.web.etag import make_etag
from careered.web.request import PageRequest
from careered.web.time_format import format_time


@dataclass(frozen=True)
class LiveLessonCard:
    """The running live lesson. choices: (code, label); empty before the exit ticket and once it is answered.

    is_of_group: whether it is for a group of the class.
    """

    lesson: Lesson
    until: str
    question: str
    choices: list[tuple[str, str]]
    has_answered: bool
    is_of_group: bool = False

    def is_elsewhere(self, lesson: Lesson) -> bool:
        """Whether the class is doing another lesson than this one; no longer when its exit ticket is out."""
        return self.lesson.id != lesson.id and not self.question

    @property
    def etag(self) -> str:
        """Changes with everything that is shown."""
        return make_etag((self.lesson.id, self.until, self.question, self.has_answered))


def live_lesson_card(req: PageRequest, scope: ClassScope) -> LiveLessonCard | None:
    """The running live lesson of the class or of a group that the pupil is in; None where there is none, and for
    visitors for whom nothing is stored.
    """
    class_key = (scope.class_info.organisation_id, scope.class_info.id)
    running = live_lesson.running_of(req.rows(OWN)) if req.viewer.persists else None
    lesson = scope.pack.lesson(running.lesson_id) if running else None
    if running is None or lesson is None:
        return None
    question = EXIT_TICKETS.get(running.question)
    has_answered = bool(question) and live_lesson.has_answered(req.db, *class_key, running, req.viewer.person_id)
    return LiveLessonCard(
        lesson,
        format_time(running.devices_until, req.lang, scope.pack.timezone),
        req.gettext(question.question) if question else "",
        [(code, req.gettext(label)) for code, label in question.choices.items()]
        if question and not has_answered
        else [],
        has_answered,
        running.group_id is not None,
    )


def show_live_lesson(req: PageRequest) -> Response:
    """GET /together. An open page polls with the ETag it shows (`seen`): 204 while nothing has changed."""
    card = live_lesson_card(req, viewer_class(req))
    if req.is_fragment and card and req.query.get("seen") == card.etag:
        return Response(status_code=204)
    return req.render("live/pupil.html", block="together", live_lesson=card)


def answer_exit_ticket(req: PageRequest) -> Response:
    """POST /live-lesson/exit-ticket: counts once; person and choice are never stored together."""
    class_key = (req.viewer.organisation_id, req.viewer.class_id)
    running = live_lesson.running_of(req.rows(OWN))
    if req.viewer.persists and running:
        if req.form_value("choice") not in getattr(EXIT_TICKETS.get(running.question), "choices", ()):
            raise RequestError("not_found")
        live_lesson.record_answer(req.db, *class_key, running, req.viewer.person_id, req.form_value("choice"))
    return req.redirect("/live-lesson")
