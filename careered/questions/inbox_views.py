"""The inbox of a class's staff: a list of named and anonymous questions, beside it the opened one and its answer."""

from starlette.responses import Response

from careered.questions import answering
from careered.questions.inbox import find, inbox, open_questions
from careered.questions.labels import ANSWER_SENT, ANSWERED_MEANWHILE, MISSING_ANSWER
from careered.questions.ready_texts import READY_TEXTS, ready_text
from careered.questions.store import MAX_LENGTH
from careered.roster.scope import class_from_path
from careered.services.help_lines import help_cards
from careered.web.errors import RequestError
from careered.web.permissions import Data, sees_in_course
from careered.web.request import PageRequest

SENT = "answer"
"""The value of `sent` in the address after an answer."""


def show_inbox(req: PageRequest) -> Response:
    """GET /teacher/class/{id}/questions: the list, and one question opened. Query: open (its id), sent (SENT)."""
    return _page(req)


def _page(req: PageRequest, *, at: str = "", wrong: str = "", typed: str = "") -> Response:
    """at: the id of the question that was being answered, with what was typed and what is wrong with it, in words.

    Raises RequestError question_gone where it has been deleted: what was typed must not stand under another's.
    """
    scope = class_from_path(req)
    items, path = inbox(req, scope), f"/teacher/class/{scope.class_info.id}/questions"
    named = find(items, at or req.query.get("open") or req.form_value("open"))
    if at and named is None:
        raise RequestError("question_gone")
    opened = named or next((item for item in items if item.is_waiting), None)
    may_open = sees_in_course(req.viewer.role, Data.URGENT)
    req.page_url = f"{path}?open={named.question.id}" if named else path
    return req.render(
        "questions/inbox.html",
        status=422 if wrong else 200,
        class_info=scope.class_info,
        tab="questions",
        path=path,
        open_questions=open_questions(items),
        waiting=[item for item in items if item.is_waiting],
        answered=[item for item in items if not item.is_waiting],
        opened=opened,
        is_chosen=named is not None,
        is_readable=opened is not None and (opened.urgent_parts is None or (named is not None and may_open)),
        may_open=may_open,
        help_lines=help_cards(scope.pack, req.lang),
        ready_texts=READY_TEXTS,
        message=req.gettext(ANSWER_SENT) if req.query.get("sent") == SENT else "",
        wrong=wrong,
        typed=typed,
        longest=MAX_LENGTH,
    )


def answer(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/questions/answer: save the answer; or set the question in progress (`do=take`), or
    put a ready text into the answer (`do`: its name). also: "way:id" of further questions that get the same.
    """
    scope, text, do = class_from_path(req), req.form_value("answer"), req.form_value("do")
    question_id, path = req.form_value("question"), f"/teacher/class/{scope.class_info.id}/questions"
    if do in READY_TEXTS:
        return _page(req, at=question_id, typed=f"{text.rstrip()}\n\n{ready_text(do, scope, req.lang)}".lstrip())
    wrong, is_in_progress = answering.error_in(text), do == "take"
    if wrong and not (is_in_progress and wrong == MISSING_ANSWER):
        return _page(req, wrong=req.gettext(wrong), at=question_id, typed=text if text.strip() else "")
    further = [tuple(key.split(":", 1)) for key in req.form.get("also", ()) if ":" in key]
    text, changes = "" if is_in_progress else text, bool(req.form_value("changes"))
    for way, id_ in [(req.form_value("way"), question_id), *further]:
        others = answering.save(req.db, scope.key, way, id_, text, req.viewer.role, changes=changes)
        if others and id_ == question_id:
            return _page(req, wrong=req.gettext(ANSWERED_MEANWHILE) % {"answer": others}, at=question_id, typed=text)
    return req.redirect(f"{path}?open={question_id}" if is_in_progress else f"{path}?sent={SENT}")
