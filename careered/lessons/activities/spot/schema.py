"""What an author writes for finding the telling words: who posts what, in pieces, and what some of the pieces show."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from careered.lessons.activities.spot.lenses import LENSES, Lens
from careered.packs.field_types import Id, PackModel
from careered.packs.models import Card, LocalizedText

LURE = "lure"
MIN_LURES = 2
"""With fewer, whoever marks everything could not be told from whoever has looked (`grading.marks_everything`)."""
SIGNS_OF_INVENTION = ("esim", "eks", "exemp", "example")
"""One of these is in an account's name, so that nobody takes it for a real one."""


class Piece(PackModel):
    """Some words. shows: which question they answer, or `lure`: they only lure; `reason` is said to whoever marks them.

    id: of words that can be marked, which are those with `shows`. It stands in the page, so it must not tell.
    """

    text: LocalizedText
    id: Id | None = None
    shows: Lens | Literal["lure"] | None = None
    reason: LocalizedText | None = None

    @model_validator(mode="after")
    def _is_plain_or_complete(self) -> Self:
        if (self.id is None) != (self.shows is None):
            raise PydanticCustomError("bad_value", "needs both of “id” and “shows”, or neither")
        if (self.shows == LURE) != (self.reason is not None):
            raise PydanticCustomError("bad_value", "needs a “reason” if it is a lure, and only then")
        if self.id in (*LENSES, LURE):
            raise PydanticCustomError("bad_value", "has an id that tells what it shows; it stands in the page")
        return self


class Content(Card):
    """An invented text to look through. account: who posts it; dateline: the line below; words: what it says.

    done: what is said when all four questions are answered, in the end to everybody.
    """

    kind: Literal["spot"]
    medium: Literal["post", "advert", "answer", "page"]
    account: Piece
    dateline: Annotated[tuple[Piece, ...], Field(max_length=3)] = ()
    words: Annotated[tuple[Piece, ...], Field(min_length=2, max_length=16)]
    done: LocalizedText

    @model_validator(mode="after")
    def _can_be_found(self) -> Self:
        ids = [piece.id for piece in self.pieces if piece.id]
        if len(ids) != len(set(ids)):
            raise PydanticCustomError("bad_value", "has an id twice")
        missing = [lens for lens in LENSES if lens not in self.clues.values()]
        if missing:
            raise PydanticCustomError("bad_value", "has no words for “{missing}”", {"missing": missing[0]})
        if len(self.lures) < MIN_LURES:
            raise PydanticCustomError("bad_value", "needs at least two lures")
        return self

    @model_validator(mode="after")
    def _is_known_as_invented(self) -> Self:
        names = " ".join(self.account.text.root.values()).lower()
        if not any(sign in names for sign in SIGNS_OF_INVENTION):
            raise PydanticCustomError("bad_value", "needs an account named as invented: “…_example”")
        return self

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """All pieces in the order of the page."""
        return (self.account, *self.dateline, *self.words)

    @property
    def clues(self) -> Mapping[str, Lens]:
        """The question that each telling piece answers, by its id."""
        return {piece.id: piece.shows for piece in self.pieces if piece.id and piece.shows and piece.shows != "lure"}

    @property
    def lures(self) -> Mapping[str, LocalizedText]:
        """The reason of each lure, by its id."""
        return {piece.id: piece.reason for piece in self.pieces if piece.id and piece.reason}
