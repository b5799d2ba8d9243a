"""A pupil's question to the staff of the class, named or without a name, and the way to its answer."""

import re
from collections.abc import Sequence

from starlette.responses import Response

from careered.clock import new_id
from careered.guidance import nameless, questions
from careered.guidance.help_lines import help_cards
from careered.guidance.pace import Pace
from careered.guidance.question_words import CODE_UNKNOWN, NO_WORDS, STATES, TOO_LONG, UNREADABLE
from careered.guidance.questions import LONGEST
from careered.guidance.service_cards import ANSWERED_BY_PEOPLE, ServiceCard, directory
from careered.packs.models import Service
from careered.roster.scope import Course, course_here, takes_part
from careered.web.edge import Ask
from careered.web.refusals import Refused


def show_ask(ask: Ask) -> Response:
    """GET /ask: whom one can ask: national services without a name first, then the staff of the class."""
    return _page(ask)


def _page(ask: Ask, *, text: str = "", way: str = "", wrong: str = "", wrong_code: str = "") -> Response:
    course = course_here(ask)
    own = questions.own(ask.db, ask.me.organisation_id, ask.me.person_id) if takes_part(ask) else []
    ask.here = "/ask"
    return ask.render(
        "guidance/ask.html",
        status=422 if wrong or wrong_code else 200,
        scope=course,
        lines=help_cards(course.pack, ask.lang),
        cards=strangers(course, ask.lang),
        own=[(one, ask.translate(STATES[one.state]), course.when(one.asked_at, ask.lang)) for one in own],
        key=new_id(),
        code=nameless.new_code(),
        text=text,
        way=way,
        wrong=ask.translate(wrong) if wrong else "",
        wrong_code=ask.translate(wrong_code) if wrong_code else "",
        longest=LONGEST,
    )


def strangers(course: Course, lang: str) -> Sequence[ServiceCard]:
    """The services in which people answer without asking who one is."""
    known = {one.id for one in course.pack.services if _answers_strangers(one)}
    return [card for card in directory(course.pack, lang) if card.id in known]


def _answers_strangers(service: Service) -> bool:
    return any(how == "anonymous" and channel in ANSWERED_BY_PEOPLE for channel, how in service.anonymity.items())


def send(ask: Ask) -> Response:
    """POST /ask/send: keep the question. One without a name is answered by the page that shows the code, once."""
    text, way = ask.field("text"), ask.field("way")
    problem = wrong_text(text)
    if problem or way not in {"named", "nameless"}:
        return _page(ask, text=text, way=way, wrong=problem or NO_WORDS)
    if takes_part(ask) and not ask.house.get(Pace).allows(ask.me.person_id):
        raise Refused("too_many_questions")
    return _nameless(ask, text) if way == "nameless" else _named(ask, text)


def wrong_text(text: str) -> str:
    """What is wrong with words that somebody sent (a message id), or empty."""
    if not text.strip():
        return NO_WORDS
    if "\x00" in text:
        return UNREADABLE
    return TOO_LONG if len(text) > LONGEST else ""


def _named(ask: Ask, text: str) -> Response:
    if takes_part(ask):
        course = course_here(ask)
        questions.ask(ask.db, *course.ids, ask.me.person_id, text, ask.press)
    return ask.render("guidance/asked.html", code="", kept=takes_part(ask))


def _nameless(ask: Ask, text: str) -> Response:
    code = nameless.read_code(ask.field("code")) or nameless.read_code(nameless.new_code())
    if takes_part(ask) and not nameless.ask(ask.db, *course_here(ask).ids, code, text):
        raise Refused("too_many_questions")
    return ask.render("guidance/asked.html", code="-".join(re.findall("....", code)), kept=takes_part(ask))


def show_answer(ask: Ask) -> Response:
    """POST /ask/answer: the question of a code and its answer. Looking is not noted anywhere."""
    course, code = course_here(ask), nameless.read_code(ask.field("code"))
    found = nameless.find(ask.db, *course.ids, code) if code else None
    if found is None:
        return _page(ask, wrong_code=CODE_UNKNOWN)
    return ask.render("guidance/answer.html", one=found, word=ask.translate(STATES[found.state]), code=code)


def take_back(ask: Ask) -> Response:
    """POST /ask/delete: a question goes with its answer: by its code, or one's own by its id."""
    code = nameless.read_code(ask.field("code"))
    if code and takes_part(ask):
        nameless.take_back(ask.db, *course_here(ask).ids, code)
    elif takes_part(ask):
        questions.take_back(ask.db, ask.me.organisation_id, ask.me.person_id, ask.field("question"))
    return ask.render("guidance/taken_back.html")
