"""Read: a short text. Going on is the answer."""

from collections.abc import Mapping
from typing import Literal

from careered.lessons.answer_form import AnswerParser, AnswerValues, ParsedAnswer
from careered.packs.models import LocalizedText, Pack, StepContent
from careered.progress.evidence import Evidence

GIVES_FEEDBACK = False


class Content(StepContent):
    """A text in Markdown, 60 to 140 words."""

    kind: Literal["read"]
    body: LocalizedText


def questions(content: Content) -> Mapping[str, LocalizedText]:
    """Nothing is asked."""
    return {}


def read_answer(content: Content, parser: AnswerParser) -> ParsedAnswer:
    """Nothing is asked, so nothing can be wrong."""
    return parser.result()


def evidence(content: Content, values: AnswerValues, lang: str, pack: Pack) -> list[Evidence]:
    """Reading leaves no trace of its own; the step's time is the evidence."""
    return []
