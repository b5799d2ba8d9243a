"""Lessons, and the base classes of what they are made of: steps (pack_format 1) or parts with cards (2).

Each step kind subclasses `StepContent` in lessons/kinds, each activity subclasses `Card` in lessons/activities. A card
is a step for everything that counts: events, completion, comparison. It differs in how it is shown and answered.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, Field, SerializeAsAny, field_validator
from pydantic_core import PydanticCustomError

from careered.packs.field_types import Id, IdList, PackModel
from careered.packs.localized import Comment, LocalizedText, PartiallyLocalizedText
from careered.packs.requirements import Grade

Minutes = Annotated[int, Field(ge=1, le=600)]


class StepContent(PackModel):
    """One step of a lesson: the base class of every kind.

    A kind adds its own keys. By convention a key `service` or `services` holds ids of the pack's services; the pack
    check resolves them. easy: the same text in plain language. dates: ids of annual dates to show. valid_to: the last
    day on which the texts are correct.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    id: Id
    kind: str
    title: LocalizedText
    minutes: Minutes | None = None
    easy: LocalizedText | None = None
    dates: tuple[Id, ...] = ()
    valid_to: date | None = None


class Picture(PackModel):
    """A picture of the pack: pictures/<file>.svg, and what it shows in words."""

    file: Id
    alt: LocalizedText


class Card(StepContent):
    """One card of a lesson's part: one thing on one screen. The base class of every activity.

    id: its key, unique in the lesson, never given to anything else. title: its heading, the question or the claim.
    text: at most a few sentences below it. version: of the activity, by which the author wrote the card; older ones are
    upgraded when they are read. VERSION: the current one; an activity with another one overrides `upgrade`. asks:
    whether the activity wants an answer. types: whether something is typed, which is kept while it is.
    teaches, practises: codes of the framework's objectives (coverage.py). A card that only mentions one has neither.
    source: of the facts on it. general: the text once one of them is past its day (facts.py).
    """

    VERSION: ClassVar[int] = 1
    asks: ClassVar[bool] = True
    types: ClassVar[bool] = False

    version: Annotated[int, Field(ge=1)] = 1
    text: LocalizedText | None = None
    picture: Picture | None = None
    teaches: IdList = ()
    practises: IdList = ()
    source: IdList = ()
    general: LocalizedText | None = None

    @classmethod
    def upgrade(cls, raw: dict[str, Any], version: int) -> dict[str, Any]:
        """The card's keys as written for `version`, as the current version has them. Called before validation."""
        return raw

    @field_validator("version")
    @classmethod
    def _known_version(cls, version: int) -> int:
        if version > cls.VERSION:
            raise PydanticCustomError("out_of_range", "is newer than this version of careered knows")
        return version

    @field_validator("teaches", "practises")
    @classmethod
    def _asks_for_it(cls, codes: IdList) -> IdList:
        if codes and not cls.asks:
            raise PydanticCustomError(
                "bad_value", "stands on a card that asks nothing", {"hint": "name it where it is asked"}
            )
        return codes


class Part(PackModel):
    """A part of a lesson: a row of cards."""

    title: LocalizedText | None = None
    cards: tuple[SerializeAsAny[Card], ...] = ()


StepKinds = Mapping[str, type[StepContent]]
"""The registered models: step kinds by name, activities by `card_kind(name)`, for the two share names."""

_CARD = "card:"


def card_kind(name: str) -> str:
    """The name of an activity among the registered models."""
    return _CARD + name


def models_of_steps(kinds: StepKinds) -> dict[str, type[StepContent]]:
    """The models of steps by what an author writes as `kind`."""
    return {name: model for name, model in kinds.items() if not name.startswith(_CARD)}


def models_of_cards(kinds: StepKinds) -> dict[str, type[StepContent]]:
    """The models of cards by what an author writes as `kind`."""
    return {name.removeprefix(_CARD): model for name, model in kinds.items() if name.startswith(_CARD)}


class Lesson(PackModel):
    """One lesson, one file. An outline has no steps and cannot be opened by pupils.

    parts: the cards, in pack_format 2; cover: its picture. steps: the steps of pack_format 1, or the cards of all parts
    in their order.
    requires: ids of prerequisite lessons. keep: what the pupil takes along. teacher: instructions for the teacher.
    catch_up: ids of the steps of the short version for absent pupils; empty where there is none.
    """

    id: Id
    title: LocalizedText
    summary: LocalizedText | None = None
    grade: Grade
    minutes: Minutes
    requirements: IdList
    requires: tuple[Id, ...] = ()
    status: Literal["full", "outline"]
    outline: PartiallyLocalizedText | None = None
    steps: tuple[SerializeAsAny[StepContent], ...] = ()
    parts: Annotated[tuple[Part, ...], Field(max_length=4)] = ()
    cover: Picture | None = None
    catch_up: tuple[Id, ...] = ()
    keep: LocalizedText | None = None
    teacher: LocalizedText | None = None
    sources: IdList = ()
    note: Comment | None = None

    @property
    def is_playable(self) -> bool:
        """Whether pupils can do it."""
        return self.status == "full"

    def step(self, step_id: str) -> StepContent | None:
        """The step with this id."""
        return next((step for step in self.steps if step.id == step_id), None)

    def short_version(self) -> "Lesson":
        """The lesson for a pupil who was absent: only the steps or cards of `catch_up`."""
        kept = [[card for card in part.cards if card.id in self.catch_up] for part in self.parts]
        parts = tuple(Part(title=part.title, cards=tuple(cards)) for part, cards in zip(self.parts, kept, strict=True))
        steps = tuple(step for step in self.steps if step.id in self.catch_up)
        return self.model_copy(update={"steps": steps, "parts": tuple(part for part in parts if part.cards)})

    @property
    def short_version_minutes(self) -> int:
        """The duration of the short version, in minutes; for cards, which have none of their own, by their number."""
        if self.parts:
            return max(1, round(self.minutes * len(self.catch_up) / len(self.steps)))
        return sum(step.minutes or 0 for step in self.steps if step.id in self.catch_up)
