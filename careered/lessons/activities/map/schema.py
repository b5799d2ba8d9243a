"""What an author writes for a map: the question. The map itself is the pack's (`routes.yaml`)."""

from typing import Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from careered.packs.models import Card, LocalizedText


class Content(Card):
    """gap: what is said where a marked stop is not reached by the way that is marked; done: what is said otherwise."""

    kind: Literal["map"]
    gap: LocalizedText | None = None
    done: LocalizedText | None = None

    @model_validator(mode="after")
    def _draws_its_own_picture(self) -> Self:
        if self.picture is not None:
            raise PydanticCustomError("bad_value", "draws its own picture; leave “picture” out")
        return self
