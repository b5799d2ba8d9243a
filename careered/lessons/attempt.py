"""A pupil with class, pack and progress (mostly the viewer of the pupil's pages), and their attempt at one lesson."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from careered.lessons.sequencing import LessonProgress
from careered.packs.models import Lesson, Pack, StepContent
from careered.packs.store import PackStore
from careered.progress import events, queries
from careered.progress.queries import ANSWERS, StoredAnswer
from careered.progress.standing import EVENTS
from careered.roster.scope import ClassScope, PupilScope, viewer_class
from careered.web.errors import RequestError
from careered.web.request import PageRequest


@dataclass(frozen=True)
class PupilContext:
    """A pupil in a class: the viewer of the pupil's pages, or who a page is about.

    pack_versions: the pack version under which each lesson was begun, by lesson. catch_up_lessons: lessons taken in
    the short version. dropped_lessons: begun lessons that the current pack version no longer has.
    """

    class_scope: ClassScope
    scope: PupilScope
    progress: LessonProgress
    pack_versions: Mapping[str, str]
    catch_up_lessons: frozenset[str] = frozenset()
    dropped_lessons: Sequence[Lesson] = ()

    @property
    def pack(self) -> Pack:
        """The class's current pack."""
        return self.class_scope.pack

    @property
    def grade(self) -> int | None:
        """The class's grade, where it is known."""
        return self.class_scope.class_info.grade


@dataclass(frozen=True)
class LessonAttempt:
    """A pupil in one lesson. pack, lesson: as they were when the pupil began it, so that answers fit the questions."""

    pupil: PupilContext
    pack: Pack
    lesson: Lesson

    @property
    def progress(self) -> LessonProgress:
        """What the pupil has begun and done."""
        return self.pupil.progress


def current_pupil(req: PageRequest) -> PupilContext:
    """The viewer with their progress; empty for visitors for whom nothing is stored."""
    activity = queries.activity_from_rows(req.rows(EVENTS))
    return pupil_context(req, viewer_class(req), req.viewer.person_id, activity)


def pupil_context(
    req: PageRequest, class_scope: ClassScope, person_id: str, activity: queries.Activity
) -> PupilContext:
    """A pupil of a class with their progress. activity: what the pupil's events say."""
    scope = class_scope.pupil(person_id)
    pack_versions = {lesson_id: start.pack_version for lesson_id, start in activity.started.items()}
    catch_up_lessons = frozenset(
        lesson_id for lesson_id, start in activity.started.items() if start.variant == events.CATCH_UP
    )
    progress = LessonProgress(
        frozenset(pack_versions), frozenset(activity.done_steps), frozenset(activity.done_lessons)
    )
    return PupilContext(
        class_scope,
        scope,
        progress,
        pack_versions,
        catch_up_lessons,
        _dropped_lessons(req, class_scope.pack, pack_versions, progress),
    )


def _dropped_lessons(
    req: PageRequest, pack: Pack, pack_versions: Mapping[str, str], progress: LessonProgress
) -> list[Lesson]:
    dropped_ids = [
        lesson_id
        for lesson_id in pack_versions
        if lesson_id not in progress.done_lessons and pack.lesson(lesson_id) is None
    ]
    pack_store = req.state.get(PackStore)
    lessons = [
        pack_store.version_or_current(req.db, pack, pack_versions[lesson_id]).lesson(lesson_id)
        for lesson_id in dropped_ids
    ]
    return [lesson for lesson in lessons if lesson]


def started_pack(req: PageRequest, pupil: PupilContext, lesson_id: str) -> Pack:
    """The pack version under which a lesson was begun; the class's current one for a lesson not begun."""
    version = pupil.pack_versions.get(lesson_id, "")
    return req.state.get(PackStore).version_or_current(req.db, pupil.pack, version)


def current_attempt(req: PageRequest) -> LessonAttempt:
    """The lesson in the URL; see `attempt_at`."""
    return attempt_at(req, current_pupil(req), req.path_params["lesson"])


def attempt_at(req: PageRequest, pupil: PupilContext, lesson_id: str) -> LessonAttempt:
    """A lesson in the version that the pupil began, else in the class's current one.

    Raises `not_found` where neither has it, or only as an outline. A begun lesson that a new version drops stays.
    """
    for pack in (started_pack(req, pupil, lesson_id), pupil.pack):
        lesson = pack.lesson(lesson_id)
        if lesson and lesson.is_playable:
            is_short = lesson_id in pupil.catch_up_lessons and bool(lesson.catch_up)
            return LessonAttempt(pupil, pack, lesson.short_version() if is_short else lesson)
    raise RequestError("not_found")


def step_from_path(req: PageRequest, attempt: LessonAttempt) -> StepContent:
    """The step in the URL. Raises `not_found` for a step that the lesson does not have."""
    step = attempt.lesson.step(req.path_params["step"])
    if step is None:
        raise RequestError("not_found")
    return step


def stored_answer(req: PageRequest, attempt: LessonAttempt, step: StepContent) -> StoredAnswer | None:
    """The stored answer of a step, draft or submitted; None for visitors for whom nothing is stored."""
    if not req.viewer.persists:
        return None
    return queries.answers_from_rows(req.rows(ANSWERS)).get((attempt.lesson.id, step.id))
