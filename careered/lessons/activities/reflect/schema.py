"""What an author writes for a thought: starters and whole phrases to tap, and who reads it."""

from functools import cached_property
from typing import ClassVar, Literal

from careered.lessons.activities.phrases import Group, Phrases
from careered.packs.models import Card, LocalizedText


class Content(Card):
    """The title asks. phrases: with `…` a starter, without it a whole one. own: a last chip "In my own words".

    visible_to: "pupil" (for oneself alone) or "staff" (the teacher reads it too). done: what is said to everybody whose
    phrase has no reason of its own.
    """

    types: ClassVar[bool] = True
    sentence: ClassVar[None] = None

    kind: Literal["reflect"]
    phrases: Phrases
    own: bool = False
    visible_to: Literal["pupil", "staff"]
    done: LocalizedText | None = None

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The one thing that is asked, as a plan has several."""
        return (Group(id="thought", text=self.title, phrases=self.phrases, own=self.own),)
