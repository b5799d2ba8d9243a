"""A pupil in front of the lessons, read from the database: class, pack, what was played; and a seat in one lesson."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from careered.lessons.sequencing import LessonProgress
from careered.packs.models import Lesson, Pack, StepContent
from careered.packs.store import PackStore
from careered.progress import events, queries
from careered.roster.scope import ClassScope, PupilScope, viewer_class
from careered.web.errors import RequestError
from careered.web.request import PageRequest


@dataclass(frozen=True)
class PupilContext:
    """The viewer of the pupil's pages.

    pack_versions: under which pack version each lesson was begun. catch_up_lessons: lessons done in the short version.
    dropped_lessons: begun lessons that the current version drops.
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
    """A pupil in one lesson. pack and lesson: as they were when the pupil began it; answers keep their sense."""

    pupil: PupilContext
    pack: Pack
    lesson: Lesson

    @property
    def progress(self) -> LessonProgress:
        """What the pupil has played."""
        return self.pupil.progress


def current_pupil(req: PageRequest) -> PupilContext:
    """Who is asking. Visitors for whom nothing is stored have played nothing."""
    viewer = req.viewer
    class_scope = viewer_class(req)
    scope = class_scope.pupil(viewer.person_id)
    activity = queries.load_activity(req.db, scope.key)
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
    started = [_started_lesson(req, pack, pack_versions[lesson_id], lesson_id) for lesson_id in dropped_ids]
    return [lesson for _, lesson in started if lesson]


def _started_lesson(req: PageRequest, pack: Pack, version: str, lesson_id: str) -> tuple[Pack | None, Lesson | None]:
    """A lesson as it was when it was begun, with the pack of that time."""
    started_pack = req.state.get(PackStore).pack(req.db, pack.id, version) if version else None
    return started_pack, started_pack.lesson(lesson_id) if started_pack else None


def current_attempt(req: PageRequest) -> LessonAttempt:
    """The lesson of the address, in the version that the pupil began, else in the class's current one.

    What neither has, or has only as an outline, is not there. A begun lesson that a new version drops stays.
    """
    pupil, lesson_id = current_pupil(req), req.path_params["lesson"]
    started = _started_lesson(req, pupil.pack, pupil.pack_versions.get(lesson_id, ""), lesson_id)
    for pack, lesson in (started, (pupil.pack, pupil.pack.lesson(lesson_id))):
        if pack and lesson and lesson.is_playable:
            return LessonAttempt(
                pupil,
                pack,
                lesson.short_version() if lesson_id in pupil.catch_up_lessons and lesson.catch_up else lesson,
            )
    raise RequestError("not_found")


def step_from_path(req: PageRequest, attempt: LessonAttempt) -> StepContent:
    """The step of the address; a step of another lesson is not there."""
    step = attempt.lesson.step(req.path_params["step"])
    if step is None:
        raise RequestError("not_found")
    return step
