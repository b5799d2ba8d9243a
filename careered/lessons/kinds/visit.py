"""Visit: a guided task in a national service, opened in a new tab; the findings are written down here.

When the page does not open, a printed extract with the same questions replaces it, and staff see a help request.
"""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict

from careered.lessons.answer_form import AnswerParser, AnswerValues, ParsedAnswer
from careered.packs.models import LocalizedText, Pack, StepContent
from careered.progress.evidence import Evidence

GIVES_FEEDBACK = False


class Option(BaseModel):
    """One thing that can be ticked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    text: LocalizedText


class Task(BaseModel):
    """One finding that cannot be answered without looking."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    prompt: LocalizedText
    answer: Literal["short_text", "multi_choice"]
    options: tuple[Option, ...] = ()
    required: bool = True

    @property
    def field(self) -> str:
        """The name of the form field."""
        return f"task_{self.id}"


class Content(StepContent):
    """Which service to open, what to look for, and the extract for when it does not open."""

    kind: Literal["visit"]
    service: str
    intro: LocalizedText
    tasks: tuple[Task, ...]
    extract: LocalizedText


def questions(content: Content) -> Mapping[str, LocalizedText]:
    """The tasks by field."""
    return {task.field: task.prompt for task in content.tasks}


def read_answer(content: Content, parser: AnswerParser) -> ParsedAnswer:
    """Required findings must be there; `page_closed` says that the second way was taken."""
    page_closed = parser.flag("page_closed")
    for task in content.tasks:
        if task.answer == "multi_choice":
            parser.choices(task.field, [option.id for option in task.options], required=task.required)
        else:
            parser.text(task.field, required=task.required)
    return parser.result(help_reason="page_closed" if page_closed else "")


def evidence(content: Content, values: AnswerValues, lang: str, pack: Pack) -> list[Evidence]:
    """Each finding with its question."""
    return [Evidence(task.prompt.in_language(lang), _answer_text(task, values, lang)) for task in content.tasks]


def _answer_text(task: Task, values: AnswerValues, lang: str) -> str:
    value = values.get(task.field, "")
    if isinstance(value, str):
        return value
    return ", ".join(option.text.in_language(lang) for option in task.options if option.id in value)
