"""The pupil's home page: lessons in order, how much is done, and the curriculum's requirements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from careered.boards.store import list_boards
from careered.clock import now
from careered.lessons import labels
from careered.lessons.attempt import PupilContext, current_pupil
from careered.lessons.feedback_banner import unread_feedback
from careered.lessons.sequencing import LessonState, lessons_for, missing_prerequisites, next_lesson
from careered.live.pupil_views import live_lesson_card
from careered.packs.models import (
    Lesson,
    LessonsCompletion,
    OfflineAndLessonsCompletion,
    OfflineCompletion,
    Pack,
    Requirement,
)
from careered.progress.completion import REACHED_STATES, RequirementState
from careered.progress.outbox.deliveries import REQUIREMENTS_METRIC, score_for
from careered.progress.queries import StoredStatus, load_statuses
from careered.progress.transfer import previous_class
from careered.web.i18n import translations
from careered.web.permissions import Role
from careered.web.request import PageRequest

MAY = 5


@dataclass(frozen=True)
class LessonCard:
    """A lesson as the home page shows it. prerequisites: lessons to do before it; empty when it is open."""

    lesson: Lesson
    state: LessonState
    state_label: str
    prerequisites: Sequence[Lesson]
    is_next: bool


@dataclass(frozen=True)
class RequirementRow:
    """One requirement: its state, and a sentence on how it is or will be met."""

    requirement: Requirement
    state: RequirementState
    state_label: str
    explanation: str


def show_home(req: PageRequest) -> Response:
    """GET /lessons: the home page."""
    pupil = current_pupil(req)
    done, total = score_for(req.db, pupil.scope, REQUIREMENTS_METRIC)
    first_name = req.viewer.name.split()[0] if req.viewer.name.split() else ""
    return req.render(
        "lessons/home.html",
        pack=pupil.pack,
        previous_class=req.viewer.persists and not pupil.progress.started and previous_class(req.db, pupil.scope),
        feedback_items=unread_feedback(req, pupil),
        live_lesson=live_lesson_card(req, pupil.class_scope),
        first_name=first_name,
        cards=lesson_cards(pupil),
        requirement_rows=requirement_rows(pupil, load_statuses(req.db, pupil.scope.key), req.lang),
        done=done,
        total=total,
        offers_card=req.viewer.persists and is_leaving_soon(pupil),
        boards=req.viewer.role is Role.PUPIL and list_boards(req.db, req.viewer.organisation_id, req.viewer.class_id),
    )


def is_leaving_soon(pupil: PupilContext) -> bool:
    """Whether to offer the card: the class has ended, every lesson is done, or it is May of the last grade."""
    is_last_may = pupil.grade == max(pupil.pack.grades) and now().month == MAY
    is_finished = (
        pupil.class_scope.class_info.ended_at is not None
        or next_lesson(pupil.pack, pupil.grade, pupil.progress) is None
    )
    return is_last_may or is_finished


def lesson_cards(pupil: PupilContext) -> list[LessonCard]:
    """Every lesson of the class, in order; one of them is next, unless all are done."""
    upcoming = next_lesson(pupil.pack, pupil.grade, pupil.progress)
    lessons = [*lessons_for(pupil.pack, pupil.grade, pupil.progress), *pupil.dropped_lessons]
    return [_lesson_card(pupil, lesson, upcoming) for lesson in lessons]


def _lesson_card(pupil: PupilContext, lesson: Lesson, upcoming: Lesson | None) -> LessonCard:
    state = pupil.progress.state(lesson.id)
    prerequisites = (
        missing_prerequisites(pupil.pack, lesson, pupil.progress) if state is LessonState.NOT_STARTED else ()
    )
    return LessonCard(lesson, state, labels.LESSON_STATES[state], prerequisites, lesson == upcoming)


def requirement_rows(pupil: PupilContext, statuses: Mapping[str, StoredStatus], lang: str) -> list[RequirementRow]:
    """Every requirement of the class's grade, with its state and explanation."""
    rows = []
    for requirement in pupil.pack.requirements_for(pupil.grade):
        status = statuses.get(requirement.id)
        state = status.state if status else RequirementState.NOT_STARTED
        explanation = _explanation(pupil.pack, requirement, state, status.method if status else "", lang)
        rows.append(RequirementRow(requirement, state, labels.REQUIREMENT_STATES[state], explanation))
    return rows


def _explanation(pack: Pack, requirement: Requirement, state: RequirementState, method: str, lang: str) -> str:
    gettext = translations(lang).gettext
    if state in REACHED_STATES:
        return gettext(labels.ATTESTED) if method in {"offline", "teacher"} else ""
    if state is RequirementState.EXEMPT:
        return ""
    completion = requirement.completion
    if isinstance(completion, OfflineCompletion):
        return gettext(labels.ATTESTED_BY_TEACHER)
    if isinstance(completion, LessonsCompletion):
        return _lessons_text(pack, completion.all, lang)
    if isinstance(completion, OfflineAndLessonsCompletion):
        return f"{_lessons_text(pack, completion.all, lang)} {gettext(labels.PARTLY_ATTESTED_BY_TEACHER)}"
    return gettext(labels.ALONG_THE_WAY)


def _lessons_text(pack: Pack, lesson_ids: Sequence[str], lang: str) -> str:
    """The lessons that meet a requirement, by title; "comes later" while one of them is only an outline."""
    gettext, lessons = translations(lang).gettext, [pack.lesson(lesson_id) for lesson_id in lesson_ids]
    if not all(lesson and lesson.is_playable for lesson in lessons):
        return gettext(labels.COMES_LATER)
    titles = [lesson.title.in_language(lang, pack.default_language) for lesson in lessons if lesson]
    if len(titles) == 1:
        return gettext(labels.WITH_LESSON) % {"lesson": titles[0]}
    quoted = [gettext(labels.QUOTED_LESSON) % {"lesson": title} for title in titles]
    return gettext(labels.WITH_LESSONS) % {"lessons": ", ".join(quoted)}
