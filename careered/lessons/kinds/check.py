"""Check: a few questions with the reason given at once. Practice, not a test: try again until it is clear."""

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from careered.lessons.answer_form import AnswerParser, AnswerValues, ParsedAnswer
from careered.packs.models import LocalizedText, Pack, StepContent
from careered.progress.evidence import Evidence

GIVES_FEEDBACK = True


class Option(BaseModel):
    """One answer; exactly one of a question's options is correct."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    text: LocalizedText
    correct: bool = False


class Question(BaseModel):
    """A question, its options, and the reason that is shown after answering."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    prompt: LocalizedText
    options: tuple[Option, ...]
    feedback: LocalizedText

    @model_validator(mode="after")
    def _one_is_correct(self) -> Self:
        if sum(option.correct for option in self.options) != 1:
            raise PydanticCustomError("one_correct", "needs exactly one option with correct: true")
        return self

    @property
    def field(self) -> str:
        """The name of the form field."""
        return f"question_{self.id}"

    @property
    def answer(self) -> str:
        """The id of the correct option."""
        return next(option.id for option in self.options if option.correct)


class Content(StepContent):
    """The questions, and which share of them must be right before going on."""

    kind: Literal["check"]
    intro: LocalizedText | None = None
    passing: float = Field(default=0.6, alias="pass", ge=0, le=1)
    questions: tuple[Question, ...]


def questions(content: Content) -> Mapping[str, LocalizedText]:
    """The questions by field."""
    return {question.field: question.prompt for question in content.questions}


def read_answer(content: Content, parser: AnswerParser) -> ParsedAnswer:
    """Every question needs an answer; how many are right is counted here, never believed from the form."""
    chosen_ids = {
        question.id: parser.choice(question.field, [option.id for option in question.options])
        for question in content.questions
    }
    correct = sum(chosen_ids[question.id] == question.answer for question in content.questions)
    return parser.result(correct=correct, total=len(content.questions))


def evidence(content: Content, values: AnswerValues, lang: str, pack: Pack) -> list[Evidence]:
    """Each question with the answer that was chosen."""
    return [
        Evidence(question.prompt.in_language(lang), option.text.in_language(lang))
        for question in content.questions
        for option in question.options
        if option.id == values.get(question.field)
    ]
