"""`requirements.yaml`, `framework.yaml` and `sources.yaml`: what the curriculum requires, and what completes it."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from careered.packs.field_types import Id, IdList, NonEmptyText, PackModel, WebUrl
from careered.packs.localized import Comment, LocalizedText

Grade = Annotated[int, Field(ge=0, le=20)]
Share = Annotated[float, Field(ge=0, le=1)]
LessonIds = Annotated[tuple[Id, ...], Field(min_length=1)]
Basis = Literal["regulation_names_service", "regulation_general", "recommended"]
PlainValue = str | int | None


class FrameworkItem(PackModel):
    """One paragraph, objective or duty. code: the pack's own, never changes. display: the official label."""

    code: Id
    display: LocalizedText | None = None
    parent: Id | None = None
    type: Id
    title: LocalizedText
    text: LocalizedText | None = None
    wording: Literal["own", "official_read"]
    source: IdList
    external_id: int | NonEmptyText | None = None
    grade_end: Grade | None = None
    note: Comment | None = None


class Framework(PackModel):
    """The part of the curriculum that the pack covers. external: reference to its official data, if published."""

    id: Id
    title: LocalizedText
    external: Mapping[str, PlainValue] = {}
    code_prefixes: Mapping[str, LocalizedText] = {}
    note: Comment | None = None
    items: Annotated[tuple[FrameworkItem, ...], Field(min_length=1)]


class LessonsCompletion(PackModel):
    """Complete when all lessons are done. min_check: required share (0 to 1) of correct answers in each check."""

    type: Literal["lessons"]
    all: LessonIds
    min_check: Share | None = None
    teacher_may_confirm: bool = True


class StepsCompletion(PackModel):
    """Complete when `count` steps or cards of one of the kinds are done, in any lessons."""

    type: Literal["steps"]
    any_of_type: Annotated[IdList, Field(min_length=1)]
    count: Annotated[int, Field(ge=1)]
    teacher_may_confirm: bool = True


class OfflineCompletion(PackModel):
    """Complete when a teacher has attested the offline activity."""

    type: Literal["offline"]
    offline: Id
    teacher_may_confirm: bool = True


class OfflineAndLessonsCompletion(PackModel):
    """Complete when the offline activity is attested and all lessons are done."""

    type: Literal["offline_and_lessons"]
    offline: Id
    all: LessonIds
    min_check: Share | None = None
    teacher_may_confirm: bool = True


Completion = Annotated[
    LessonsCompletion | StepsCompletion | OfflineCompletion | OfflineAndLessonsCompletion,
    Field(discriminator="type"),
]


class Requirement(PackModel):
    """What every pupil of the audience must have done by the end of `by_grade`. id: never changes."""

    id: Id
    title: LocalizedText
    short: LocalizedText | None = None
    services: IdList = ()
    audience: NonEmptyText
    by_grade: Grade
    due: Comment | None = None
    basis: Basis
    source: IdList
    items: Annotated[IdList, Field(min_length=1)]
    completion: Completion
    exempt: tuple[Id, ...] = ()
    note: Comment | None = None


class OfflineActivity(PackModel):
    """An activity away from the screen that a teacher attests. forbid: what must never be recorded.

    short: the head of a narrow column. audience: who does it, where that is not every pupil; families are then not told
    that it comes.
    """

    id: Id
    title: LocalizedText
    short: LocalizedText | None = None
    grades: tuple[Grade, ...]
    days: Annotated[int, Field(ge=1)] | None = None
    typical_days: Mapping[str, PlainValue] = {}
    source: IdList = ()
    evidence: tuple[NonEmptyText, ...]
    forbid: tuple[NonEmptyText, ...] = ()
    audience: Comment | None = None
    note: Comment | None = None


class ExemptionReason(PackModel):
    """A reason for an exemption from the requirements that list it in `exempt`."""

    id: Id
    title: LocalizedText


class RequirementsFile(PackModel):
    """The keys of `requirements.yaml`."""

    requirements: Annotated[tuple[Requirement, ...], Field(min_length=1)]
    offline_activities: tuple[OfflineActivity, ...] = ()
    exemption_reasons: tuple[ExemptionReason, ...] = ()


class Source(PackModel):
    """A source of facts. how: `memory` must be verified before a release. url: old sources may be plain http.

    read_on: the day on which somebody read it. check_by: the last day before which it must be read again; from the day
    after, cards that name it show their general form.
    """

    id: Id
    title: NonEmptyText
    url: WebUrl | None
    how: Literal["read", "memory"]
    read_on: date | None = None
    check_by: date | None = None
    note: Comment | None = None


class SourcesFile(PackModel):
    """The keys of `sources.yaml`."""

    sources: tuple[Source, ...]


class FrameworkFile(PackModel):
    """The keys of `framework.yaml`."""

    framework: Framework
