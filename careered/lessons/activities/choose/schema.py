"""What an author writes for a question: its options, each with its reason."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from careered.lessons.activities.spot.meter import Meter
from careered.packs.field_types import Id, PackModel
from careered.packs.models import Card, LocalizedText


class Option(PackModel):
    """One answer. right: whether it is; left out in every option where nothing is right or wrong.

    reason: what is said to somebody who gives it (the check asks for it, except on a card with `compares`).
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
    """What is said to an answer beside the one before: `up` is nearer to the first option, `down` to the last."""

    up: LocalizedText
    same: LocalizedText
    down: LocalizedText


class Content(Card):
    """A question. several: more than one may be chosen. fixed_order: the options stand as written (steps of a scale).

    compares: the card with the same options that asked before; what is said then is by the change.
    meter: the trust meter of an earlier `spot` card, about which is decided.
    """

    kind: Literal["choose"]
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=8)]
    several: bool = False
    fixed_order: bool = False
    compares: Id | None = None
    change: Change | None = None
    meter: Meter | None = None

    @model_validator(mode="after")
    def _right_ones_fit(self) -> Self:
        marked = [option for option in self.options if option.right is not None]
        right = [option for option in self.options if option.right]
        if marked and not right:
            raise PydanticCustomError("bad_value", "has options that are wrong, but none that is right")
        if len(right) > 1 and not self.several:
            raise PydanticCustomError("bad_value", "has more than one right option; say several: true")
        if (self.compares is None) != (self.change is None):
            raise PydanticCustomError("bad_value", "needs both of “compares” and “change”, or neither")
        return self

    @property
    def right_ids(self) -> frozenset[str]:
        """The ids of the right options; empty where nothing is right or wrong."""
        return frozenset(option.id for option in self.options if option.right)

    def option(self, option_id: str) -> Option | None:
        """The option with this id."""
        return next((option for option in self.options if option.id == option_id), None)
