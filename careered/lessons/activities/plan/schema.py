"""What an author writes for a plan: what is asked, whole phrases to tap, and the sentence that they make."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from careered.lessons.activities.phrases import PLACE, Group
from careered.packs.models import Card, LocalizedText


class Content(Card):
    """groups: what, when, with whom. sentence: with `{id}` of each; without it the phrases stand one after the other.

    done: what is said to everybody whose phrase has no reason of its own.
    """

    types: ClassVar[bool] = True

    kind: Literal["plan"]
    groups: Annotated[tuple[Group, ...], Field(min_length=1, max_length=3)]
    sentence: LocalizedText | None = None
    done: LocalizedText | None = None
    visible_to: Literal["pupil", "staff"] = "staff"

    @model_validator(mode="after")
    def _sentence_has_every_ask(self) -> Self:
        ids = sorted(group.id for group in self.groups)
        for text in self.sentence.root.values() if self.sentence else ():
            if sorted(PLACE.findall(text)) != ids:
                raise PydanticCustomError(
                    "bad_value", "has a “sentence” that does not name each of the groups once, as {id}"
                )
        return self
