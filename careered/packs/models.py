"""A pack as frozen pydantic models; the fields are the keys of the YAML files. Plain Python.

The parts are in lessons.py, metadata.py, requirements.py, services.py and dates.py, and are re-exported here.
"""

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from careered.packs.dates import AnnualDate
from careered.packs.education_map import EducationMap
from careered.packs.lessons import Card, Lesson, Part, Picture, StepContent, StepKinds
from careered.packs.localized import Comment, LocalizedText, LocalizedUrl, PartiallyLocalizedText
from careered.packs.metadata import HelpLine, PackMetadata
from careered.packs.pictures import PictureEntry
from careered.packs.requirements import (
    Completion,
    ExemptionReason,
    Framework,
    FrameworkItem,
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
    "Card",
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
    "Part",
    "PartiallyLocalizedText",
    "Picture",
    "Requirement",
    "Service",
    "ServiceDefaults",
    "Source",
    "StepContent",
    "StepKinds",
    "StepsCompletion",
]


class Pack(PackMetadata):
    """A complete, checked pack. Lessons are in the natural order of their file names (`x-2` before `x-10`).

    pictures: SVG by name. picture_entries: their words and origins.
    content_hash: SHA-256 over YAML files and pictures, see files.content_hash.
    """

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
    pictures: Mapping[str, str] = {}
    education_map: EducationMap | None = None
    picture_entries: tuple[PictureEntry, ...] = ()
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
        """The lesson with this id, or None."""
        return self._lessons_by_id.get(lesson_id)

    def requirement(self, key: str) -> Requirement | None:
        """The requirement with this id, or None."""
        return self._requirements_by_id.get(key)

    def service(self, service_id: str) -> Service | None:
        """The service with this id, or None."""
        return self._services_by_id.get(service_id)

    def item(self, code: str) -> FrameworkItem | None:
        """The framework item with this code, or None."""
        return self._items_by_code.get(code)

    def help_lines_for(self, lang: str) -> tuple[HelpLine, ...]:
        """The lines for a reader of `lang`: those that answer in it; where none does, all of them."""
        spoken = {language for line in self.help_lines for language in line.languages}
        wanted = {lang} if lang in spoken else spoken
        return tuple(line for line in self.help_lines if not line.languages or wanted.intersection(line.languages))

    def requirements_for(self, grade: int | None) -> tuple[Requirement, ...]:
        """The requirements due by the end of this grade, earlier grades included; all of them when grade is None."""
        return tuple(requirement for requirement in self.requirements if grade is None or requirement.by_grade <= grade)

    def playable_lessons(self) -> tuple[Lesson, ...]:
        """The lessons that pupils can do: all but the outlines."""
        return tuple(lesson for lesson in self.lessons if lesson.is_playable)
