"""How a live lesson stands, by the rows that come with the session, and the ETag by which an open page asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from careered.clock import now
from careered.db.prefetch import Row
from careered.live import live_rows
from careered.live.class_counts import LiveProgress, progress_of
from careered.live.for_whom import ForWhom, Open, audiences, free, open_lessons, running_now
from careered.live.lesson_plan import PlanStep, plan_of
from careered.live.live_lesson import LiveLesson
from careered.live.typed_end import whole_minutes
from careered.packs.models import Lesson
from careered.roster.few_pupils import MIN_PUPILS_SHOWN
from careered.roster.scope import ClassScope
from careered.web.etag import make_etag
from careered.web.people_cache import PeopleCache
from careered.web.request import PageRequest


@dataclass(frozen=True)
class LiveState:
    """A live lesson now: all that changes while it runs. whom: it is for. counts: of answers to its exit ticket, by
    choice. everybody: whom lessons may be for. open: those of the class that nobody has ended, this one among them.
    """

    scope: ClassScope = field(repr=False)
    lesson: Lesson = field(repr=False)
    live_lesson: LiveLesson
    whom: ForWhom = field(repr=False)
    progress: LiveProgress
    counts: Mapping[str, int]
    plan: Sequence[PlanStep]
    everybody: Sequence[ForWhom] = field(repr=False)
    open: Sequence[Open] = field(repr=False)

    @property
    def groups_lessons(self) -> Sequence[Open]:
        """All lessons that run in the class now, if they are of groups."""
        return [one for one in running_now(self.open) if one.whom.group_id]

    @property
    def has_others(self) -> bool:
        """Whether somebody can begin a lesson beside those of the groups."""
        return bool(self.groups_lessons) and bool(free(self.everybody, self.groups_lessons))

    @property
    def published(self) -> Mapping[str, int] | None:
        """Counts from MIN_PUPILS_SHOWN on, and only after the end (who taps when can be seen in class); else None."""
        is_published = not self.live_lesson.is_running and sum(self.counts.values()) >= MIN_PUPILS_SHOWN
        return self.counts if is_published else None

    @property
    def minutes(self) -> int:
        """How long the session is."""
        return length_of(self.live_lesson)

    @property
    def minutes_left(self) -> int:
        """Until devices are put away, never below 0."""
        return max(0, -int(-(self.live_lesson.devices_until - now()).total_seconds() // 60))

    @property
    def etag(self) -> str:
        """Changes with everything that is shown."""
        past = sum(step.is_past(self.live_lesson.started_at) for step in self.plan)
        of_lesson = self.live_lesson, self.live_lesson.is_running, self.minutes_left, past
        answers = sum(self.counts.values()), sorted((self.published or {}).items())
        return make_etag((of_lesson, self.whom.name, self.progress, answers, _place(self.scope)))


STATES = PeopleCache[LiveState | None](60)


def load_state(req: PageRequest, scope: ClassScope) -> LiveState | None:
    """The running or last live lesson of a class, or of the group that the address names; None where there was none, or
    its group has been removed. It comes with the session.

    Counted once for the same rows: open pages ask every second, and mostly nothing has changed.
    """
    row = req.row(live_rows.WALL_ROWS)
    version = scope.class_info, *_pack(scope), *(row[each.name] for each in live_rows.WALL_ROWS)
    place = (*scope.key, req.lang, req.query.get(live_rows.GROUP, ""))
    return STATES.get(place, version, lambda: _state(req, scope, row))


def _state(req: PageRequest, scope: ClassScope, row: Row) -> LiveState | None:
    current = next((LiveLesson(**one) for one in live_rows.LESSON.read(row)), None)
    lesson = scope.pack.lesson(current.lesson_id) if current else None
    everybody = audiences(row)
    whom = next((one for one in everybody if current and one.group_id == current.group_id), None)
    if current is None or lesson is None or whom is None:
        return None
    return LiveState(
        scope=scope,
        lesson=lesson,
        live_lesson=current,
        whom=whom,
        progress=progress_of(live_rows.EVENTS.read(row), lesson, whom.person_ids),
        counts={one["choice"]: one["number"] for one in live_rows.COUNTS.read(row)},
        plan=plan_of(req, scope, lesson, length_of(current)),
        everybody=everybody,
        open=open_lessons(row, everybody),
    )


def _place(scope: ClassScope) -> tuple[str, ...]:
    """What the pages show of the class, and the pack whose words they are."""
    info = scope.class_info
    return info.title, info.platform_name, info.course_address, *_pack(scope)


def _pack(scope: ClassScope) -> tuple[str, str, str]:
    return scope.pack.id, scope.pack.version, scope.pack.content_hash


def length_of(current: LiveLesson) -> int:
    """Minutes of a session, a begun one counted: a typed end is a whole minute, and the beginning is not."""
    return whole_minutes(current.started_at, current.devices_until)
