"""How hard a text is to read: LIX, the words in a sentence plus the share of long words (Björnsson 1968).

A figure tells which texts to read once more, no more: it knows nothing of rare words or of pictures. It grows with the
length of a language's words, so that it can only be compared within one language.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

from pydantic import BaseModel

from careered.packs.models import Pack, StepContent
from careered.packs.text import Text

WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
SENTENCE_END = re.compile(r"[.!?:]+(?:\s|$)|\n\s*(?:\n|[-*]\s)")
MARKS = re.compile(r"[*_#>`]|\]\([^)]*\)|\[|\u00ad")
LONG, FEWEST_WORDS = 6, 25
USUAL_LIMIT = 40
LIMITS = {"fi": 52}
"""From where on a text is hard for pupils of 13 to 16, by our own reading of our own texts. Finnish words are long."""


@dataclass(frozen=True)
class Figure:
    """One text in one language. where: lesson, step and key. has_easy: whether the step has easier words too."""

    where: str
    lang: str
    lix: int
    has_easy: bool

    @property
    def is_hard(self) -> bool:
        """Whether pupils will find it hard."""
        return self.lix > LIMITS.get(self.lang, USUAL_LIMIT)


def lix(words: str) -> int:
    """LIX of a text in Markdown; 0 for one without words."""
    plain = MARKS.sub("", words)
    found = WORD.findall(plain)
    if not found:
        return 0
    sentences = sum(1 for part in SENTENCE_END.split(plain) if WORD.search(part))
    long = sum(len(word) > LONG for word in found)
    return round(len(found) / sentences + 100 * long / len(found))


def figures(pack: Pack) -> list[Figure]:
    """Every pupils' text of some length, in the pack's order."""
    return [
        Figure(f"{lesson.id}/{step.id}, {key}", lang, lix(words), step.easy is not None)
        for lesson in pack.playable_lessons()
        for step in lesson.steps
        for key, text in _texts(step)
        for lang, words in text.root.items()
        if len(WORD.findall(words)) >= FEWEST_WORDS
    ]


def _texts(step: StepContent) -> Iterator[tuple[str, Text]]:
    for name in type(step).model_fields:
        yield from _inside(name, getattr(step, name))


def _inside(name: str, value: Any) -> Iterator[tuple[str, Text]]:
    if isinstance(value, Text):
        yield name, value
    elif isinstance(value, BaseModel):
        for field in type(value).model_fields:
            yield from _inside(f"{name}.{field}", getattr(value, field))
    elif isinstance(value, tuple):
        for place, one in enumerate(value, 1):
            yield from _inside(f"{name} {place}", one)


def summary(found: list[Figure], lang: str) -> str:
    """One sentence about the texts of a language."""
    mine = [one.lix for one in found if one.lang == lang]
    hard = [one for one in found if one.lang == lang and one.is_hard]
    if not mine:
        return f"{lang}: no text of {FEWEST_WORDS} words or more"
    limit = LIMITS.get(lang, USUAL_LIMIT)
    return (
        f"{lang}: {len(mine)} texts, LIX {min(mine)} to {max(mine)}, the middle one {median(mine):.0f}; "
        f"{len(hard)} above {limit}, {sum(not one.has_easy for one in hard)} of them without easier words"
    )
