"""What an author writes for a question: its options, each with its reason."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from careered.lessons.activities.spot.meter import Meter
from careered.packs.field_types import Id, PackModel
from careered.packs.models import Card, LocalizedText


class Option(PackModel):
    """One answer. right: whether it is; left out in every option where nothing is right or wrong.

    reason: what is said to somebody who gives it (the check asks for it, except on a card with `change` or `done`).
    missed: what is said to somebody who left it out, where several are right. misconception: the key of what somebody
    believes who chooses it.
    """

    id: Id
    text: LocalizedText
    right: bool | None = None
    reason: LocalizedText | None = None
    missed: LocalizedText | None = None
    misconception: Id | None = None


class Change(PackModel):
    """What is said to an answer beside the one before: `same`, and else `changed`.

    Where the options are steps: `up` is nearer to the first option, `down` to the last.
    """

    same: LocalizedText
    changed: LocalizedText | None = None
    up: LocalizedText | None = None
    down: LocalizedText | None = None

    @model_validator(mode="after")
    def _says_something_to_every_change(self) -> Self:
        if (self.up is None) != (self.down is None) or (self.up is None) == (self.changed is None):
            raise PydanticCustomError("bad_value", "needs “changed”, or both of “up” and “down”, beside “same”")
        return self


class Content(Card):
    """A question. several: more than one may be chosen; at_most: but not more than so many.

    fixed_order: the options stand as written (steps of a scale).
    compares: the card with the same options that asked before; what is said then is by the change, where there is one.
    meter: the trust meter of an earlier `spot` card, about which is decided.
    done: what is said to options without a reason. visible_to: "pupil": the teacher sees only that it was answered.
    """

    kind: Literal["choose"]
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=10)]
    several: bool = False
    at_most: Annotated[int, Field(ge=2)] | None = None
    fixed_order: bool = False
    compares: Id | None = None
    change: Change | None = None
    meter: Meter | None = None
    done: LocalizedText | None = None
    visible_to: Literal["pupil", "staff"] = "staff"

    @model_validator(mode="after")
    def _right_ones_fit(self) -> Self:
        marked = [option for option in self.options if option.right is not None]
        right = [option for option in self.options if option.right]
        if marked and not right:
            raise PydanticCustomError("bad_value", "has options that are wrong, but none that is right")
        if len(right) > 1 and not self.several:
            raise PydanticCustomError("bad_value", "has more than one right option; say several: true")
        if self.at_most and not self.several:
            raise PydanticCustomError("bad_value", "has “at_most”; say several: true")
        if self.change and not self.compares:
            raise PydanticCustomError("bad_value", "needs “compares” beside “change”: the card that asked before")
        return self

    @model_validator(mode="after")
    def _keeps_to_itself_what_is_the_pupils(self) -> Self:
        if self.is_private and (self.right_ids or any(option.misconception for option in self.options)):
            raise PydanticCustomError("bad_value", "is only for the pupil, so nothing in it is right or counted")
        return self

    @property
    def is_private(self) -> bool:
        """Whether only the pupil reads the answer."""
        return self.visible_to == "pupil"

    @property
    def right_ids(self) -> frozenset[str]:
        """The ids of the right options; empty where nothing is right or wrong."""
        return frozenset(option.id for option in self.options if option.right)

    def option(self, option_id: str) -> Option | None:
        """The option with this id."""
        return next((option for option in self.options if option.id == option_id), None)
