"""What an author writes for sorting: the groups, and the items with the group that each belongs to, if to any."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from careered.lessons.activities.placed import check_reasons
from careered.packs.field_types import Id, PackModel
from careered.packs.models import Card, LocalizedText


class Group(PackModel):
    """Where an item can lie. name: at most two words, for two or three stand side by side on a phone."""

    id: Id
    name: LocalizedText


class Item(PackModel):
    """One thing to sort. group: where it belongs; in none where it is about the pupil.

    reason: what is said when it lies elsewhere; it need not give the group away.
    misconception: the key of what somebody believes who puts it elsewhere.
    """

    id: Id
    text: LocalizedText
    group: Id | None = None
    reason: LocalizedText | None = None
    misconception: Id | None = None


class Content(Card):
    """Items and groups. done: what is said when everything lies right, in the end to everybody.

    visible_to: "pupil": the teacher sees only that it was sorted.
    """

    kind: Literal["sort"]
    groups: Annotated[tuple[Group, ...], Field(min_length=2, max_length=3)]
    items: Annotated[tuple[Item, ...], Field(min_length=3, max_length=6)]
    done: LocalizedText
    visible_to: Literal["pupil", "staff"] = "staff"

    @model_validator(mode="after")
    def _groups_fit(self) -> Self:
        check_reasons(self)
        if self.is_own:
            if any(item.misconception for item in self.items):
                raise PydanticCustomError("bad_value", "is about the pupil, so nothing in it is counted")
            return self
        group_ids = {group.id for group in self.groups}
        for item in self.items:
            if item.group not in group_ids:
                raise PydanticCustomError("unknown_reference", "has an item whose “group” is none of its groups")
        if {item.group for item in self.items} != group_ids:
            raise PydanticCustomError("bad_value", "has a group that no item belongs to")
        return self

    @property
    def is_own(self) -> bool:
        """Whether no item belongs anywhere: each pupil sorts for themselves."""
        return all(item.group is None for item in self.items)

    @property
    def right_groups(self) -> dict[str, str]:
        """The group of each item that belongs to one, by ids."""
        return {item.id: item.group for item in self.items if item.group}
