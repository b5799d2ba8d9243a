"""Plan: a line or two to keep. Not graded, not a form to fill: one line is enough, or tell the teacher."""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict

from careered.lessons.answers import AT_LEAST_ONE, Fields, Problem, Reading, Values
from careered.packs.models import Pack, StepContent, Text
from careered.progress.evidence import Evidence

GIVES_FEEDBACK = False


class Item(BaseModel):
    """One line of the plan."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    prompt: Text

    @property
    def field(self) -> str:
        """The name of the form field."""
        return f"item_{self.id}"


class Content(StepContent):
    """The lines to fill in."""

    kind: Literal["plan"]
    intro: Text
    items: tuple[Item, ...]


def questions(content: Content) -> Mapping[str, Text]:
    """The lines by field."""
    return {item.field: item.prompt for item in content.items}


def read_answer(content: Content, fields: Fields) -> Reading:
    """At least one line, or the wish to tell the teacher instead."""
    written = [fields.text(item.field) for item in content.items]
    tell = fields.flag("tell")
    if not any(line.strip() for line in written) and not tell and not fields.problems:
        fields.problems.append(Problem(content.items[0].field, AT_LEAST_ONE))
    return fields.reading(help_wanted="tell_teacher" if tell else "")


def evidence(content: Content, values: Values, lang: str, pack: Pack) -> list[Evidence]:
    """Each line of the plan that was written."""
    lines = [(item, str(values.get(item.field, ""))) for item in content.items]
    return [Evidence(item.prompt.in_language(lang), line) for item, line in lines if line.strip()]
