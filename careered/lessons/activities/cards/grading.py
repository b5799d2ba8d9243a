"""Nothing is asked, so nothing can be wrong."""

from careered.lessons.activities.cards.schema import Content
from careered.lessons.activities.contract import Grade, Turn, Verdict
from careered.lessons.answer_form import AnswerParser, AnswerValues, ParsedAnswer
from careered.packs.models import LocalizedText


def read_answer(content: Content, parser: AnswerParser) -> ParsedAnswer:
    """An empty answer: the press of the button."""
    return parser.result()


def grade(content: Content, values: AnswerValues, turn: Turn) -> Grade:
    """Kept, with nothing to say: the pupil goes straight on."""
    return Grade(Verdict.KEPT)


def reason(content: Content, key: str) -> LocalizedText | None:
    """There are none."""
    return None
