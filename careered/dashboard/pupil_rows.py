"""The rows of the grid: one for each pupil, with a tile for every column and what is going on just now."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property

from careered.clock import day_of, today
from careered.dashboard.grid import Column
from careered.dashboard.labels import NOT_OPENED_YET, RECORDED, WANTS_TO_TALK
from careered.dashboard.score_status import short_status
from careered.dashboard.tiles import TALK, Tile, state_word
from careered.packs.requirements import LessonsCompletion, OfflineAndLessonsCompletion
from careered.progress.class_notes import StepHelpRequest
from careered.progress.class_progress import OfflineDays, PupilProgress
from careered.progress.completion import (
    REACHED_STATES,
    RequirementState,
    count_reached,
    overall_state,
)
from careered.progress.labels import HELP_REASON_OTHER, HELP_REASONS
from careered.progress.offline_days import day_text
from careered.progress.outbox.labels import delivery_state
from careered.roster.enrolment_upsert import ACTIVE
from careered.roster.scope import ClassScope
from careered.web.i18n import translations
from careered.web.time_format import format_day_and_month

OPEN_STATES = frozenset({RequirementState.NOT_STARTED, RequirementState.IN_PROGRESS})
TALK_REASONS = frozenset({"tell_teacher", "another_way"})
ON_ITS_WAY = frozenset({"waiting", "retrying", "delivered"})


@dataclass(frozen=True)
class RowNote:
    """What is going on with a pupil just now. look: "talk", "sun" or "" (nothing to do); icon: of macros.html."""

    text: str
    look: str = ""
    icon: str = ""


@dataclass(frozen=True)
class PupilRow:
    """One pupil in the grid.

    overall_state: of all requirements together. score_text: "" when the class has no line item. open_requirements: ids
    of the requirements in scope that are not reached yet. seen_at: when something was last done or recorded.
    """

    id: str
    name: str
    tiles: Sequence[Tile]
    done: int
    total: int
    score_text: str
    overall_state: str
    has_launched: bool
    is_active: bool
    note: RowNote | None = None
    seen_at: datetime | None = None
    open_requirements: frozenset[str] = frozenset()

    @property
    def needs_staff(self) -> bool:
        """Whether the pupil has asked for somebody, or a page has not worked."""
        return self.note is not None and self.note.look != "" and self.note.icon != "card"


@dataclass(frozen=True)
class RowBuilder:
    """Makes the rows of one class in one language. days: of offline activities."""

    scope: ClassScope
    columns: Sequence[Column]
    requests: Sequence[StepHelpRequest]
    days: OfflineDays
    lang: str
    with_score: bool

    @cached_property
    def version(self) -> Hashable:
        """All that a row depends on beside the pupil's progress, name and `notes_of`."""
        pack, grade = self.scope.pack, self.scope.class_info.grade
        content = pack.id, pack.version, pack.content_hash, grade, self.scope.class_info.platform_name
        return *content, today(pack.timezone), self.lang, self.with_score, tuple(column.id for column in self.columns)

    def notes_of(self, pupil_id: str) -> Sequence[object]:
        """What of the requests and days is about one pupil."""
        return self._notes.get(pupil_id, ())

    @cached_property
    def _notes(self) -> Mapping[str, Sequence[object]]:
        notes: dict[str, list[object]] = {}
        for request in self.requests:
            notes.setdefault(request.person_id, []).append(request)
        for (person_id, activity), visits in self.days.items():
            notes.setdefault(person_id, []).append((activity, visits))
        return notes

    def row(self, progress: PupilProgress, name: str) -> PupilRow:
        """The row of one pupil, over the requirements of the class's grade."""
        requirements = self.scope.pack.requirements_for(self.scope.class_info.grade)
        states = progress.states(requirements)
        done, total = count_reached(states)
        overall = overall_state(states)
        requests = [request for request in self.requests if request.person_id == progress.pupil.id]
        return PupilRow(
            id=progress.pupil.id,
            name=name,
            tiles=[self._tile(progress, column, requests) for column in self.columns],
            done=done,
            total=total,
            score_text=short_status(progress.deliveries, self.scope, self.lang) if self.with_score else "",
            overall_state="done" if overall in REACHED_STATES else overall.value,
            has_launched=progress.pupil.has_launched,
            is_active=progress.pupil.status == ACTIVE,
            note=self._note(progress, requests),
            seen_at=max((status.since_at for status in progress.statuses.values()), default=None),
            open_requirements=frozenset(
                requirement.id for requirement, state in zip(requirements, states, strict=True) if state in OPEN_STATES
            ),
        )

    def _tile(self, progress: PupilProgress, column: Column, requests: Iterable[StepHelpRequest]) -> Tile:
        visits = self.days.get((progress.pupil.id, column.activity), ())
        if not column.is_requirement:
            return self._activity_tile(column, visits)
        state = progress.state(column.id)
        word = state_word(state, self.lang)
        if state in OPEN_STATES and any(self._is_about(request, column) for request in requests):
            return Tile(column, TALK, f"{self._gettext(WANTS_TO_TALK)}, {word}")
        return Tile(column, state.value, word, day_text(visits, self.lang))

    def _activity_tile(self, column: Column, visits: Sequence[tuple[str, str]]) -> Tile:
        if not visits:
            return Tile(column, RequirementState.NOT_STARTED.value, state_word(RequirementState.NOT_STARTED, self.lang))
        day = day_text(visits, self.lang)
        return Tile(column, RequirementState.CONFIRMED.value, f"{self._gettext(RECORDED)} {day}".strip(), day)

    def _is_about(self, request: StepHelpRequest, column: Column) -> bool:
        requirement = self.scope.pack.requirement(column.id)
        completion = requirement.completion if requirement else None
        has_lessons = isinstance(completion, LessonsCompletion | OfflineAndLessonsCompletion)
        return request.reason in TALK_REASONS and has_lessons and request.lesson_id in completion.all  # type: ignore[union-attr]

    def _note(self, progress: PupilProgress, requests: Sequence[StepHelpRequest]) -> RowNote | None:
        """The latest request, else that a score does not arrive, else that nobody has come yet."""
        if requests:
            latest = requests[0]
            is_talk = latest.reason in TALK_REASONS
            return RowNote(self._request_text(latest), "talk" if is_talk else "sun", "chat" if is_talk else "warning")
        if self.with_score and progress.deliveries and delivery_state(progress.deliveries[0]) not in ON_ITS_WAY:
            return RowNote(short_status(progress.deliveries, self.scope, self.lang), "sun", "card")
        return None if progress.pupil.has_launched else RowNote(self._gettext(NOT_OPENED_YET), "", "clock")

    def _request_text(self, request: StepHelpRequest) -> str:
        reason = self._gettext(HELP_REASONS.get(request.reason, HELP_REASON_OTHER))
        lesson = self.scope.pack.lesson(request.lesson_id)
        title = lesson.title.in_language(self.lang, self.scope.pack.default_language) if lesson else ""
        return f"{reason} ({title})" if title else reason

    def _gettext(self, message: str) -> str:
        return translations(self.lang).gettext(message)


def seen_text(seen_at: datetime | None, lang: str, timezone: str, present: date) -> str:
    """The day of the latest progress in a word: today, yesterday, else day and month; "" for none."""
    if seen_at is None:
        return ""
    day = day_of(seen_at, timezone)
    return _lately(lang).get((present - day).days) or format_day_and_month(day, lang)


@cache
def _lately(lang: str) -> Mapping[int, str]:
    """The last days in words, by how long ago they were."""
    return {0: translations(lang).gettext("today"), 1: translations(lang).gettext("yesterday")}
