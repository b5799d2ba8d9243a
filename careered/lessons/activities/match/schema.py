"""What an author writes for matching: the items, the partners, and which partner each item belongs to."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from careered.packs.field_types import Id, PackModel
from careered.packs.models import Card, LocalizedText


class Partner(PackModel):
    """What an item is joined with. text: a name or a few words, for two columns stand side by side on a phone."""

    id: Id
    text: LocalizedText


class Item(PackModel):
    """One thing on the left. reason: what is said when it is with another partner; it need not give its own away."""

    id: Id
    text: LocalizedText
    partner: Id
    reason: LocalizedText


class Content(Card):
    """Items, and a partner for each of them. done: what is said when all are joined right, in the end to everybody."""

    kind: Literal["match"]
    items: Annotated[tuple[Item, ...], Field(min_length=3, max_length=5)]
    partners: Annotated[tuple[Partner, ...], Field(min_length=3, max_length=5)]
    done: LocalizedText

    @model_validator(mode="after")
    def _each_has_its_own(self) -> Self:
        partner_ids = {partner.id for partner in self.partners}
        chosen = [item.partner for item in self.items]
        if set(chosen) - partner_ids:
            raise PydanticCustomError("unknown_reference", "has an item whose “partner” is none of its partners")
        if not len(chosen) == len(set(chosen)) == len(self.partners):
            raise PydanticCustomError("bad_value", "needs as many partners as items, each with one item")
        if partner_ids & {item.id for item in self.items}:  # the ids stand in the page, before there is an answer
            raise PydanticCustomError("bad_value", "has an item and a partner with the same id, which tells the answer")
        return self

    @property
    def right_partners(self) -> dict[str, str]:
        """The partner of each item, by ids."""
        return {item.id: item.partner for item in self.items}
