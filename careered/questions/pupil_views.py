"""A pupil's questions to the staff of the class, named or anonymous, and their answers."""

import re
from collections.abc import Sequence

from starlette.responses import Response

from careered.clock import new_id
from careered.packs.models import Service
from careered.questions import anonymous, store
from careered.questions.labels import CODE_UNKNOWN, MISSING_TEXT, STATE_LABELS, TOO_LONG, UNREADABLE
from careered.questions.rate_limit import RateLimiter
from careered.questions.store import MAX_LENGTH
from careered.roster.scope import ClassScope, may_write, viewer_class
from careered.services.cards import STAFFED_CHANNELS, ServiceCard, directory
from careered.services.help_lines import help_cards
from careered.web.errors import RequestError
from careered.web.request import PageRequest


def show_questions(req: PageRequest) -> Response:
    """GET /questions: the number for emergencies, the form to the class's staff, then help lines and services."""
    return _page(req)


def _page(req: PageRequest, *, text: str = "", way: str = "", wrong: str = "", wrong_code: str = "") -> Response:
    scope = viewer_class(req)
    own_questions = store.list_own(req.db, req.viewer.organisation_id, req.viewer.person_id) if may_write(req) else []
    req.page_url = "/questions"
    return req.render(
        "questions/questions.html",
        status=422 if wrong or wrong_code else 200,
        scope=scope,
        help_lines=help_cards(scope.pack, req.lang),
        cards=anonymous_services(scope, req.lang),
        own_questions=[
            (question, req.gettext(STATE_LABELS[question.state]), scope.format_datetime(question.asked_at, req.lang))
            for question in own_questions
        ],
        key=new_id(),
        code=anonymous.generate_code(),
        text=text,
        way=way,
        wrong=req.gettext(wrong) if wrong else "",
        wrong_code=req.gettext(wrong_code) if wrong_code else "",
        longest=MAX_LENGTH,
    )


def anonymous_services(scope: ClassScope, lang: str) -> Sequence[ServiceCard]:
    """The services with a staffed channel that is anonymous."""
    service_ids = {service.id for service in scope.pack.services if _answers_anonymously(service)}
    return [card for card in directory(scope.pack, lang) if card.id in service_ids]


def _answers_anonymously(service: Service) -> bool:
    return any(
        anonymity == "anonymous" and channel in STAFFED_CHANNELS for channel, anonymity in service.anonymity.items()
    )


def create_question(req: PageRequest) -> Response:
    """POST /questions/create: store the question. For an anonymous one the response shows the code, once."""
    text, way = req.form_value("text"), req.form_value("way")
    error = text_error(text)
    if error or way not in {"named", "anonymous"}:
        return _page(req, text=text, way=way, wrong=error or MISSING_TEXT)
    if may_write(req) and not req.state.get(RateLimiter).allow(req.viewer.person_id):
        raise RequestError("too_many_questions")
    return _create_anonymous(req, text) if way == "anonymous" else _create_named(req, text)


def text_error(text: str) -> str:
    """The error of a submitted text (a message id), or ""."""
    if not text.strip():
        return MISSING_TEXT
    if "\x00" in text:
        return UNREADABLE
    return TOO_LONG if len(text) > MAX_LENGTH else ""


def _create_named(req: PageRequest, text: str) -> Response:
    if may_write(req):
        scope = viewer_class(req)
        store.create(req.db, *scope.key, req.viewer.person_id, text, req.idempotency_key)
    return req.render("questions/question_sent.html", code="", is_stored=may_write(req))


def _create_anonymous(req: PageRequest, text: str) -> Response:
    class_key, code = viewer_class(req).key, anonymous.normalise_code(req.form_value("code"))
    asked = anonymous.find_by_code(req.db, *class_key, code) if code else None
    if not code or (asked and asked.text != text):  # a page that was gone back to has the code of its first question
        code = anonymous.normalise_code(anonymous.generate_code())
    if may_write(req) and not anonymous.create(req.db, *class_key, code, text):
        raise RequestError("too_many_questions")
    return req.render("questions/question_sent.html", code="-".join(re.findall("....", code)), is_stored=may_write(req))


def show_answer(req: PageRequest) -> Response:
    """POST /questions/lookup: the question of a code and its answer. Not logged."""
    scope, code = viewer_class(req), anonymous.normalise_code(req.form_value("code"))
    question = anonymous.find_by_code(req.db, *scope.key, code) if code else None
    if question is None:
        return _page(req, wrong_code=CODE_UNKNOWN)
    return req.render(
        "questions/answer.html", question=question, state_label=req.gettext(STATE_LABELS[question.state]), code=code
    )


def delete_question(req: PageRequest) -> Response:
    """POST /questions/delete: delete a question with its answer: an anonymous one by its code, one's own by its id."""
    code = anonymous.normalise_code(req.form_value("code"))
    if code and may_write(req):
        anonymous.delete_by_code(req.db, *viewer_class(req).key, code)
    elif may_write(req):
        store.delete_own(req.db, req.viewer.organisation_id, req.viewer.person_id, req.form_value("question"))
    return req.render("questions/question_deleted.html")
