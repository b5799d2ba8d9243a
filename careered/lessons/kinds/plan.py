"""Plan: a line or two to keep. Not graded, not a form to fill: one line is enough, or tell the teacher."""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict

from careered.lessons.answer_form import AT_LEAST_ONE, AnswerParser, AnswerValues, FieldError, ParsedAnswer
from careered.packs.models import LocalizedText, Pack, StepContent
from careered.progress.evidence import Evidence

GIVES_FEEDBACK = False


class Item(BaseModel):
    """One line of the plan."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    prompt: LocalizedText

    @property
    def field(self) -> str:
        """The name of the form field."""
        return f"item_{self.id}"


class Content(StepContent):
    """The lines to fill in."""

    kind: Literal["plan"]
    intro: LocalizedText
    items: tuple[Item, ...]


def questions(content: Content) -> Mapping[str, LocalizedText]:
    """The lines by field."""
    return {item.field: item.prompt for item in content.items}


def read_answer(content: Content, parser: AnswerParser) -> ParsedAnswer:
    """At least one line, or the choice to talk with the teacher instead."""
    texts = [parser.text(item.field) for item in content.items]
    tells_teacher = parser.flag("tell")
    if not any(text.strip() for text in texts) and not tells_teacher and not parser.errors:
        parser.errors.append(FieldError(content.items[0].field, AT_LEAST_ONE))
    return parser.result(help_reason="tell_teacher" if tells_teacher else "")


def evidence(content: Content, values: AnswerValues, lang: str, pack: Pack) -> list[Evidence]:
    """Each line of the plan that was written."""
    lines = [(item, str(values.get(item.field, ""))) for item in content.items]
    return [Evidence(item.prompt.in_language(lang), line) for item, line in lines if line.strip()]
