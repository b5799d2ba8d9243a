"""What the curriculum asks for, and what completes it."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from careered.packs.shapes import Id, Ids, Part, WebAddress, Words
from careered.packs.text import Remark, Text

Grade = Annotated[int, Field(ge=0, le=20)]
Share = Annotated[float, Field(ge=0, le=1)]
LessonIds = Annotated[tuple[Id, ...], Field(min_length=1)]
Basis = Literal["regulation_names_service", "regulation_general", "recommended"]
Scalar = str | int | None


class FrameworkItem(Part):
    """One paragraph, objective or duty. `code` is ours and stable; `display` is what people call it."""

    code: Id
    display: Text | None = None
    parent: Id | None = None
    type: Id
    title: Text
    text: Text | None = None
    wording: Literal["own", "official_read"]
    source: Ids
    external_id: int | Words | None = None
    grade_end: Grade | None = None
    note: Remark | None = None


class Framework(Part):
    """The part of the curriculum that the pack is about. `external`: where its official data live, if anywhere."""

    id: Id
    title: Text
    external: Mapping[str, Scalar] = {}
    code_prefixes: Mapping[str, Text] = {}
    note: Remark | None = None
    items: Annotated[tuple[FrameworkItem, ...], Field(min_length=1)]


class LessonsCompletion(Part):
    """Done when all these lessons are done; in each, `min_check` (0-1) of the check's answers right."""

    type: Literal["lessons"]
    all: LessonIds
    min_check: Share | None = None
    teacher_may_confirm: bool = True


class StepsCompletion(Part):
    """Done when `count` steps of one kind are done, in any lessons."""

    type: Literal["steps"]
    any_of_type: Id
    count: Annotated[int, Field(ge=1)]
    teacher_may_confirm: bool = True


class OfflineCompletion(Part):
    """Done when the teacher has marked the offline activity."""

    type: Literal["offline"]
    offline: Id
    teacher_may_confirm: bool = True


class OfflineAndLessonsCompletion(Part):
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


class Requirement(Part):
    """What every pupil of the audience must have met by the end of `by_grade`. `id` never changes."""

    id: Id
    title: Text
    short: Text | None = None
    services: Ids = ()
    audience: Words
    by_grade: Grade
    due: Remark | None = None
    basis: Basis
    source: Ids
    items: Annotated[Ids, Field(min_length=1)]
    completion: Completion
    exempt: tuple[Id, ...] = ()
    note: Remark | None = None


class OfflineActivity(Part):
    """Something away from the screen that a teacher marks. `forbid`: what must never be written down."""

    id: Id
    title: Text
    grades: tuple[Grade, ...]
    days: Annotated[int, Field(ge=1)] | None = None
    typical_days: Mapping[str, Scalar] = {}
    source: Ids = ()
    evidence: tuple[Words, ...]
    forbid: tuple[Words, ...] = ()
    audience: Remark | None = None
    note: Remark | None = None


class ExemptionReason(Part):
    """Why somebody may be exempt from a requirement that names this reason among its `exempt`."""

    id: Id
    title: Text


class RequirementsFile(Part):
    """`requirements.yaml`."""

    requirements: Annotated[tuple[Requirement, ...], Field(min_length=1)]
    offline_activities: tuple[OfflineActivity, ...] = ()
    exemption_reasons: tuple[ExemptionReason, ...] = ()


class Source(Part):
    """Where a fact comes from; `memory` must be checked before release. An old source may be plain http."""

    id: Id
    title: Words
    url: WebAddress | None
    how: Literal["read", "memory"]
    note: Remark | None = None


class SourcesFile(Part):
    """`sources.yaml`."""

    sources: tuple[Source, ...]


class FrameworkFile(Part):
    """`framework.yaml`."""

    framework: Framework
