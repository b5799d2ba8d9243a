"""What an author writes for a reading card: a claim, and two or three sentences."""

from typing import ClassVar, Literal

from careered.packs.models import Card, LocalizedText


class Content(Card):
    """A reading card: its title is the claim."""

    asks: ClassVar[bool] = False

    kind: Literal["cards"]
    text: LocalizedText
