"""Contact: cards of people and services that answer questions, and which one the pupil would use first."""

from collections.abc import Mapping
from typing import Literal

from careered.lessons.answers import Fields, Reading, Values
from careered.packs.models import Pack, StepContent, Text
from careered.progress.evidence import Evidence

GIVES_FEEDBACK = False


class Content(StepContent):
    """The services shown as cards, and the question about them."""

    kind: Literal["contact"]
    services: tuple[str, ...]
    intro: Text
    prompt: Text


def questions(content: Content) -> Mapping[str, Text]:
    """The question about the services."""
    return {"first": content.prompt}


def read_answer(content: Content, fields: Fields) -> Reading:
    """One of the services on the page."""
    fields.choice("first", content.services)
    return fields.reading()


def evidence(content: Content, values: Values, lang: str, pack: Pack) -> list[Evidence]:
    """The service that was chosen, by its name."""
    chosen = pack.service(str(values.get("first", "")))
    return [Evidence(content.prompt.in_language(lang), chosen.name.in_language(lang))] if chosen else []
