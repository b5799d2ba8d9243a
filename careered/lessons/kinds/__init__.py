"""The step kinds of pack_format 1; what cards ask (format 2) is in careered/lessons/activities.

A kind is one module here and one template of the same name under templates/kinds/.
A module has `Content` (what a pack author writes), `questions` (field to what it asks), `read_answer` (form to
`ParsedAnswer`), `evidence` (values to lines for pupil and staff) and `GIVES_FEEDBACK` (once handed in, the page answers
before it leads on; its template has `answered`). Adding a kind touches nothing else: modules are found by their place.
"""

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from careered.lessons.activities import card_models
from careered.lessons.answer_form import AnswerParser, AnswerValues, ParsedAnswer
from careered.packs.models import LocalizedText, Pack, StepContent
from careered.progress.evidence import Evidence


class StepKind(Protocol):
    """What a step kind's module must offer."""

    Content: type[StepContent]
    GIVES_FEEDBACK: bool

    def questions(self, content: StepContent) -> Mapping[str, LocalizedText]:
        """What stands beside each field, by the field's name."""

    def read_answer(self, content: StepContent, parser: AnswerParser) -> ParsedAnswer:
        """The posted fields as values and problems; the server's word on what is an answer."""

    def evidence(self, content: StepContent, values: AnswerValues, lang: str, pack: Pack) -> list[Evidence]:
        """What was asked and answered, in the reader's language."""


@cache
def _kind_modules() -> Mapping[str, StepKind]:
    module_names = [module.name for module in pkgutil.iter_modules(__path__)]
    return {name: cast(StepKind, import_module(f"{__name__}.{name}")) for name in sorted(module_names)}


def registry() -> Mapping[str, type[StepContent]]:
    """All content models by kind, those of cards too: what the pack loader checks steps and cards against."""
    return {**{name: kind.Content for name, kind in _kind_modules().items()}, **card_models()}


def kind_of(content: StepContent) -> StepKind:
    """The module that knows a step's kind."""
    return _kind_modules()[content.kind]
