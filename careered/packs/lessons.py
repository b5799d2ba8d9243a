"""Lessons and the base class of their steps. Each step kind subclasses `StepContent` in lessons/kinds."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, SerializeAsAny

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


StepKinds = Mapping[str, type[StepContent]]
"""The registered step kinds by name."""


class Lesson(PackModel):
    """One lesson, one file. An outline has no steps and cannot be opened by pupils.

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
        """The lesson for a pupil who was absent: only the steps of `catch_up`."""
        return self.model_copy(update={"steps": tuple(step for step in self.steps if step.id in self.catch_up)})

    @property
    def short_version_minutes(self) -> int:
        """The duration of the short version, in minutes."""
        return sum(step.minutes or 0 for step in self.steps if step.id in self.catch_up)
