"""The inbox of a class's staff: named and anonymous questions, and their answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from careered.questions import anonymous, answering, store
from careered.questions.labels import INBOX_STATE_LABELS, MISSING_ANSWER
from careered.questions.store import ANSWERED, IN_PROGRESS, MAX_LENGTH, NEW, QuestionView
from careered.roster.labels import FORMER_PUPIL
from careered.roster.names import display_names
from careered.roster.queries import list_pupils
from careered.roster.scope import ClassScope, class_from_path
from careered.web.request import PageRequest


@dataclass(frozen=True)
class InboxQuestion:
    """A question as the inbox shows it. asker_name, asked_at: "" when anonymous. way: "named" or "anonymous"."""

    question: QuestionView
    asker_name: str
    asked_at: str
    way: str

    @property
    def anchor(self) -> str:
        """The HTML id of its card."""
        return f"letter-{self.question.id}"


def show_inbox(req: PageRequest) -> Response:
    """GET /teacher/class/{id}/questions: new ones first, then those in progress, then the answered."""
    return _page(req)


def _page(req: PageRequest, *, wrong: str = "", error_at: str = "", typed: str = "") -> Response:
    scope = class_from_path(req)
    items = inbox_questions(req, scope)
    req.page_url = f"/teacher/class/{scope.class_info.id}/questions"
    return req.render(
        "questions/inbox.html",
        status=422 if wrong else 200,
        class_info=scope.class_info,
        sections=[
            (state, req.gettext(INBOX_STATE_LABELS[state]), [item for item in items if item.question.state == state])
            for state in (NEW, IN_PROGRESS, ANSWERED)
        ],
        empty=not items,
        wrong=req.gettext(wrong) if wrong else "",
        error_at=error_at,
        typed=typed,
        longest=MAX_LENGTH,
    )


def inbox_questions(req: PageRequest, scope: ClassScope) -> Sequence[InboxQuestion]:
    """All questions of the class: the named ones, newest first; then the anonymous ones, in no order of time."""
    names = display_names(list_pupils(req.db, *scope.key), req.state.settings.secret, scope.class_info.id, req.lang)
    named = [
        InboxQuestion(
            question,
            names.get(question.person_id, req.gettext(FORMER_PUPIL)),
            scope.format_datetime(question.asked_at, req.lang),
            "named",
        )
        for question in store.list_for_class(req.db, *scope.key)
    ]
    return [
        *named,
        *(InboxQuestion(question, "", "", "anonymous") for question in anonymous.list_for_class(req.db, *scope.key)),
    ]


def answer(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/questions/answer: save the answer, or (`do=take`) set the question in progress."""
    scope, text = class_from_path(req), req.form_value("answer")
    is_in_progress, question_id = req.form_value("do") == "take", req.form_value("question")
    wrong = answering.error_in(text)
    if wrong and not (is_in_progress and wrong == MISSING_ANSWER):
        return _page(req, wrong=wrong, error_at=question_id, typed=text if text.strip() else "")
    answering.save(req.db, scope.key, req.form_value("way"), question_id, "" if is_in_progress else text)
    return req.redirect(f"/teacher/class/{scope.class_info.id}/questions")
