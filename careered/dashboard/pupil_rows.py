"""The rows of the grid: one for each pupil, with a tile for every column and what is going on just now."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from careered.clock import today
from careered.dashboard.grid import Column
from careered.dashboard.labels import BY_STAFF, NOT_OPENED_YET, NOT_RECORDED, RECORDED
from careered.dashboard.row_notes import (
    TALK_REASONS,
    TELL,
    RowNote,
    asked_word,
    counts_for,
    left_note,
    question_note,
    recent_day,
    request_note,
)
from careered.dashboard.score_status import short_status
from careered.dashboard.tiles import TALK, Tile, state_word
from careered.db.prefetch import Row
from careered.packs.models import Requirement
from careered.packs.term_share import term_share
from careered.progress.completion import (
    REACHED_STATES,
    RequirementState,
    count_reached,
    state_in_term,
)
from careered.progress.help_requests import HelpRequest
from careered.progress.offline_days import OfflineDays, day_text, short_day_text
from careered.progress.outbox.labels import delivery_state
from careered.roster.enrolment_upsert import ACTIVE
from careered.roster.members import Pupil
from careered.roster.scope import ClassScope
from careered.web.i18n import translations

OPEN_STATES = frozenset({RequirementState.NOT_STARTED, RequirementState.IN_PROGRESS})
ON_ITS_WAY = frozenset({"waiting", "retrying", "delivered"})


@dataclass(frozen=True)
class PupilRow:
    """One pupil in the grid.

    term_state: how far with the term's share, for the filters; "" where the grade asks for nothing. score_text: ""
    when the class has no line item. open_requirements: ids of the requirements in scope that are not reached yet.
    seen_at: when the pupil was last here, whatever staff have recorded since; seen: the day of it in a word.
    is_joined: as in `members.Pupil`. left: on which day the pupil left, in words; "" where it is not known.
    """

    id: str
    name: str
    tiles: Sequence[Tile]
    done: int
    total: int
    score_text: str
    term_state: str
    has_launched: bool
    is_active: bool
    is_joined: bool = False
    note: RowNote | None = None
    seen_at: datetime | None = None
    seen: str = ""
    open_requirements: frozenset[str] = frozenset()
    left: str = ""

    @cached_property
    def states(self) -> tuple[str, ...]:
        """Those of the tiles."""
        return tuple(tile.state for tile in self.tiles)

    @property
    def needs_staff(self) -> bool:
        """Whether the pupil has asked for somebody, or a page has not worked."""
        return self.note is not None and self.note.look != "" and self.note.icon != "card"


class RowBase(NamedTuple):
    """What a row is made of beside the pupil's states. notes: what of the requests and days is about the pupil.

    around: what all rows of the class depend on.
    """

    pupil: Pupil
    name: str
    deliveries: Sequence[Row]
    notes: Sequence[object]
    around: Hashable


@dataclass(frozen=True)
class RowBuilder:
    """Makes the rows of one class in one language. days: of offline activities. questions: named, that wait."""

    scope: ClassScope
    columns: Sequence[Column]
    requests: Sequence[HelpRequest]
    days: OfflineDays
    lang: str
    with_score: bool
    questions: Sequence[Row] = ()

    def base(self, pupil: Pupil, name: str, deliveries: Sequence[Row]) -> RowBase:
        """What the row of a pupil is made of."""
        return RowBase(pupil, name, deliveries, self._notes.get(pupil.id, ()), self._around)

    @cached_property
    def _around(self) -> Hashable:
        pack, grade = self.scope.pack, self.scope.class_info.grade
        content = pack.id, pack.version, pack.content_hash, grade, self.scope.class_info.platform_name
        return *content, self._today, self.lang, self.with_score, tuple(column.id for column in self.columns)

    @cached_property
    def _today(self) -> date:
        return today(self.scope.pack.timezone)

    @cached_property
    def _share(self) -> Sequence[Requirement]:
        return term_share(self.scope.pack, self.scope.class_info.grade, self._today)

    def _term_state(self, required: Mapping[str, RequirementState]) -> str:
        """For the filters, to which confirmed is done."""
        state = state_in_term(required, self._share)
        return "" if not required else "done" if state in REACHED_STATES else state.value

    @cached_property
    def _notes(self) -> Mapping[str, Sequence[object]]:
        notes: dict[str, list[object]] = {}
        for request in self.requests:
            notes.setdefault(request.person_id, []).append(request)
        for (person_id, activity), visits in self.days.items():
            notes.setdefault(person_id, []).append((activity, visits))
        for person_id, question in self._asked.items():
            notes.setdefault(person_id, []).append(question)
        return notes

    @cached_property
    def _asked(self) -> Mapping[str, Row]:
        """The latest question of each pupil who has one."""
        return {row["person_id"]: row for row in sorted(self.questions, key=itemgetter("asked_at"))}

    def row(self, base: RowBase, states: Sequence[Row]) -> PupilRow:
        """The row of one pupil, over the requirements of the class's grade. states: rows of CLASS_STATES."""
        pupil, stored = base.pupil, {row["requirement_id"]: row["state"] for row in states}
        required = {
            requirement.id: RequirementState(stored.get(requirement.id, RequirementState.NOT_STARTED))
            for requirement in self.scope.pack.requirements_for(self.scope.class_info.grade)
        }
        done, total = count_reached(list(required.values()))
        requests = [request for request in self.requests if request.person_id == pupil.id]
        note = self._note(base, requests)
        return PupilRow(
            id=pupil.id,
            name=base.name,
            tiles=[self._tile(pupil, column, required, requests) for column in self.columns],
            done=done,
            total=total,
            score_text=short_status(base.deliveries, self.scope, self.lang, self._today) if self.with_score else "",
            term_state=self._term_state(required),
            has_launched=pupil.has_launched,
            is_active=pupil.status == ACTIVE,
            is_joined=pupil.is_joined,
            note=note,
            seen_at=pupil.launched_at,
            seen=recent_day(pupil.launched_at, self.lang, self.scope.pack.timezone, self._today),
            open_requirements=frozenset(key for key, state in required.items() if state in OPEN_STATES),
            left=note.text if note and pupil.left_at else "",
        )

    def _tile(
        self,
        pupil: Pupil,
        column: Column,
        required: Mapping[str, RequirementState],
        requests: Iterable[HelpRequest],
    ) -> Tile:
        visits = self.days.get((pupil.id, column.activity), ())
        if not column.is_requirement:
            return self._activity_tile(column, visits)
        state = required[column.id]
        asked = {request.reason for request in requests if self._is_about(request, column)}
        if asked and state in OPEN_STATES:
            return self._shared(column, TALK, asked_word(TELL in asked, state, self.lang))
        word = state_word(state, self.lang)
        if state is RequirementState.IN_PROGRESS and not pupil.has_launched:
            word = self._gettext(BY_STAFF) % {"state": word}
        return self._shared(column, state.value, word, short_day_text(visits, self.lang))

    def _activity_tile(self, column: Column, visits: Sequence[tuple[str, str]]) -> Tile:
        if not visits:
            return self._shared(column, RequirementState.NOT_STARTED.value, self._gettext(NOT_RECORDED))
        word = f"{self._gettext(RECORDED)} {day_text(visits, self.lang, self._today)}".strip()
        return self._shared(column, RequirementState.CONFIRMED.value, word, short_day_text(visits, self.lang))

    def _shared(self, column: Column, state: str, word: str, day: str = "") -> Tile:
        """A tile is the same in every row, and what it shows is escaped once."""
        key = column.id, state, word, day
        return self._tiles.get(key) or self._tiles.setdefault(key, Tile(column, state, word, day))

    @cached_property
    def _tiles(self) -> dict[tuple[str, ...], Tile]:
        return {}

    def _is_about(self, request: HelpRequest, column: Column) -> bool:
        is_talk = request.reason in TALK_REASONS
        return is_talk and counts_for(self.scope.pack.requirement(column.id), request.lesson_id)

    def _note(self, base: RowBase, requests: Sequence[HelpRequest]) -> RowNote | None:
        """When the pupil left, else the latest request or question, that no score arrives, that nobody has come yet."""
        if left_at := base.pupil.left_at:
            return left_note(left_at, self.scope.pack.timezone, self.lang, self._today)
        asked = self._asked.get(base.pupil.id)
        if asked and not (requests and requests[0].requested_at > asked["asked_at"]):
            return question_note(asked["text"], self.lang)
        if requests:
            return request_note(requests[0], self.scope.pack, self.lang)
        if self.with_score and base.deliveries and delivery_state(base.deliveries[0]) not in ON_ITS_WAY:
            return RowNote(short_status(base.deliveries, self.scope, self.lang, self._today), "sun", "card")
        return None if base.pupil.has_launched else RowNote(self._gettext(NOT_OPENED_YET), "", "clock")

    def _gettext(self, message: str) -> str:
        return translations(self.lang).gettext(message)
