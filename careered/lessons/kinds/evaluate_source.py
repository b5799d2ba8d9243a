"""Evaluate a source: compare two sources by who, why, when and evidence, and say what you conclude."""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict

from careered.lessons.answer_form import AnswerParser, AnswerValues, ParsedAnswer
from careered.packs.models import LocalizedText, Pack, StepContent
from careered.progress.evidence import Evidence

GIVES_FEEDBACK = True

ANSWERS = ("yes", "no", "unknown")


class Criterion(BaseModel):
    """One thing to find out about a source, and why it matters."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    text: LocalizedText
    why: LocalizedText

    @property
    def field(self) -> str:
        """The name of the form field."""
        return f"criterion_{self.id}"


class Option(BaseModel):
    """One conclusion, with what careered answers to it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    text: LocalizedText
    feedback: LocalizedText


class Conclusion(BaseModel):
    """What the pupil makes of it. No conclusion is wrong; each gets its reason."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    prompt: LocalizedText
    options: tuple[Option, ...]


class Content(StepContent):
    """Two sources, the criteria, and the conclusion."""

    kind: Literal["evaluate_source"]
    intro: LocalizedText
    compare: LocalizedText
    checklist: tuple[Criterion, ...]
    conclusion: Conclusion


def questions(content: Content) -> Mapping[str, LocalizedText]:
    """The other source, each criterion, and the conclusion, by field."""
    criteria = {criterion.field: criterion.text for criterion in content.checklist}
    return {"compare": content.compare, **criteria, "conclusion": content.conclusion.prompt}


def read_answer(content: Content, parser: AnswerParser) -> ParsedAnswer:
    """Every criterion gets yes, no or "cannot tell"; none of them is a wrong answer."""
    parser.text("compare", required=True)
    for criterion in content.checklist:
        parser.choice(criterion.field, ANSWERS)
    parser.choice("conclusion", [option.id for option in content.conclusion.options])
    return parser.result()


def evidence(content: Content, values: AnswerValues, lang: str, pack: Pack) -> list[Evidence]:
    """The source that was compared and the conclusion; single ticks are practice, not evidence."""
    chosen = [
        option.text.in_language(lang) for option in content.conclusion.options if option.id == values.get("conclusion")
    ]
    return [
        Evidence(content.compare.in_language(lang), str(values.get("compare", ""))),
        Evidence(content.conclusion.prompt.in_language(lang), "".join(chosen)),
    ]
