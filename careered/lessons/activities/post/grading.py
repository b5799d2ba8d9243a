"""What a note holds. Nothing is right or wrong, and nothing need be put up; the class's picture is the answer to it."""

from careered.i18n_marker import _
from careered.lessons.activities.contract import Grade, Turn, Verdict
from careered.lessons.activities.post.schema import Content
from careered.lessons.answer_form import AnswerParser, AnswerValues, FieldError, ParsedAnswer
from careered.packs.models import LocalizedText

CHOICE, WORDS, BOARD = "choice", "words", "board"
NO = "no"
LONGEST = 200
TOO_LONG = _("This is longer than 200 characters. Make it shorter.")


def read_answer(content: Content, parser: AnswerParser) -> ParsedAnswer:
    """A choice, with words of one's own where one likes; of a note that is not put up nothing is kept."""
    if parser.choice(BOARD, (NO,), required=False) == NO:
        return parser.result()
    parser.choice(CHOICE, [choice.id for choice in content.choices])
    words = parser.text(WORDS) if content.words else ""
    if len(words.replace("\r\n", "\n")) > LONGEST:  # as the browser counts
        parser.errors.append(FieldError(WORDS, TOO_LONG))
    return parser.result()


def grade(content: Content, values: AnswerValues, turn: Turn) -> Grade:
    """Kept."""
    return Grade(Verdict.KEPT)


def reason(content: Content, key: str) -> LocalizedText | None:
    """Nothing is said beside the picture."""
    return None
