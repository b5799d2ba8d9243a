"""What a pupil sees while the class does a lesson together: which one, until when, and the question at its end."""

from dataclasses import dataclass

from starlette.responses import Response

from careered.packs.models import Lesson
from careered.progress import sitting
from careered.progress.exit_questions import QUESTIONS
from careered.roster.scope import Course, course_here
from careered.web.edge import Ask
from careered.web.etag import fingerprint
from careered.web.refusals import Refused
from careered.web.time_format import format_time


@dataclass(frozen=True)
class TogetherCard:
    """The lesson of the moment. choices: (code, words); empty while nothing is asked or when it is answered."""

    lesson: Lesson
    until: str
    asked: str
    choices: list[tuple[str, str]]
    answered: bool

    @property
    def version(self) -> str:
        """Changes with whatever is shown."""
        return fingerprint((self.lesson.id, self.until, self.asked, self.answered))


def together_of(ask: Ask, course: Course) -> TogetherCard | None:
    """The lesson that the class does at this moment; None where there is none, or for those who only try pages out."""
    where = (course.room.organisation_id, course.room.id)
    one = sitting.running(ask.db, *where) if ask.me.saves else None
    lesson = course.pack.lesson(one.lesson_id) if one else None
    if one is None or lesson is None:
        return None
    question = QUESTIONS.get(one.question)
    answered = bool(question) and sitting.has_answered(ask.db, *where, one, ask.me.person_id)
    return TogetherCard(
        lesson,
        format_time(one.devices_until, ask.lang, course.pack.timezone),
        ask.translate(question.asked) if question else "",
        [(code, ask.translate(word)) for code, word in question.choices.items()] if question and not answered else [],
        answered,
    )


def show_together(ask: Ask) -> Response:
    """GET /together. An open page asks with what it has seen: 204 while nothing has changed."""
    found = together_of(ask, course_here(ask))
    if ask.fragment and found and ask.query.get("seen") == found.version:
        return Response(status_code=204)
    return ask.render("lessons/together.html", block="together", together=found)


def answer(ask: Ask) -> Response:
    """POST /together/answer: counted once, and never kept beside who gave it."""
    where = (ask.me.organisation_id, ask.me.class_id)
    one = sitting.running(ask.db, *where)
    if ask.me.saves and one:
        if ask.field("choice") not in getattr(QUESTIONS.get(one.question), "choices", ()):
            raise Refused("not_found")
        sitting.answer(ask.db, *where, one, ask.me.person_id, ask.field("choice"))
    return ask.go("/together")
