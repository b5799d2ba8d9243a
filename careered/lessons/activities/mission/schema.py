"""What an author writes for a visit: where to go, what to do there, what may have been seen, a page to practise on."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from careered.packs.field_types import Id, PackModel
from careered.packs.models import Card, LocalizedText

NOT_FOUND, PAGE_CLOSED = "none", "closed"
"""The chips of the first question that every visit has; no option of an author may take their ids."""
Place = Literal["menu", "search", "result", "details", "foot"]


class Task(PackModel):
    """One thing to do there. at: its place in the sketch, where its number stands."""

    text: LocalizedText
    at: Place | None = None


class Option(PackModel):
    """Something that may have been seen. reason: what is said to it; the check asks for it in the first question."""

    id: Id
    text: LocalizedText
    reason: LocalizedText | None = None


class Question(PackModel):
    """What is asked afterwards. several: more than one may have been seen.

    The first question also has the chips “not found” and “the page did not open”.
    """

    id: Id
    text: LocalizedText
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=6)]
    several: bool = False

    def option(self, option_id: str) -> Option | None:
        """The option with this id."""
        return next((option for option in self.options if option.id == option_id), None)


class Practice(PackModel):
    """An invented page with the same things to find. name: of the invented site; title and lines: what stands there."""

    name: LocalizedText
    title: LocalizedText
    lines: Annotated[tuple[LocalizedText, ...], Field(min_length=1, max_length=3)]


class Content(Card):
    """A visit. look: what to do there. word: what stands in the search field of the sketch.

    found: the heading over the questions. not_found, page_closed: what is said to these two chips.
    """

    kind: Literal["mission"]
    service: Id
    look: Annotated[tuple[Task, ...], Field(min_length=1, max_length=3)]
    word: LocalizedText | None = None
    found: LocalizedText
    questions: Annotated[tuple[Question, ...], Field(min_length=1, max_length=2)]
    not_found: LocalizedText
    page_closed: LocalizedText
    practice: Practice

    @model_validator(mode="after")
    def _ids_differ(self) -> Self:
        first, *others = [[option.id for option in question.options] for question in self.questions]
        for ids in ([question.id for question in self.questions], [*first, NOT_FOUND, PAGE_CLOSED], *others):
            twice = next((one for one in ids if ids.count(one) > 1), None)
            if twice:
                raise PydanticCustomError("bad_value", "has the id “{id}” twice in its questions", {"id": twice})
        return self
