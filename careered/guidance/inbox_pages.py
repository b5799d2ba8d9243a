"""The inbox of a class's staff: who asked what, with a name or without, and the answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from careered.guidance import nameless, questions
from careered.guidance.question_words import INBOX_STATES, NO_ANSWER, TOO_LONG
from careered.guidance.questions import ANSWERED, LONGEST, NEW, TAKEN, Asked
from careered.roster.labels import GONE
from careered.roster.names import shown_names
from careered.roster.read import pupils
from careered.roster.scope import Course, own_course
from careered.web.edge import Ask
from careered.web.refusals import Refused


@dataclass(frozen=True)
class Letter:
    """A question as the inbox shows it. who: "" without a name; when: "" too, for nobody knows."""

    asked: Asked
    who: str
    when: str
    way: str

    @property
    def key(self) -> str:
        """What its form is called."""
        return f"letter-{self.asked.id}"


def show_inbox(ask: Ask) -> Response:
    """GET /teacher/class/{id}/questions: new ones first, then those that are looked into, then the answered."""
    return _inbox(ask)


def _inbox(ask: Ask, *, wrong: str = "", at: str = "", typed: str = "") -> Response:
    course = own_course(ask)
    letters = letters_of(ask, course)
    ask.here = f"/teacher/class/{course.room.id}/questions"
    return ask.render(
        "guidance/inbox.html",
        status=422 if wrong else 200,
        room=course.room,
        shelves=[
            (state, ask.translate(INBOX_STATES[state]), [one for one in letters if one.asked.state == state])
            for state in (NEW, TAKEN, ANSWERED)
        ],
        empty=not letters,
        wrong=ask.translate(wrong) if wrong else "",
        at=at,
        typed=typed,
        longest=LONGEST,
    )


def letters_of(ask: Ask, course: Course) -> Sequence[Letter]:
    """Everything that was asked in the class: with names, newest first; then without, in no order of time."""
    names = shown_names(pupils(ask.db, *course.ids), ask.house.settings.secret, course.room.id, ask.lang)
    named = [
        Letter(one, names.get(one.person_id, ask.translate(GONE)), course.when(one.asked_at, ask.lang), "named")
        for one in questions.of_class(ask.db, *course.ids)
    ]
    return [*named, *(Letter(one, "", "", "nameless") for one in nameless.of_class(ask.db, *course.ids))]


def answer(ask: Ask) -> Response:
    """POST /teacher/class/{id}/questions/answer: an answer; or, by the other button, that it is being looked into."""
    course, text = own_course(ask), ask.field("answer")
    taken, key = ask.field("do") == "take", ask.field("question")
    if not taken and not text.strip():
        return _inbox(ask, wrong=NO_ANSWER, at=key)
    if len(text) > LONGEST:
        return _inbox(ask, wrong=TOO_LONG, at=key, typed=text)
    keep = nameless.answer if ask.field("way") == "nameless" else questions.answer
    if not keep(ask.db, *course.ids, key, "" if taken else text):
        raise Refused("question_gone")
    return ask.go(f"/teacher/class/{course.room.id}/questions")
