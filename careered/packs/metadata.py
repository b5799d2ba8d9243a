"""`pack.yaml`: what the pack is, for whom, in which languages, and how grades and hours are counted."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

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
from careered.packs.localized import Comment, LocalizedText
from careered.packs.requirements import Grade


class Ages(PackModel):
    """Ages in years, both ends included."""

    youngest: Annotated[int, Field(alias="from", ge=0, le=120)]
    oldest: Annotated[int, Field(alias="to", ge=0, le=120)]


class SuggestedGrades(PackModel):
    """The grades that reports suggest, as keys of the scale. each: also suggest one for every requirement.

    Staff decide: nothing worse than "parts missing" is ever suggested.
    """

    done: NonEmptyText
    missing: NonEmptyText
    exempt: NonEmptyText | None = None
    each: bool = False


class GradeScale(PackModel):
    """The verbal grade scale. For reports only: the platform's gradebook receives points."""

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
    """The hours that the regulation prescribes. minimum_total: hours over all grades."""

    minimum_total: Annotated[int, Field(ge=0)] | None = None
    basis: Comment | None = None
    source: IdList = ()


class HelpLine(PackModel):
    """A telephone number for urgent help.

    when: in which need one calls it. emergency: for danger; it stands above all other ways to ask somebody.
    languages: in which somebody answers; empty: in whichever one calls. hours: in words, right until `valid_to`.
    read_on: the day on which number and hours were read at the source.
    """

    id: Id
    number: Phone
    name: LocalizedText
    when: LocalizedText
    emergency: bool = False
    languages: tuple[Language, ...] = ()
    hours: LocalizedText | None = None
    read_on: date | None = None
    valid_to: date | None = None
    source: IdList

    def hours_on(self, day: date, lang: str, fallback: str = "") -> str:
        """The hours in words; "" when they are unknown or may have changed by this day."""
        known = self.hours is not None and (self.valid_to is None or day <= self.valid_to)
        return self.hours.in_language(lang, fallback) if self.hours and known else ""


class PackMetadata(PackModel):
    """The keys of `pack.yaml`.

    pack_format: 2 where a lesson may have parts with cards, and pictures; 1 where all lessons have steps.
    valid_from, valid_to: first and last day, both included. school_year_ends: last day of a school year, MM-DD.
    plan_title: the country's name for the guidance plan that reports can generate.
    """

    pack_format: Literal[1, 2]
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
            raise PydanticCustomError("wrong_type", "is before valid_from", {"hint": "give a later day or null"})
        return end
