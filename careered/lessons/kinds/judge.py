"""Judge: two sources side by side, who, why, when and evidence asked of both; each answer gets its reason at once.

Practice, never a hurdle: whatever is answered, the pupil goes on. How many were right is kept, so that a class sees
what it has learnt between its first and its last practice. The sources are invented: no real person's words.
"""

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic_core import PydanticCustomError

from careered.lessons.answers import Fields, Reading, Values
from careered.packs.models import Pack, StepContent, Text
from careered.progress.evidence import Evidence

GIVES_FEEDBACK = True

Medium = Literal["official", "post", "video", "advert", "machine", "news", "forum"]
Verdict = Literal["a", "b", "both", "neither"]
VERDICTS: tuple[Verdict, ...] = ("a", "b", "both", "neither")


class Shown(BaseModel):
    """One source: what it is, its title, and its words as they stand there (invented)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    medium: Medium
    title: Text
    shown: Text


class Criterion(BaseModel):
    """One question to both sources: which of them tells it well, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    prompt: Text
    answer: Verdict
    why: Text

    @property
    def field(self) -> str:
        """The name of the form field."""
        return f"criterion_{self.id}"


class Content(StepContent):
    """Two sources, questions to both, and what one would do then (in one's own words, if one likes)."""

    kind: Literal["judge"]
    intro: Text
    sources: tuple[Shown, ...]
    criteria: tuple[Criterion, ...]
    conclusion: Text

    @model_validator(mode="after")
    def _two_sources(self) -> Self:
        if len(self.sources) != 2 or not self.criteria:
            raise PydanticCustomError("bad_value", "needs exactly two sources, and at least one question to them")
        return self


def questions(content: Content) -> Mapping[str, Text]:
    """Each question to the sources, and the conclusion, by field."""
    return {**{one.field: one.prompt for one in content.criteria}, "conclusion": content.conclusion}


def read_answer(content: Content, fields: Fields) -> Reading:
    """Every question needs an answer, right or not; own words are free. What is right is counted here."""
    given = [fields.choice(one.field, VERDICTS) == one.answer for one in content.criteria]
    fields.text("conclusion")
    return fields.reading(right=sum(given), of=len(given))


def evidence(content: Content, values: Values, lang: str, pack: Pack) -> list[Evidence]:
    """Which sources were compared, and what the pupil made of it; single answers are practice, not evidence."""
    names = " – ".join(source.title.in_language(lang, pack.default_language) for source in content.sources)
    made = str(values.get("conclusion", ""))
    return [
        Evidence(content.conclusion.in_language(lang, pack.default_language), f"{names}: {made}" if made else names)
    ]
