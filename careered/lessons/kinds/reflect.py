"""Reflect: a thought of one's own. Tapping is enough, writing is free, telling the teacher is just as good.

The words are the pupil's. Staff see that something was written and how much, unless the pupil shares it.
"""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict

from careered.lessons.answers import MISSING_CHOICE, Fields, Problem, Reading, Values
from careered.lessons.visibility import is_private
from careered.packs.models import Pack, StepContent, Text
from careered.progress.evidence import Evidence

GIVES_FEEDBACK = False


class Choice(BaseModel):
    """A starting answer that can be tapped."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    text: Text


class Content(StepContent):
    """The prompt, starting answers, and who sees the words: the pupil alone, or staff of the class too."""

    kind: Literal["reflect"]
    visible_to: Literal["pupil", "staff"] = "pupil"
    prompt: Text
    choices: tuple[Choice, ...] = ()


def questions(content: Content) -> Mapping[str, Text]:
    """The prompt, whichever way it is answered."""
    return {"choice": content.prompt, "text": content.prompt}


def read_answer(content: Content, fields: Fields) -> Reading:
    """A tap, some words, or "I would rather tell my teacher": any one of the three will do."""
    tapped = fields.choice("choice", [choice.id for choice in content.choices], required=False)
    written = fields.text("text")
    fields.flag("share")
    tell = fields.flag("tell")
    if not (tapped or written.strip() or tell) and not fields.problems:
        fields.problems.append(Problem("choice" if content.choices else "text", MISSING_CHOICE))
    return fields.reading(help_wanted="tell_teacher" if tell else "")


def evidence(content: Content, values: Values, lang: str, pack: Pack) -> list[Evidence]:
    """The tapped answer and the words; the words stay private unless shared."""
    tapped = [choice.text.in_language(lang) for choice in content.choices if choice.id == values.get("choice")]
    text = " – ".join([*tapped, *filter(str.strip, [str(values.get("text", ""))])])
    return [Evidence(content.prompt.in_language(lang), text, is_private(content, values))]
