"""Answers to choose from, as the rows that pages show."""

from collections.abc import Iterable
from typing import Protocol

from careered.lessons.kinds.check import Question
from careered.packs.models import LocalizedText


class ChoiceOption(Protocol):
    """What every kind's options have."""

    @property
    def id(self) -> str:
        """The value of the form field."""

    @property
    def text(self) -> LocalizedText:
        """What a pupil reads."""


def option_rows(options: Iterable[ChoiceOption], lang: str) -> list[tuple[str, str]]:
    """Options as (value, label)."""
    return [(option.id, option.text.in_language(lang)) for option in options]


def answered_options(question: Question, chosen_id: str, lang: str) -> list[dict[str, str]]:
    """A check's options after answering: the right one with the reason, the given one where it is another."""
    return [
        {
            "value": option.id,
            "label": option.text.in_language(lang),
            "state": "right" if option.correct else "wrong" if option.id == chosen_id else "",
            "note": question.feedback.in_language(lang) if option.correct else "",
        }
        for option in question.options
    ]
