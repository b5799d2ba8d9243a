"""What the curriculum asks for, and what completes it."""

from collections.abc import Mapping
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
    """One paragraph, objective or duty. `code` is ours and stable; `display` is what people call it."""

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
    """The part of the curriculum that the pack is about. `external`: where its official data live, if anywhere."""

    id: Id
    title: LocalizedText
    external: Mapping[str, PlainValue] = {}
    code_prefixes: Mapping[str, LocalizedText] = {}
    note: Comment | None = None
    items: Annotated[tuple[FrameworkItem, ...], Field(min_length=1)]


class LessonsCompletion(PackModel):
    """Done when all these lessons are done; in each, `min_check` (0-1) of the check's answers right."""

    type: Literal["lessons"]
    all: LessonIds
    min_check: Share | None = None
    teacher_may_confirm: bool = True


class StepsCompletion(PackModel):
    """Done when `count` steps of one kind are done, in any lessons."""

    type: Literal["steps"]
    any_of_type: Id
    count: Annotated[int, Field(ge=1)]
    teacher_may_confirm: bool = True


class OfflineCompletion(PackModel):
    """Done when the teacher has marked the offline activity."""

    type: Literal["offline"]
    offline: Id
    teacher_may_confirm: bool = True


class OfflineAndLessonsCompletion(PackModel):
    """Done when the activity is marked and all the lessons are done."""

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
    """What every pupil of the audience must have met by the end of `by_grade`. `id` never changes."""

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
    """Something away from the screen that a teacher marks. `forbid`: what must never be written down."""

    id: Id
    title: LocalizedText
    grades: tuple[Grade, ...]
    days: Annotated[int, Field(ge=1)] | None = None
    typical_days: Mapping[str, PlainValue] = {}
    source: IdList = ()
    evidence: tuple[NonEmptyText, ...]
    forbid: tuple[NonEmptyText, ...] = ()
    audience: Comment | None = None
    note: Comment | None = None


class ExemptionReason(PackModel):
    """Why somebody may be exempt from a requirement that names this reason among its `exempt`."""

    id: Id
    title: LocalizedText


class RequirementsFile(PackModel):
    """`requirements.yaml`."""

    requirements: Annotated[tuple[Requirement, ...], Field(min_length=1)]
    offline_activities: tuple[OfflineActivity, ...] = ()
    exemption_reasons: tuple[ExemptionReason, ...] = ()


class Source(PackModel):
    """Where a fact comes from; `memory` must be checked before release. An old source may be plain http."""

    id: Id
    title: NonEmptyText
    url: WebUrl | None
    how: Literal["read", "memory"]
    note: Comment | None = None


class SourcesFile(PackModel):
    """`sources.yaml`."""

    sources: tuple[Source, ...]


class FrameworkFile(PackModel):
    """`framework.yaml`."""

    framework: Framework
