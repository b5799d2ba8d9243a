"""What an author writes for a reading card: a claim, and two or three sentences."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from careered.packs.field_types import Id
from careered.packs.models import Card, LocalizedText


class Content(Card):
    """A reading card: its title is the claim. shows: earlier cards, of which it draws what the pupil gave."""

    asks: ClassVar[bool] = False

    kind: Literal["cards"]
    text: LocalizedText
    shows: Annotated[tuple[Id, ...], Field(max_length=2)] = ()
