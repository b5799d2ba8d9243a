"""The inbox of a class's staff: named and anonymous questions, and their answers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from starlette.responses import Response

from careered.questions import anonymous, answering, store
from careered.questions.labels import INBOX_STATE_LABELS, MISSING_ANSWER
from careered.questions.store import ANSWERED, IN_PROGRESS, MAX_LENGTH, NEW, QuestionView
from careered.questions.urgent_words import split_at_urgent
from careered.roster.labels import FORMER_PUPIL
from careered.roster.members import load_members
from careered.roster.names import member_names
from careered.roster.scope import ClassScope, class_from_path
from careered.services.help_lines import help_cards
from careered.web.permissions import Data, sees_in_course
from careered.web.request import PageRequest


@dataclass(frozen=True)
class InboxQuestion:
    """A question as the inbox shows it. asker_name, asked_at: "" when anonymous. way: "named" or "anonymous".

    others: questions with the same words and answer, that get the same reply.
    """

    question: QuestionView
    asker_name: str
    asked_at: str
    way: str
    others: Sequence["InboxQuestion"] = ()

    @property
    def urgent_parts(self) -> tuple[str, str, str] | None:
        """The text before, at and after words that may speak of need, of one without a name; None without such."""
        return split_at_urgent(self.question.text) if self.way == "anonymous" else None

    @property
    def key(self) -> str:
        """What a form names: "way:id"."""
        return f"{self.way}:{self.question.id}"

    @property
    def sameness(self) -> tuple[str, str, str, bool]:
        """Equal for questions that are shown as one: letters and figures of the words, state, answer, urgency."""
        words = re.sub(r"\W+", " ", self.question.text.casefold()).strip()
        return words, self.question.state, self.question.answer, self.urgent_parts is not None

    @property
    def anchor(self) -> str:
        """The HTML id of its card."""
        return f"letter-{self.question.id}"


def show_inbox(req: PageRequest) -> Response:
    """GET /teacher/class/{id}/questions: new ones first, then those in progress, then the answered."""
    return _page(req)


def _page(req: PageRequest, *, wrong: str = "", error_at: str = "", typed: str = "") -> Response:
    scope = class_from_path(req)
    items = folded(inbox_questions(req, scope))
    req.page_url = f"/teacher/class/{scope.class_info.id}/questions"
    return req.render(
        "questions/inbox.html",
        status=422 if wrong else 200,
        class_info=scope.class_info,
        tab="questions",
        new_questions=sum(item.question.state == NEW for item in items),
        sections=[
            (state, req.gettext(INBOX_STATE_LABELS[state]), [item for item in items if item.question.state == state])
            for state in (NEW, IN_PROGRESS, ANSWERED)
        ],
        opened=error_at or req.query.get("open") or req.form_value("open"),
        may_open=sees_in_course(req.viewer.role, Data.URGENT),
        help_lines=help_cards(scope.pack, req.lang),
        empty=not items,
        wrong=req.gettext(wrong) if wrong else "",
        error_at=error_at,
        typed=typed,
        longest=MAX_LENGTH,
    )


def inbox_questions(req: PageRequest, scope: ClassScope) -> Sequence[InboxQuestion]:
    """All questions of the class: the named ones, newest first; then the anonymous ones, in no order of time."""
    names = member_names(load_members(req.db, *scope.key), req.state.settings.secret, scope.class_info.id, req.lang)
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


def folded(items: Sequence[InboxQuestion]) -> list[InboxQuestion]:
    """Equal questions as one, with the others in it; those that may speak of need first."""
    groups: dict[tuple[str, str, str, bool], list[InboxQuestion]] = {}
    for item in items:
        groups.setdefault(item.sameness, []).append(item)
    shown = [replace(first, others=others) for first, *others in groups.values()]
    return sorted(shown, key=lambda item: item.urgent_parts is None)


def answer(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/questions/answer: save the answer, or (`do=take`) set the question in progress.

    also: "way:id" of further questions that get the same.
    """
    scope, text = class_from_path(req), req.form_value("answer")
    is_in_progress, question_id = req.form_value("do") == "take", req.form_value("question")
    wrong = answering.error_in(text)
    if wrong and not (is_in_progress and wrong == MISSING_ANSWER):
        return _page(req, wrong=wrong, error_at=question_id, typed=text if text.strip() else "")
    further = [tuple(key.split(":", 1)) for key in req.form.get("also", ()) if ":" in key]
    for way, id_ in [(req.form_value("way"), question_id), *further]:
        answering.save(req.db, scope.key, way, id_, "" if is_in_progress else text, req.viewer.role)
    return req.redirect(f"/teacher/class/{scope.class_info.id}/questions")
