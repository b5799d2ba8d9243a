"""What an author writes for ordering: the items in their right order, or in any where each pupil has an own one."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from careered.lessons.activities.placed import check_reasons
from careered.packs.field_types import Id, PackModel
from careered.packs.models import Card, LocalizedText


class Item(PackModel):
    """One thing. note: shown beside it when it is in its place (a month, a year). reason: said when it is elsewhere."""

    id: Id
    text: LocalizedText
    note: LocalizedText | None = None
    reason: LocalizedText | None = None


class Content(Card):
    """The items, first to last. done: what is said when the order is right, in the end to everybody.

    own_order: the pupil's own; none is right. visible_to: "pupil": the teacher sees only that there is one.
    """

    kind: Literal["order"]
    items: Annotated[tuple[Item, ...], Field(min_length=3, max_length=6)]
    done: LocalizedText
    own_order: bool = False
    visible_to: Literal["pupil", "staff"] = "staff"

    @model_validator(mode="after")
    def _reasons_fit(self) -> Self:
        check_reasons(self)
        return self

    @property
    def is_own(self) -> bool:
        """Whether each order is as right as another one."""
        return self.own_order

    @property
    def right_places(self) -> dict[str, str]:
        """The place of each item as it is posted: "1" for the first."""
        return {item.id: str(place) for place, item in enumerate(self.items, 1)}
