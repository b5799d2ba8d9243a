"""The page on which staff start a live lesson: the next lesson is chosen, with what it holds and what to look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from starlette.responses import Response

from careered.clock import now
from careered.live.class_counts import count_done, count_pupils
from careered.live.lesson_page import format_live_time, notes_of, plan_of
from careered.live.lesson_plan import DEFAULT_MINUTES, PlanStep
from careered.packs.models import Lesson
from careered.packs.picture_address import picture_url
from careered.packs.visits import visits
from careered.roster.scope import ClassScope
from careered.web.request import PageRequest

DURATIONS = (10, 20, 30, 45, 60, 75, 90)


@dataclass(frozen=True)
class LessonChoice:
    """A lesson to start. picture: its cover's address, or "". done: how many pupils have done it.

    plan: of a session of the chosen length. notes: what the teacher does before, during and after, in Markdown.
    """

    lesson: Lesson
    picture: str
    done: int
    plan: Sequence[PlanStep]
    notes: Sequence[str]

    @property
    def has_printout(self) -> bool:
        """Whether there is something to print for whoever cannot open a page."""
        return bool(visits(self.lesson))


def show_start(req: PageRequest, scope: ClassScope) -> Response:
    """The form. `lesson` in the address chooses another lesson than the next one, `minutes` another length."""
    done, pupils = count_done(req.db, *scope.key), count_pupils(req.db, *scope.key)
    following = next_lesson(scope.pack.playable_lessons(), scope.class_info.grade, done, pupils)
    chosen = scope.pack.lesson(req.query.get("lesson", "")) or following
    end_times = {minutes: format_live_time(now() + timedelta(minutes=minutes), req, scope) for minutes in DURATIONS}
    length = _length(req.query.get("minutes", ""))
    return req.render(
        "live/start.html",
        block="picks" if "minutes" in req.query else "",
        class_info=scope.class_info,
        choices=[_choice(req, scope, lesson, done, length) for lesson in _from(scope.pack.playable_lessons(), chosen)],
        pupils=pupils,
        following=following.id if following else "",
        end_times=end_times,
        length=length,
    )


def next_lesson(lessons: Sequence[Lesson], grade: int | None, done: Mapping[str, int], pupils: int) -> Lesson | None:
    """The first lesson of the class's grade that fewer than half of the pupils have done; else of any grade."""
    own_first = sorted(lessons, key=lambda lesson: lesson.grade != grade)
    still_to_do = (lesson for lesson in own_first if done.get(lesson.id, 0) * 2 < max(1, pupils))
    return next(still_to_do, own_first[0] if own_first else None)


def _from(lessons: Sequence[Lesson], chosen: Lesson | None) -> list[Lesson]:
    """The lessons in their order, beginning with the chosen one."""
    start = next((place for place, lesson in enumerate(lessons) if lesson == chosen), 0)
    return [*lessons[start:], *lessons[:start]]


def _length(minutes: str) -> int:
    """Of the lengths that there are."""
    return int(minutes) if minutes in map(str, DURATIONS) else DEFAULT_MINUTES


def _choice(req: PageRequest, scope: ClassScope, lesson: Lesson, done: Mapping[str, int], minutes: int) -> LessonChoice:
    has_picture = lesson.cover is not None and lesson.cover.file in scope.pack.pictures
    picture = picture_url(scope.pack, lesson.cover) if lesson.cover and has_picture else ""
    plan = plan_of(req, scope, lesson, minutes)
    return LessonChoice(lesson, picture, done.get(lesson.id, 0), plan, notes_of(req, scope, lesson))
