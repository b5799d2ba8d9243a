"""Readability by LIX: words per sentence plus the percentage of words of more than six letters (Björnsson 1968).

It ignores rare words and layout, so it only selects texts to review. It grows with the average word length of a
language and is comparable within one language only.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

from pydantic import BaseModel

from careered.packs.localized import LocalizedText
from careered.packs.models import Pack, StepContent

WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
SENTENCE_END = re.compile(r"[.!?:]+(?:\s|$)|\n\s*(?:\n|[-*]\s)")
MARKUP = re.compile(r"[*_#>`]|\]\([^)]*\)|\[|\u00ad")
LONG_WORD_LETTERS, MIN_WORDS = 6, 25
DEFAULT_LIX_LIMIT = 40
LIX_LIMITS = {"fi": 52}
"""Above this a text is hard for pupils of 13 to 16; set from the shipped packs. Finnish words are longer."""


@dataclass(frozen=True)
class ReadabilityScore:
    """The LIX of one text in one language. location: lesson, step and key. has_easy_version: the step has `easy`."""

    location: str
    lang: str
    lix: int
    has_easy_version: bool

    @property
    def is_hard(self) -> bool:
        """Whether the text is above the limit of its language."""
        return self.lix > LIX_LIMITS.get(self.lang, DEFAULT_LIX_LIMIT)


def lix(text: str) -> int:
    """The LIX of a Markdown text, rounded; 0 for one without words."""
    plain = MARKUP.sub("", text)
    word_list = WORD.findall(plain)
    if not word_list:
        return 0
    sentences = sum(1 for part in SENTENCE_END.split(plain) if WORD.search(part))
    long_words = sum(len(token) > LONG_WORD_LETTERS for token in word_list)
    return round(len(word_list) / sentences + 100 * long_words / len(word_list))


def readability_scores(pack: Pack) -> list[ReadabilityScore]:
    """A score for every text for pupils of at least MIN_WORDS words, in the pack's order."""
    return [
        ReadabilityScore(f"{lesson.id}/{step.id}, {key}", lang, lix(translation), step.easy is not None)
        for lesson in pack.playable_lessons()
        for step in lesson.steps
        for key, text in _pupil_texts(step)
        for lang, translation in text.root.items()
        if len(WORD.findall(translation)) >= MIN_WORDS
    ]


def _pupil_texts(step: StepContent) -> Iterator[tuple[str, LocalizedText]]:
    for name in type(step).model_fields:
        yield from _nested_texts(name, getattr(step, name))


def _nested_texts(name: str, value: Any) -> Iterator[tuple[str, LocalizedText]]:
    if isinstance(value, LocalizedText):
        yield name, value
    elif isinstance(value, BaseModel):
        for field in type(value).model_fields:
            yield from _nested_texts(f"{name}.{field}", getattr(value, field))
    elif isinstance(value, tuple):
        for index, item in enumerate(value, 1):
            yield from _nested_texts(f"{name} {index}", item)


def readability_summary(scores: list[ReadabilityScore], lang: str) -> str:
    """One English sentence about the texts of a language: range, median and number of hard texts."""
    lix_values = [score.lix for score in scores if score.lang == lang]
    hard = [score for score in scores if score.lang == lang and score.is_hard]
    if not lix_values:
        return f"{lang}: no text of {MIN_WORDS} words or more"
    limit = LIX_LIMITS.get(lang, DEFAULT_LIX_LIMIT)
    return (
        f"{lang}: {len(lix_values)} texts, LIX {min(lix_values)} to {max(lix_values)}, "
        f"median {median(lix_values):.0f}; "
        f"{len(hard)} above {limit}, {sum(not score.has_easy_version for score in hard)} of them with no easy version"
    )
