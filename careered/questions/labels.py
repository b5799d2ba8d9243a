"""Labels of questions and answers, as message ids, where Python chooses them."""

from collections.abc import Mapping

from careered.i18n_marker import _
from careered.questions.store import ANSWERED, IN_PROGRESS, NEW

STATE_LABELS: Mapping[str, str] = {
    NEW: _("Sent"),
    IN_PROGRESS: _("Being looked into"),
    ANSWERED: _("Answered"),
}
MISSING_TEXT = _("Write your question, and choose whether to send your name.")
ANSWER_SENT = _("The person who asked can now read the answer.")
ANSWERED_MEANWHILE = _(
    "A colleague has answered in the meantime: “%(answer)s” Send yours only if it should replace that answer."
)
NOT_SENT = _("A colleague has already answered this question. Your answer was not sent: “%(text)s”")
MISSING_ANSWER = _("Write an answer first.")
TOO_LONG = _("This is longer than 2,000 characters. Make it shorter.")
UNREADABLE = _("There is a character here that cannot be saved. Please remove it.")
CODE_UNKNOWN = _(
    "There is no question with this code. Check your note: the code is three groups of four letters and numbers."
)
