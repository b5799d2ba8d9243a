"""What an author writes for a note: what one may choose, and whether words of one's own may stand beside it."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from careered.packs.field_types import Id, PackModel
from careered.packs.models import Card, LocalizedText

LONGEST_NAME = 16
"""Characters of a name in the picture, with the number behind it; more do not fit beside another one."""


class Choice(PackModel):
    """One thing that may be put up. short: its name in the class's picture, where `text` is too long for it."""

    id: Id
    text: LocalizedText
    short: LocalizedText | None = None

    @property
    def name(self) -> LocalizedText:
        """Its name in the picture."""
        return self.short or self.text

    @model_validator(mode="after")
    def _name_fits(self) -> Self:
        for name in self.name.root.values():
            if len(name) > LONGEST_NAME:
                code, sentence = "bad_value", "needs a “short” of at most {limit} letters beside “{name}”"
                raise PydanticCustomError(code, sentence, {"limit": LONGEST_NAME, "name": name})
        return self


class Content(Card):
    """The title asks. words: whether there is a field for words of one's own; nobody has to fill it."""

    types: ClassVar[bool] = True

    kind: Literal["post"]
    choices: Annotated[tuple[Choice, ...], Field(min_length=2, max_length=6)]
    words: bool = True

    def choice(self, choice_id: object) -> Choice | None:
        """The choice with this id."""
        return next((choice for choice in self.choices if choice.id == choice_id), None)
