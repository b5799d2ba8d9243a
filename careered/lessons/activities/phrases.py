"""What plan and reflect have in common for authors: whole phrases to tap, and places in them for a pupil's own words.

A phrase is a whole one ("ennen joululomaa", never parts to inflect). Where it holds `…`, the pupil writes what stands
there.
"""

import re
from collections.abc import Sequence
from typing import Annotated, Protocol, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from careered.packs.field_types import Id, PackModel
from careered.packs.models import LocalizedText

GAP = "…"
PLACE = re.compile(r"\{(\w+)\}")
"""Where a group's phrase stands in `sentence`: its id in braces."""


class Phrase(PackModel):
    """Something to tap. text: whole, or with one `…` for own words. reason: what is said to it, if anything."""

    id: Id
    text: LocalizedText
    reason: LocalizedText | None = None

    @model_validator(mode="after")
    def _has_one_gap_in_every_language(self) -> Self:
        counts = {text.count(GAP) for text in self.text.root.values()}
        if counts - {0, 1} or len(counts) > 1:
            raise PydanticCustomError("bad_value", "needs one “…” in every language, or none in any")
        return self

    @property
    def has_gap(self) -> bool:
        """Whether the pupil writes a part of it."""
        return any(GAP in text for text in self.text.root.values())


Phrases = Annotated[tuple[Phrase, ...], Field(min_length=2, max_length=6)]


class Picked(PackModel):
    """The earlier card in which something was chosen, and in a `sort` the group that it was put into."""

    card: Id
    group: Id | None = None


class Group(PackModel):
    """One thing to choose. text: what is asked ("When?"). own: a last chip "In my own words".

    picked: shown are only the phrases whose ids were chosen there; all of them where none was.
    """

    id: Id
    text: LocalizedText
    phrases: Phrases
    own: bool = False
    picked: Picked | None = None

    @property
    def takes_words(self) -> bool:
        """Whether something may be written."""
        return self.own or any(phrase.has_gap for phrase in self.phrases)

    def phrase(self, phrase_id: object) -> Phrase | None:
        """The phrase with this id."""
        return next((phrase for phrase in self.phrases if phrase.id == phrase_id), None)


class PhraseCard(Protocol):
    """The content of a plan or a reflect card, as far as it is needed by both."""

    @property
    def title(self) -> LocalizedText:
        """The heading."""

    @property
    def groups(self) -> Sequence[Group]:
        """What is to be chosen."""

    @property
    def sentence(self) -> LocalizedText | None:
        """How the phrases make one sentence; None: one after the other."""

    @property
    def done(self) -> LocalizedText | None:
        """What is said to everybody whose phrase has no reason of its own."""

    @property
    def visible_to(self) -> str:
        """Who reads it: "pupil" or "staff" (and the pupil)."""


def fill_gap(text: str, words: str) -> str:
    """A phrase with the pupil's words in its gap; the gap stays where there are none."""
    before, gap, after = text.partition(GAP)
    if not gap or not words:
        return text
    return f"{before.rstrip()} {words}{after}".strip()
