"""Contact: cards of people and services that answer questions, and which one the pupil would use first."""

from collections.abc import Mapping
from typing import Literal

from careered.lessons.answer_form import AnswerParser, AnswerValues, ParsedAnswer
from careered.packs.models import LocalizedText, Pack, StepContent
from careered.progress.evidence import Evidence

GIVES_FEEDBACK = False


class Content(StepContent):
    """The services shown as cards, and the question about them."""

    kind: Literal["contact"]
    services: tuple[str, ...]
    intro: LocalizedText
    prompt: LocalizedText


def questions(content: Content) -> Mapping[str, LocalizedText]:
    """The question about the services."""
    return {"first": content.prompt}


def read_answer(content: Content, parser: AnswerParser) -> ParsedAnswer:
    """One of the services on the page."""
    parser.choice("first", content.services)
    return parser.result()


def evidence(content: Content, values: AnswerValues, lang: str, pack: Pack) -> list[Evidence]:
    """The service that was chosen, by its name."""
    chosen = pack.service(str(values.get("first", "")))
    return [Evidence(content.prompt.in_language(lang), chosen.name.in_language(lang))] if chosen else []
