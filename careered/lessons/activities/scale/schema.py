"""What an author writes for a scale: its levels, and the statements that a pupil sets on it."""

from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from careered.lessons.visibility import VISIBLE_TO_PUPIL
from careered.packs.field_types import Id, PackModel
from careered.packs.models import Card, LocalizedText

MAX_NAME_LENGTH = 16
"""Characters: what stands beside a petal on a phone of 320 pixels."""


class Level(PackModel):
    """One level of the scale. name: a word or two ("often"), never a number or a mark."""

    id: Id
    name: LocalizedText


class Statement(PackModel):
    """Something that one may say of oneself. name: its word beside the petal."""

    id: Id
    name: LocalizedText
    text: LocalizedText

    @field_validator("name")
    @classmethod
    def _name_fits(cls, name: LocalizedText) -> LocalizedText:
        if max(map(len, name.root.values()), default=0) > MAX_NAME_LENGTH:
            raise PydanticCustomError("out_of_range", "has more than 16 letters, which do not fit beside a petal")
        return name


class Content(Card):
    """Statements and levels, from the least to the most. done: what is said to everybody in the end."""

    kind: Literal["scale"]
    levels: Annotated[tuple[Level, ...], Field(min_length=3, max_length=5)]
    statements: Annotated[tuple[Statement, ...], Field(min_length=3, max_length=8)]
    done: LocalizedText

    @model_validator(mode="after")
    def _draws_its_own_picture(self) -> Self:
        if self.picture is not None:
            raise PydanticCustomError("bad_value", "draws its own picture; leave “picture” out")
        return self

    @property
    def visible_to(self) -> str:
        """Always the pupil alone: it is about oneself."""
        return VISIBLE_TO_PUPIL

    def place(self, level_id: object) -> int | None:
        """The place of a level, 0 for the least; None for one that the card does not have."""
        return next((place for place, level in enumerate(self.levels) if level.id == level_id), None)
