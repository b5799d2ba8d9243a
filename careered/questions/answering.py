"""Answer questions, named or anonymous: what inbox and desk have in common."""

from sqlalchemy import Connection

from careered.questions import anonymous, store
from careered.questions.labels import MISSING_ANSWER, TOO_LONG
from careered.questions.store import QuestionView
from careered.questions.urgent_words import split_at_urgent
from careered.web.errors import RequestError
from careered.web.permissions import Data, Role, sees_in_course


def error_in(text: str) -> str:
    """What is wrong with an answer, as a message id; "" for nothing."""
    if not text.strip():
        return MISSING_ANSWER
    return TOO_LONG if len(text) > store.MAX_LENGTH else ""


def save(
    db: Connection,
    class_key: tuple[str, str],
    way: str,
    question_id: str,
    text: str,
    role: Role,
    *,
    changes: bool = False,
) -> str:
    """Answer a question, or set it in progress with an empty `text`. way: "anonymous", or any other for a named one.

    class_key: organisation id and class id. role: the answerer's. changes: an answer that the answerer has seen.
    Returns the answer of a colleague that stands instead, or "". Raises RequestError question_gone where the question
    was deleted, not_found where the role may not read it.
    """
    is_anonymous = way == "anonymous"
    if is_anonymous and not sees_in_course(role, Data.URGENT) and _is_urgent(db, class_key, question_id):
        raise RequestError("not_found")
    save_answer = anonymous.save_answer if is_anonymous else store.save_answer
    if save_answer(db, *class_key, question_id, text, changes=changes):
        return ""
    return _question(db, class_key, question_id, is_anonymous=is_anonymous).answer


def _is_urgent(db: Connection, class_key: tuple[str, str], question_id: str) -> bool:
    return split_at_urgent(_question(db, class_key, question_id, is_anonymous=True).text) is not None


def _question(db: Connection, class_key: tuple[str, str], question_id: str, *, is_anonymous: bool) -> QuestionView:
    list_for_class = anonymous.list_for_class if is_anonymous else store.list_for_class
    found = next((question for question in list_for_class(db, *class_key) if question.id == question_id), None)
    if found is None:
        raise RequestError("question_gone")
    return found
