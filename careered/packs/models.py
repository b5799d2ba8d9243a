"""A pack as frozen models. Plain Python: this page is the format, told to the type checker.

The step kinds are not known here: each kind subclasses `StepContent`, and the loader is given the registry.
"""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, SerializeAsAny, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from careered.packs.dates import AnnualDate
from careered.packs.field_types import (
    Country,
    Id,
    IdList,
    Language,
    MonthDay,
    NonEmptyText,
    PackModel,
    Phone,
    Timezone,
    Version,
)
from careered.packs.localized import Comment, LocalizedText, LocalizedUrl, PartiallyLocalizedText
from careered.packs.requirements import (
    Completion,
    ExemptionReason,
    Framework,
    FrameworkItem,
    Grade,
    LessonsCompletion,
    OfflineActivity,
    OfflineAndLessonsCompletion,
    OfflineCompletion,
    Requirement,
    Source,
    StepsCompletion,
)
from careered.packs.services import Channel, OpenHours, Service, ServiceDefaults

__all__ = [
    "Channel",
    "Comment",
    "Completion",
    "ExemptionReason",
    "Framework",
    "FrameworkItem",
    "HelpLine",
    "Lesson",
    "LessonsCompletion",
    "LocalizedText",
    "LocalizedUrl",
    "OfflineActivity",
    "OfflineAndLessonsCompletion",
    "OfflineCompletion",
    "OpenHours",
    "Pack",
    "PackMetadata",
    "PartiallyLocalizedText",
    "Requirement",
    "Service",
    "ServiceDefaults",
    "Source",
    "StepContent",
    "StepsCompletion",
]

Minutes = Annotated[int, Field(ge=1, le=600)]


class StepContent(PackModel):
    """One step of a lesson: the base of every kind.

    A kind adds its own keys. By convention a key `service` or `services` holds ids of the pack's services: the
    pack check looks them up. easy: the same in easy language. dates: the year's dates to show. valid_to: the last
    day on which the words are right.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    id: Id
    kind: str
    title: LocalizedText
    minutes: Minutes | None = None
    easy: LocalizedText | None = None
    dates: tuple[Id, ...] = ()
    valid_to: date | None = None


class Lesson(PackModel):
    """One lesson, one file. An outline has no steps and cannot be played.

    requires: lessons to be done first. keep: what the pupil keeps. teacher: what the teacher does meanwhile.
    catch_up: the steps that are enough for somebody who was absent; empty where there is no shorter way.
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
        """Whether a pupil can go through it."""
        return self.status == "full"

    def step(self, step_id: str) -> StepContent | None:
        """The step with this id."""
        return next((step for step in self.steps if step.id == step_id), None)

    def short_version(self) -> "Lesson":
        """The lesson for somebody who was absent: only the steps of `catch_up`."""
        return self.model_copy(update={"steps": tuple(step for step in self.steps if step.id in self.catch_up)})

    @property
    def short_version_minutes(self) -> int:
        """How long the shorter way takes, in minutes."""
        return sum(step.minutes or 0 for step in self.steps if step.id in self.catch_up)


class Ages(PackModel):
    """Ages in years, both ends included."""

    youngest: Annotated[int, Field(alias="from", ge=0, le=120)]
    oldest: Annotated[int, Field(alias="to", ge=0, le=120)]


class SuggestedGrades(PackModel):
    """What reports propose by what is done, as keys of the scale. each: for every requirement, too.

    Staff decide: nothing worse than "parts missing" is ever proposed.
    """

    done: NonEmptyText
    missing: NonEmptyText
    exempt: NonEmptyText | None = None
    each: bool = False


class GradeScale(PackModel):
    """The words for marks where there is no number. Information only: the gradebook gets points."""

    scale: Mapping[str, LocalizedText] = {}
    proposes: SuggestedGrades | None = None
    source: IdList = ()
    note: Comment | None = None

    @field_validator("proposes")
    @classmethod
    def _suggestions_in_scale(cls, suggestion: SuggestedGrades | None, info: ValidationInfo) -> SuggestedGrades | None:
        keys = [suggestion.done, suggestion.missing, suggestion.exempt or suggestion.done] if suggestion else []
        for key in set(keys).difference(info.data.get("scale", {})):
            raise PydanticCustomError("bad_value", "“{key}” is not in the scale", {"key": key})
        return suggestion


class LessonHours(PackModel):
    """How many hours the regulation gives, and on which basis."""

    minimum_total: Annotated[int, Field(ge=0)] | None = None
    basis: Comment | None = None
    source: IdList = ()


class HelpLine(PackModel):
    """Whom to call when it cannot wait.

    languages: in which somebody answers; empty: in whichever one calls. hours: in words, right until `valid_to`.
    read_on: the day on which number and hours were read at the source.
    """

    id: Id
    number: Phone
    name: LocalizedText
    when: LocalizedText
    languages: tuple[Language, ...] = ()
    hours: LocalizedText | None = None
    read_on: date | None = None
    valid_to: date | None = None
    source: IdList

    def hours_on(self, day: date, lang: str, fallback: str = "") -> str:
        """The hours in words; empty when nobody knows them, or when they may have changed by this day."""
        known = self.hours is not None and (self.valid_to is None or day <= self.valid_to)
        return self.hours.in_language(lang, fallback) if self.hours and known else ""


class PackMetadata(PackModel):
    """`pack.yaml`: what the pack is, for whom, in which languages, from when to when.

    plan_title: what the country calls the plan of guidance that reports can make.
    """

    pack_format: Literal[1]
    id: Id
    country: Country
    version: Version
    status: Literal["draft", "released", "retired"]
    title: LocalizedText
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    default_language: Language
    valid_from: date
    valid_to: date | None = None
    timezone: Timezone
    school_year_ends: MonthDay
    grades: Annotated[tuple[Grade, ...], Field(min_length=1)]
    default_grade: Grade | None = None
    ages: Ages
    excludes: tuple[NonEmptyText, ...] = ()
    teacher_roles: LocalizedText
    marks: GradeScale = GradeScale()
    hours: LessonHours = LessonHours()
    covers: LocalizedText
    help_lines: tuple[HelpLine, ...] = ()
    plan_title: LocalizedText | None = None
    note: Comment | None = None

    @field_validator("valid_to")
    @classmethod
    def _end_not_before_start(cls, end: date | None, info: ValidationInfo) -> date | None:
        start = info.data.get("valid_from")
        if end is not None and start is not None and end < start:
            raise PydanticCustomError("wrong_type", "is before valid_from", {"mend": "give a later day or null"})
        return end


class Pack(PackMetadata):
    """A whole pack, checked. Lessons stand in the natural order of their ids (`x-2` before `x-10`)."""

    sources: tuple[Source, ...]
    framework: Framework
    service_defaults: ServiceDefaults
    services: tuple[Service, ...]
    requirements: tuple[Requirement, ...]
    offline_activities: tuple[OfflineActivity, ...]
    exemption_reasons: tuple[ExemptionReason, ...] = ()
    lessons: tuple[Lesson, ...]
    dates: tuple[AnnualDate, ...] = ()
    public_holidays: tuple[date, ...] = ()
    content_hash: str

    @cached_property
    def _lessons_by_id(self) -> dict[str, Lesson]:
        return {lesson.id: lesson for lesson in self.lessons}

    @cached_property
    def _requirements_by_id(self) -> dict[str, Requirement]:
        return {requirement.id: requirement for requirement in self.requirements}

    @cached_property
    def _services_by_id(self) -> dict[str, Service]:
        return {service.id: service for service in self.services}

    @cached_property
    def _items_by_code(self) -> dict[str, FrameworkItem]:
        return {item.code: item for item in self.framework.items}

    def lesson(self, lesson_id: str) -> Lesson | None:
        """The lesson with this id."""
        return self._lessons_by_id.get(lesson_id)

    def requirement(self, key: str) -> Requirement | None:
        """The requirement with this key."""
        return self._requirements_by_id.get(key)

    def service(self, service_id: str) -> Service | None:
        """The service with this id."""
        return self._services_by_id.get(service_id)

    def item(self, code: str) -> FrameworkItem | None:
        """The framework item with this code."""
        return self._items_by_code.get(code)

    def help_lines_for(self, lang: str) -> tuple[HelpLine, ...]:
        """The lines for a reader of `lang`: those that answer in it; where none does, all of them."""
        spoken = {language for line in self.help_lines for language in line.languages}
        wanted = {lang} if lang in spoken else spoken
        return tuple(line for line in self.help_lines if not line.languages or wanted.intersection(line.languages))

    def requirements_for(self, grade: int | None) -> tuple[Requirement, ...]:
        """What is due by the end of this grade, earlier grades included; for no grade, everything."""
        return tuple(requirement for requirement in self.requirements if grade is None or requirement.by_grade <= grade)

    def playable_lessons(self) -> tuple[Lesson, ...]:
        """The lessons a pupil can go through."""
        return tuple(lesson for lesson in self.lessons if lesson.is_playable)
