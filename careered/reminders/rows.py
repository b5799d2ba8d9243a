"""Whom of a class staff can remind, and of which lesson. No HTML here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from careered.feedback.store import recently_reminded
from careered.lessons.sequencing import LessonProgress, lessons_for, missing_prerequisites, next_lesson
from careered.packs.models import Lesson
from careered.progress.class_progress import load_class_progress
from careered.progress.completion import REACHED_STATES, RequirementState, overall_state
from careered.progress.queries import Activity, load_class_activity
from careered.roster.members import Pupil
from careered.roster.names import given_name
from careered.roster.scope import ClassScope, active_pupil_names
from careered.web.request import PageRequest

_CLOSED_STATES = REACHED_STATES | {RequirementState.EXEMPT}
_LEAST_MINUTES = 2


@dataclass(frozen=True)
class LessonLeft:
    """A lesson that a pupil can go on with. minutes: that it still takes. done, steps: how far the pupil is in it."""

    id: str
    title: str
    minutes: int
    done: int
    steps: int


@dataclass(frozen=True)
class ReminderRow:
    """A pupil who has something open. lessons: at least one, the next one first. seen_at: as in the class's grid.

    first_name: "" where the platform shares no name. has_launched: who never came reads nothing here. reminded_at: None
    where that is longer ago than a week. has_begun: with anything that the grade asks for.
    """

    id: str
    name: str
    first_name: str
    lessons: Sequence[LessonLeft]
    seen_at: datetime | None
    has_launched: bool
    reminded_at: datetime | None
    has_begun: bool

    @property
    def can_be_reminded(self) -> bool:
        """Whether a reminder would be read here, and none was sent within a week."""
        return self.has_launched and self.reminded_at is None

    def lesson(self, lesson_id: str) -> LessonLeft:
        """The lesson with an id; the next one where the pupil has none with it left."""
        return next((lesson for lesson in self.lessons if lesson.id == lesson_id), self.lessons[0])


def reminder_rows(req: PageRequest, scope: ClassScope) -> list[ReminderRow]:
    """The active pupils who have a requirement and a lesson open, in the order of their names; never staff."""
    requirements, reminded = scope.pack.requirements_for(scope.class_info.grade), recently_reminded(req.db, *scope.key)
    activities = load_class_activity(req.db, *scope.key)
    members = {member.pupil.id: member for member in load_class_progress(req.db, scope)}
    rows = [
        _row(scope, members[id_].pupil, name, activities.get(id_, Activity({}, {}, {})), req.lang, reminded, states)
        for id_, name in active_pupil_names(req, scope)
        for states in [members[id_].states(requirements)]
        if not set(states) <= _CLOSED_STATES
    ]
    return [row for row in rows if row.lessons]


def _row(
    scope: ClassScope,
    pupil: Pupil,
    name: str,
    activity: Activity,
    lang: str,
    reminded: Mapping[str, datetime],
    states: Collection[RequirementState],
) -> ReminderRow:
    first_name = given_name(pupil.name, pupil.given_name)
    lessons = _lessons_left(scope, activity, lang)
    has_begun = overall_state(states) is not RequirementState.NOT_STARTED
    reminded_at = reminded.get(pupil.id)
    return ReminderRow(
        pupil.id, name, first_name, lessons, pupil.launched_at, pupil.has_launched, reminded_at, has_begun
    )


def _lessons_left(scope: ClassScope, activity: Activity, lang: str) -> list[LessonLeft]:
    """The lesson that comes next, then the others that are open."""
    pack, grade = scope.pack, scope.class_info.grade
    progress = LessonProgress(
        frozenset(activity.started), frozenset(activity.done_steps), frozenset(activity.done_lessons)
    )
    open_lessons = [
        lesson
        for lesson in lessons_for(pack, grade, progress)
        if lesson.id not in progress.done_lessons and not missing_prerequisites(pack, lesson, progress)
    ]
    upcoming = next_lesson(pack, grade, progress)
    in_order = sorted(open_lessons, key=lambda lesson: lesson != upcoming)
    return [_lesson_left(lesson, progress, lang, pack.default_language) for lesson in in_order]


def _lesson_left(lesson: Lesson, progress: LessonProgress, lang: str, default_language: str) -> LessonLeft:
    done, steps = sum(progress.has_done(lesson, step) for step in lesson.steps), len(lesson.steps)
    minutes = max(_LEAST_MINUTES, round(lesson.minutes * (steps - done) / max(steps, 1)))
    # Soft hyphens are for pages: this is copied into other programs.
    title = lesson.title.in_language(lang, default_language).replace("\u00ad", "")
    return LessonLeft(lesson.id, title, minutes, done, steps)
