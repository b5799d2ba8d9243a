"""The picker's list of lessons, and what the teacher selected in its form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from careered.lti.deep_linking.content_items import PickerSelection
from careered.lti.deep_linking.labels import LINE_ITEM_MODES
from careered.lti.deep_linking.settings import DeepLinkingSettings
from careered.packs.models import Lesson, Pack
from careered.web.errors import RequestError
from careered.web.forms import Form, first_value


@dataclass(frozen=True)
class PickerLesson:
    """One lesson to tick. requirement_codes: the curriculum items that it covers, joined for display."""

    id: str
    title: str
    summary: str
    minutes: int
    grade: int
    requirement_codes: str
    is_ticked: bool


def picker_lessons(pack: Pack, grade: int | None, lang: str) -> list[PickerLesson]:
    """The pack's playable lessons in order; those of the class's grade are ticked, all of them without a grade."""
    return [_picker_lesson(pack, lesson, grade in (None, lesson.grade), lang) for lesson in pack.playable_lessons()]


def _picker_lesson(pack: Pack, lesson: Lesson, is_ticked: bool, lang: str) -> PickerLesson:
    default_lang = pack.default_language
    return PickerLesson(
        lesson.id,
        lesson.title.in_language(lang, default_lang),
        lesson.summary.in_language(lang, default_lang) if lesson.summary else "",
        lesson.minutes,
        lesson.grade,
        " · ".join(dict.fromkeys(_curriculum_codes(pack, lesson, lang))),
        is_ticked,
    )


def _curriculum_codes(pack: Pack, lesson: Lesson, lang: str) -> list[str]:
    requirements = [requirement for key in lesson.requirements if (requirement := pack.requirement(key))]
    items = [item for requirement in requirements for code in requirement.items if (item := pack.item(code))]
    return [item.display.in_language(lang, pack.default_language) if item.display else item.code for item in items]


def read_selection(form: Form, pack: Pack, settings: DeepLinkingSettings, grade: int | None) -> PickerSelection:
    """The posted selection; `grade` is the class's, used if the form names none.

    Raises RequestError lesson_not_available if a lesson is not playable in this pack.
    """
    lessons_by_id: Mapping[str, Lesson] = {lesson.id: lesson for lesson in pack.playable_lessons()}
    ticked_ids = [lesson_id for lesson_id in form.get("lesson", []) if lesson_id]
    if not set(ticked_ids) <= set(lessons_by_id):
        raise RequestError("lesson_not_available")
    lessons: Sequence[Lesson] = [lesson for lesson in lessons_by_id.values() if lesson.id in ticked_ids]
    with_overview = bool(first_value(form, "overview"))
    if not settings.accepts_multiple:
        with_overview, lessons = not lessons, lessons[:1]
    chosen_mode = first_value(form, "columns") if settings.accepts_line_items else "none"
    line_item_mode = next((mode for mode, *_rest in LINE_ITEM_MODES if mode == chosen_mode), LINE_ITEM_MODES[0][0])
    return PickerSelection(lessons, with_overview, line_item_mode, _read_grade(form, pack, grade))


def _read_grade(form: Form, pack: Pack, default: int | None) -> int | None:
    value = first_value(form, "grade")
    return int(value) if value in {str(grade) for grade in pack.grades} else default
