"""What belongs to the pupil's school work: the curriculum's requirements, as the gradebook counts them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from careered.lessons import labels
from careered.lessons.attempt import PupilContext, current_pupil
from careered.packs.models import (
    LessonsCompletion,
    OfflineAndLessonsCompletion,
    OfflineCompletion,
    Requirement,
)
from careered.progress.completion import REACHED_STATES, RequirementState
from careered.progress.outbox.deliveries import score_for
from careered.progress.outbox.line_items import REQUIREMENTS_METRIC
from careered.progress.queries import StoredStatus, load_statuses
from careered.web.i18n import translations
from careered.web.request import PageRequest


@dataclass(frozen=True)
class RequirementRow:
    """One requirement: its state, and a sentence on how it is or will be met."""

    requirement: Requirement
    state: RequirementState
    state_label: str
    explanation: str


def show_requirements(req: PageRequest) -> Response:
    """GET /requirements: the requirements of the class's grade."""
    pupil = current_pupil(req)
    done, total = score_for(req.db, pupil.scope, REQUIREMENTS_METRIC)
    return req.render(
        "lessons/requirements.html",
        pack=pupil.pack,
        grade=pupil.grade,
        rows=requirement_rows(pupil, load_statuses(req.db, pupil.scope.key), req.lang),
        done=done,
        total=total,
        back_url="/lessons",
    )


def requirement_rows(pupil: PupilContext, statuses: Mapping[str, StoredStatus], lang: str) -> list[RequirementRow]:
    """Every requirement of the class's grade, with its state and explanation."""
    rows = []
    for requirement in pupil.pack.requirements_for(pupil.grade):
        status = statuses.get(requirement.id)
        state = status.state if status else RequirementState.NOT_STARTED
        explanation = _explanation(pupil, requirement, state, status.method if status else "", lang)
        rows.append(RequirementRow(requirement, state, labels.REQUIREMENT_STATES[state], explanation))
    return rows


def _explanation(pupil: PupilContext, requirement: Requirement, state: RequirementState, method: str, lang: str) -> str:
    if state is RequirementState.EXEMPT:
        return ""
    if state in REACHED_STATES:
        return translations(lang).gettext(labels.ATTESTED) if method in {"offline", "teacher"} else ""
    return _how_to_meet(pupil, requirement, lang)


def _how_to_meet(pupil: PupilContext, requirement: Requirement, lang: str) -> str:
    gettext, completion = translations(lang).gettext, requirement.completion
    if isinstance(completion, OfflineCompletion):
        return gettext(labels.ATTESTED_BY_TEACHER)
    if isinstance(completion, LessonsCompletion):
        return _lessons_text(pupil, completion.all, lang)
    if isinstance(completion, OfflineAndLessonsCompletion):
        return f"{_lessons_text(pupil, completion.all, lang)} {gettext(labels.PARTLY_ATTESTED_BY_TEACHER)}".strip()
    return gettext(labels.ALONG_THE_WAY)


def _lessons_text(pupil: PupilContext, lesson_ids: Sequence[str], lang: str) -> str:
    """The lessons that meet a requirement, by title; once some are done, those that are still missing.

    "Comes later" while one of them is only an outline; "" where all are done and something else is missing.
    """
    gettext, pack = translations(lang).gettext, pupil.pack
    lessons = [pack.lesson(lesson_id) for lesson_id in lesson_ids]
    if not all(lesson and lesson.is_playable for lesson in lessons):
        return gettext(labels.COMES_LATER)
    missing = [lesson for lesson in lessons if lesson and lesson.id not in pupil.progress.done_lessons]
    titles = [lesson.title.in_language(lang, pack.default_language) for lesson in missing]
    if len(titles) < len(lessons):
        return gettext(labels.STILL_MISSING) % {"lessons": _quoted(titles, lang)} if titles else ""
    if len(titles) == 1:
        return gettext(labels.WITH_LESSON) % {"lesson": titles[0]}
    return gettext(labels.WITH_LESSONS) % {"lessons": _quoted(titles, lang)}


def _quoted(titles: Sequence[str], lang: str) -> str:
    return ", ".join(translations(lang).gettext(labels.QUOTED_LESSON) % {"lesson": title} for title in titles)
