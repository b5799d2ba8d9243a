"""Read: a short text. Going on is the answer."""

from collections.abc import Mapping
from typing import Literal

from careered.lessons.answers import Fields, Reading, Values
from careered.packs.models import Pack, StepContent, Text
from careered.progress.evidence import Evidence

GIVES_FEEDBACK = False


class Content(StepContent):
    """A text in Markdown, 60 to 140 words."""

    kind: Literal["read"]
    body: Text


def questions(content: Content) -> Mapping[str, Text]:
    """Nothing is asked."""
    return {}


def read_answer(content: Content, fields: Fields) -> Reading:
    """Nothing is asked, so nothing can be wrong."""
    return fields.reading()


def evidence(content: Content, values: Values, lang: str, pack: Pack) -> list[Evidence]:
    """Reading leaves no trace of its own; the step's time is the evidence."""
    return []
