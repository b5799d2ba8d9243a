"""Judge: two sources side by side, who, why, when and evidence asked of both; each answer gets its reason at once.

Practice, never a hurdle: whatever is answered, the pupil goes on. How many were right is kept, so that a class sees
what it has learnt between its first and its last practice. The sources are invented: no real person's words.
"""

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic_core import PydanticCustomError

from careered.lessons.answer_form import AnswerParser, AnswerValues, ParsedAnswer
from careered.packs.models import LocalizedText, Pack, StepContent
from careered.progress.evidence import Evidence

GIVES_FEEDBACK = True

Medium = Literal["official", "post", "video", "advert", "machine", "news", "forum"]
Verdict = Literal["a", "b", "both", "neither"]
VERDICTS: tuple[Verdict, ...] = ("a", "b", "both", "neither")


class Shown(BaseModel):
    """One source: what it is, its title, and its words as they stand there (invented)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    medium: Medium
    title: LocalizedText
    shown: LocalizedText


class Criterion(BaseModel):
    """One question to both sources: which of them tells it well, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    prompt: LocalizedText
    answer: Verdict
    why: LocalizedText

    @property
    def field(self) -> str:
        """The name of the form field."""
        return f"criterion_{self.id}"


class Content(StepContent):
    """Two sources, questions to both, and what one would do then (in one's own words, if one likes)."""

    kind: Literal["judge"]
    intro: LocalizedText
    sources: tuple[Shown, ...]
    criteria: tuple[Criterion, ...]
    conclusion: LocalizedText

    @model_validator(mode="after")
    def _two_sources(self) -> Self:
        if len(self.sources) != 2 or not self.criteria:
            raise PydanticCustomError("bad_value", "needs exactly two sources, and at least one question to them")
        return self


def questions(content: Content) -> Mapping[str, LocalizedText]:
    """Each question to the sources, and the conclusion, by field."""
    return {**{criterion.field: criterion.prompt for criterion in content.criteria}, "conclusion": content.conclusion}


def read_answer(content: Content, parser: AnswerParser) -> ParsedAnswer:
    """Every question needs an answer, right or not; own words are free. What is right is counted here."""
    correctness = [parser.choice(criterion.field, VERDICTS) == criterion.answer for criterion in content.criteria]
    parser.text("conclusion")
    return parser.result(correct=sum(correctness), total=len(correctness))


def evidence(content: Content, values: AnswerValues, lang: str, pack: Pack) -> list[Evidence]:
    """Which sources were compared, and what the pupil made of it; single answers are practice, not evidence."""
    titles = " – ".join(source.title.in_language(lang, pack.default_language) for source in content.sources)
    conclusion = str(values.get("conclusion", ""))
    return [
        Evidence(
            content.conclusion.in_language(lang, pack.default_language),
            f"{titles}: {conclusion}" if conclusion else titles,
        )
    ]
