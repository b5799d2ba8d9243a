"""Reflect: a thought of one's own. Tapping is enough, writing is free, telling the teacher is just as good.

The words are the pupil's. Staff see that something was written and how much, unless the pupil shares it.
"""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict

from careered.lessons.answer_form import MISSING_CHOICE, AnswerParser, AnswerValues, FieldError, ParsedAnswer
from careered.lessons.visibility import is_private
from careered.packs.models import LocalizedText, Pack, StepContent
from careered.progress.evidence import Evidence

GIVES_FEEDBACK = False


class Choice(BaseModel):
    """A starting answer that can be tapped."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    text: LocalizedText


class Content(StepContent):
    """The prompt, starting answers, and who sees the words: the pupil alone, or staff of the class too."""

    kind: Literal["reflect"]
    visible_to: Literal["pupil", "staff"] = "pupil"
    prompt: LocalizedText
    choices: tuple[Choice, ...] = ()


def questions(content: Content) -> Mapping[str, LocalizedText]:
    """The prompt, whichever way it is answered."""
    return {"choice": content.prompt, "text": content.prompt}


def read_answer(content: Content, parser: AnswerParser) -> ParsedAnswer:
    """A tap, some words, or "I'd rather tell my teacher": any one of the three will do."""
    choice_id = parser.choice("choice", [choice.id for choice in content.choices], required=False)
    text = parser.text("text")
    parser.flag("share")
    tells_teacher = parser.flag("tell")
    if not (choice_id or text.strip() or tells_teacher) and not parser.errors:
        parser.errors.append(FieldError("choice" if content.choices else "text", MISSING_CHOICE))
    return parser.result(help_reason="tell_teacher" if tells_teacher else "")


def evidence(content: Content, values: AnswerValues, lang: str, pack: Pack) -> list[Evidence]:
    """The tapped answer and the words; the words stay private unless shared."""
    choice_texts = [choice.text.in_language(lang) for choice in content.choices if choice.id == values.get("choice")]
    text = " – ".join([*choice_texts, *filter(str.strip, [str(values.get("text", ""))])])
    return [Evidence(content.prompt.in_language(lang), text, is_private(content, values))]
