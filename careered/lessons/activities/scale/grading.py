"""Nothing is right or wrong here: an answer is kept, and `done` is said to everybody."""

from careered.lessons.activities.contract import Grade, Turn, Verdict
from careered.lessons.activities.scale.schema import Content
from careered.lessons.answer_form import AnswerParser, AnswerValues, ParsedAnswer
from careered.packs.models import LocalizedText

FIELD, DONE = "level-", "done"


def read_answer(content: Content, parser: AnswerParser) -> ParsedAnswer:
    """A level for every statement."""
    for statement in content.statements:
        parser.choice(FIELD + statement.id, [level.id for level in content.levels])
    return parser.result()


def grade(content: Content, values: AnswerValues, turn: Turn) -> Grade:
    """Kept, whatever was chosen."""
    return Grade(Verdict.KEPT, (DONE,))


def reason(content: Content, key: str) -> LocalizedText | None:
    """The text of a key."""
    return content.done if key == DONE else None
