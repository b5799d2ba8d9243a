"""What an author writes for sorting: the groups, and the items with the group that each belongs to."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from careered.packs.field_types import Id, PackModel
from careered.packs.models import Card, LocalizedText


class Group(PackModel):
    """Where an item can lie. name: at most two words, for two or three stand side by side on a phone."""

    id: Id
    name: LocalizedText


class Item(PackModel):
    """One thing to sort. reason: what is said when it lies elsewhere; it need not give the group away."""

    id: Id
    text: LocalizedText
    group: Id
    reason: LocalizedText


class Content(Card):
    """Items and groups. done: what is said when everything lies right, in the end to everybody."""

    kind: Literal["sort"]
    groups: Annotated[tuple[Group, ...], Field(min_length=2, max_length=3)]
    items: Annotated[tuple[Item, ...], Field(min_length=3, max_length=6)]
    done: LocalizedText

    @model_validator(mode="after")
    def _groups_fit(self) -> Self:
        group_ids = {group.id for group in self.groups}
        for item in self.items:
            if item.group not in group_ids:
                raise PydanticCustomError("unknown_reference", "has an item whose “group” is none of its groups")
        if {item.group for item in self.items} != group_ids:
            raise PydanticCustomError("bad_value", "has a group that no item belongs to")
        return self

    @property
    def right_groups(self) -> dict[str, str]:
        """The group of each item, by ids."""
        return {item.id: item.group for item in self.items}
