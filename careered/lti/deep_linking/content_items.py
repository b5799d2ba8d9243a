"""Content items of a selection (DL 2.0, 3.2): one `ltiResourceLink` per lesson, with our own ids in `custom`.

The ids in `custom` survive course copy: platforms give copies new ids and keep the custom parameters.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from careered.lti.custom_parameters import (
    CUSTOM_ACTIVITY,
    CUSTOM_COLUMN_OF,
    CUSTOM_COUNTRY,
    CUSTOM_GRADE,
    CUSTOM_LESSON,
    CUSTOM_LINE_ITEM,
)
from careered.lti.deep_linking.settings import RESOURCE_LINK_TYPE
from careered.lti.registration.client_metadata import logo_url
from careered.packs.localized import LocalizedText
from careered.packs.models import Lesson, Pack

LineItemMode = Literal["one", "each", "none"]
LINE_ITEM_TAG, PROGRAMME_LINE_ITEM, LESSON_LINE_ITEM = "careered", "programme", "lesson"
# Lets a teacher open the work from the gradebook (submission review 1.0).
_SUBMISSION_REVIEW = {"reviewableStatus": ["InProgress", "Submitted", "Completed"]}


@dataclass(frozen=True)
class PickerSelection:
    """The teacher's selection. with_overview: the item that shows pupils all lessons and teachers the class.

    line_item_mode: "one" line item done / n, one for "each" lesson with 0 / 1, or "none". grade: of the class, or None.
    """

    lessons: Sequence[Lesson]
    with_overview: bool
    line_item_mode: LineItemMode
    grade: int | None


@dataclass(frozen=True)
class ContentItemBuilder:
    """Builds the content items. origin: our own. overview_title and overview_text: in the pack's default language.

    Where one item carries the one column, the others name it, so that scores go there before it has been opened.
    """

    pack: Pack
    origin: str
    new_id: Callable[[], str]
    overview_title: str
    overview_text: str

    def build(self, selection: PickerSelection) -> list[dict[str, object]]:
        """The items in the order of the pack, the overview first."""
        carrier_id = self.new_id() if selection.line_item_mode == "one" else ""
        overview = [self._overview_item(selection, carrier_id)] if selection.with_overview else []
        first_has_line_item = selection.line_item_mode == "one" and not selection.with_overview
        lessons = [
            self._lesson_item(lesson, selection, carrier_id, first_has_line_item and not index)
            for index, lesson in enumerate(selection.lessons)
        ]
        return [*overview, *lessons]

    def _overview_item(self, selection: PickerSelection, carrier_id: str) -> dict[str, object]:
        has_line_item = selection.line_item_mode == "one"
        custom = self._custom_parameters(selection, PROGRAMME_LINE_ITEM if has_line_item else "", carrier_id)
        item = self._link_item(self.overview_title, self.overview_text, "/lessons", custom)
        return (
            item | self._line_item(self.overview_title, self._requirement_count(selection), custom)
            if has_line_item
            else item
        )

    def _lesson_item(
        self, lesson: Lesson, selection: PickerSelection, carrier_id: str, is_programme_line_item: bool
    ) -> dict[str, object]:
        """One lesson. is_programme_line_item: it carries the one line item, as there is no overview."""
        kind = (
            PROGRAMME_LINE_ITEM
            if is_programme_line_item
            else LESSON_LINE_ITEM
            if selection.line_item_mode == "each"
            else ""
        )
        custom = {CUSTOM_LESSON: lesson.id, **self._custom_parameters(selection, kind, carrier_id)}
        title = self._plain_text(lesson.title)
        text = self._plain_text(lesson.summary) if lesson.summary else ""
        item = self._link_item(title, text, f"/lessons/{lesson.id}", custom)
        if is_programme_line_item:
            return item | self._line_item(self._plain_text(self.pack.title), self._requirement_count(selection), custom)
        return item | self._line_item(title, 1, custom) if kind else item

    def _link_item(self, title: str, text: str, path: str, custom: dict[str, str]) -> dict[str, object]:
        link = {"type": RESOURCE_LINK_TYPE, "title": title, "text": text, "url": self.origin + path, "custom": custom}
        return {**link, "icon": {"url": logo_url(self.origin)}}

    def _custom_parameters(self, selection: PickerSelection, line_item_kind: str, carrier_id: str) -> dict[str, str]:
        grade = {CUSTOM_GRADE: str(selection.grade)} if selection.grade else {}
        kind = {CUSTOM_LINE_ITEM: line_item_kind} if line_item_kind else {}
        is_carrier = line_item_kind == PROGRAMME_LINE_ITEM
        column_of = {CUSTOM_COLUMN_OF: carrier_id} if carrier_id and not is_carrier else {}
        activity_id = carrier_id if is_carrier else self.new_id()
        country = self.pack.country.lower()
        return {CUSTOM_ACTIVITY: activity_id, CUSTOM_COUNTRY: country, **grade, **kind, **column_of}

    def _line_item(self, label: str, score_maximum: int, custom: dict[str, str]) -> dict[str, object]:
        line_item = {
            "label": label,
            "scoreMaximum": score_maximum,
            "resourceId": f"{LINE_ITEM_TAG}-{custom[CUSTOM_ACTIVITY]}",
            "tag": LINE_ITEM_TAG,
        }
        return {"lineItem": {**line_item, "submissionReview": _SUBMISSION_REVIEW}}

    def _requirement_count(self, selection: PickerSelection) -> int:
        return len(self.pack.requirements_for(selection.grade)) or len(self.pack.requirements)

    def _plain_text(self, text: LocalizedText) -> str:
        lang = self.pack.default_language
        return text.in_language(lang, lang).replace("\u00ad", "")
