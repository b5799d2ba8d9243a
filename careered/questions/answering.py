"""Answer a question, named or anonymous: what inbox and desk have in common."""

from sqlalchemy import Connection

from careered.questions import anonymous, store
from careered.questions.labels import MISSING_ANSWER, TOO_LONG
from careered.web.errors import RequestError


def error_in(text: str) -> str:
    """What is wrong with an answer, as a message id; "" for nothing."""
    if not text.strip():
        return MISSING_ANSWER
    return TOO_LONG if len(text) > store.MAX_LENGTH else ""


def save(db: Connection, class_key: tuple[str, str], way: str, question_id: str, text: str) -> None:
    """Answer a question, or set it in progress with an empty `text`. way: "anonymous", or any other for a named one.

    class_key: organisation id and class id. Raises RequestError question_gone where it was deleted.
    """
    save_answer = anonymous.save_answer if way == "anonymous" else store.save_answer
    if not save_answer(db, *class_key, question_id, text):
        raise RequestError("question_gone")
