"""Words of questions and answers, as message ids, where Python chooses them."""

from collections.abc import Mapping

from careered.guidance.questions import ANSWERED, NEW, TAKEN
from careered.words import _

STATES: Mapping[str, str] = {NEW: _("Sent"), TAKEN: _("Being looked into"), ANSWERED: _("Answered")}
INBOX_STATES: Mapping[str, str] = {NEW: _("New"), TAKEN: _("Looked into"), ANSWERED: _("Answered")}
NO_WORDS = _("Write your question, and choose whether your name goes with it.")
NO_ANSWER = _("Write an answer first.")
TOO_LONG = _("This is longer than 2,000 characters. Make it shorter.")
UNREADABLE = _("There is a character here that cannot be saved. Take it away, please.")
CODE_UNKNOWN = _("No question has this code. Look at your note: three groups of four letters and numbers.")
