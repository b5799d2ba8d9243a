"""What an author writes for ordering: the items in their right order."""

from typing import Annotated, Literal

from pydantic import Field

from careered.packs.field_types import Id, PackModel
from careered.packs.models import Card, LocalizedText


class Item(PackModel):
    """One thing. note: shown beside it when it is in its place (a month, a year). reason: said when it is elsewhere."""

    id: Id
    text: LocalizedText
    note: LocalizedText | None = None
    reason: LocalizedText


class Content(Card):
    """The items, first to last. done: what is said when the order is right, in the end to everybody."""

    kind: Literal["order"]
    items: Annotated[tuple[Item, ...], Field(min_length=3, max_length=6)]
    done: LocalizedText

    @property
    def right_places(self) -> dict[str, str]:
        """The place of each item as it is posted: "1" for the first."""
        return {item.id: str(place) for place, item in enumerate(self.items, 1)}
