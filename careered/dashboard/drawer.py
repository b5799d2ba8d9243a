"""The drawer beside the grid: how one pupil stands in one column. How that is known: cell_evidence.py. No HTML here."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import RowMapping

from careered.dashboard.cell_evidence import CellEvidence, Found, lessons_of
from careered.dashboard.class_page import ClassPage
from careered.dashboard.filters import Filters
from careered.dashboard.grid import Column
from careered.dashboard.pupil_rows import PupilRow
from careered.dashboard.recorded_acts import HistoryEntry, RecordedActs
from careered.dashboard.row_notes import RowNote, request_note
from careered.dashboard.score_status import column_scores
from careered.dashboard.tiles import Tile
from careered.packs.models import Lesson
from careered.progress import queries
from careered.progress.acts import CONFIRMED, EXEMPT, OFFLINE, load_recorded
from careered.progress.class_progress import evidence_title
from careered.progress.completion import REACHED_STATES, RequirementState
from careered.progress.labels import method_label
from careered.reports.event_days import activity_of, pupil_event_days
from careered.roster.scope import ClassScope
from careered.web.request import PageRequest
from careered.web.time_format import format_recent, format_short_date

SETTLED = REACHED_STATES | {RequirementState.EXEMPT}
"""States after which nothing more is to be done."""
MOST_SHOWN = 4
"""So many of what was handed in stand above the history; the rest is folded."""


@dataclass(frozen=True)
class CellDrawer:
    """One cell. before, after: the pupils above and below in the grid as it is filtered, "" at its ends.

    since, method: since when the state holds and how it is known, "" where nothing was done. notes: what the pupil asks
    for in the column's lessons; lessons: as (id, title, when it was done or ""). scores: sentences about the platform.
    activity: the title of what is done away from the screen, while no day of it is recorded; else "".
    """

    row: PupilRow
    column: Column
    tile: Tile
    since: str
    method: str
    notes: Sequence[RowNote]
    found: Sequence[Found]
    history: Sequence[HistoryEntry]
    lessons: Sequence[tuple[str, str, str]]
    scores: Sequence[str]
    activity: str = ""
    before: str = ""
    after: str = ""

    @property
    def latest(self) -> Sequence[Found]:
        """What was handed in last."""
        return self.found[:MOST_SHOWN]

    @property
    def earlier(self) -> Sequence[Found]:
        """What was handed in before that."""
        return self.found[MOST_SHOWN:]

    @property
    def next_lesson(self) -> str:
        """The title of the column's first lesson that is not done, or ""; nothing comes where the state is reached."""
        open_titles = (title for _id, title, done_at in self.lessons if not done_at)
        return "" if self.tile.state in SETTLED else next(open_titles, "")

    @property
    def awaited_activity(self) -> str:
        """The title of the activity of which a day is still to be recorded, or ""."""
        return "" if self.tile.state in SETTLED else self.activity

    @property
    def decision(self) -> str:
        """The act of the latest confirmation or exemption that can be undone, or ""."""
        return next((entry.act for entry in self.history if entry.decides and entry.act), "")

    @property
    def may_confirm(self) -> bool:
        """Whether staff may still confirm it."""
        is_confirmable = bool(self.column.what) and not self.column.records_days
        return is_confirmable and self.tile.state not in {"confirmed", "exempt"}

    @property
    def may_exempt(self) -> bool:
        """Whether an exemption would change something: who has done it keeps it."""
        return self.column.is_requirement and self.tile.state not in SETTLED

    @property
    def may_record(self) -> bool:
        """Whether a day can be recorded: also another one, which is an act of its own."""
        return self.column.records_days and self.tile.state != "exempt"

    @property
    def is_recorded(self) -> bool:
        """Whether a day has been."""
        return self.may_record and self.tile.state in SETTLED


@dataclass(frozen=True)
class DrawerBuilder:
    """Reads one cell of one class for one reader."""

    req: PageRequest
    scope: ClassScope
    page: ClassPage
    filters: Filters

    def build(self, row: PupilRow, column: Column) -> CellDrawer:
        """Everything that the drawer shows. Five statements."""
        shown = [other.id for other in self.page.filtered_rows(self.filters)]
        at = shown.index(row.id) if row.id in shown else -1
        pupil = self.scope.pupil(row.id)
        answers = queries.load_answers(self.req.db, pupil.key)
        activity = queries.load_activity(self.req.db, pupil.key)
        status = queries.load_statuses(self.req.db, pupil.key).get(column.id)
        lessons, acts = lessons_of(self.scope.pack, column, activity), load_recorded(self.req.db, pupil.key)
        recorded = [one for one in acts if not one["undone_at"]]
        evidence = CellEvidence(self.req, self.scope, column, lessons, activity)
        return CellDrawer(
            row=row,
            column=column,
            tile=next(tile for tile in row.tiles if tile.column.id == column.id),
            since=self._since(column, status, recorded, activity),
            method=self._method(column, status, recorded),
            notes=self._notes(row, lessons),
            found=evidence.found(answers),
            history=evidence.history(acts),
            lessons=evidence.lines(),
            scores=self._scores(row, column),
            activity=self._unrecorded(column, recorded),
            before=shown[at - 1] if at > 0 else "",
            after=shown[at + 1] if -1 < at < len(shown) - 1 else "",
        )

    def _since(
        self,
        column: Column,
        status: queries.StoredStatus | None,
        recorded: Sequence[RowMapping],
        activity: queries.Activity,
    ) -> str:
        """Since when the state holds: from the day of what was done away from the screen, as on the evidence sheet."""
        if status is None:
            return ""
        day = pupil_event_days(self.scope.pack, recorded, activity).get(column.id)
        if day and status.state in REACHED_STATES:
            return format_short_date(day, self.req.lang)
        return format_recent(status.since_at, self.req.lang, self.scope.pack.timezone, short=True)

    def _method(self, column: Column, status: queries.StoredStatus | None, recorded: Sequence[RowMapping]) -> str:
        """How the state is known: by lessons or by staff; of what staff have decided who did, and why."""
        decided = RecordedActs(self.req, self.scope).decided
        if status and status.state in {EXEMPT, CONFIRMED} and (who := decided(status.state, column.id, recorded)):
            return who
        label = method_label(status.state, status.method) if status else ""
        return self.req.gettext(label) if label else ""

    def _unrecorded(self, column: Column, recorded: Sequence[RowMapping]) -> str:
        """The title of the column's activity away from the screen, "" for none and where a day of it is recorded."""
        requirement = self.scope.pack.requirement(column.id)
        activity = column.activity or (activity_of(requirement) if requirement else "")
        is_recorded = any((one["kind"], one["target_id"]) == (OFFLINE, activity) for one in recorded)
        return "" if is_recorded or not activity else evidence_title(self.scope.pack, activity, self.req.lang)

    def _notes(self, row: PupilRow, lessons: Sequence[Lesson]) -> list[RowNote]:
        """What the pupil asks for in these lessons: of other columns it stands in their drawers, and in the row."""
        ids = {lesson.id for lesson in lessons}
        return [
            request_note(request, self.scope.pack, self.req.lang)
            for request in self.page.builder.requests
            if request.person_id == row.id and request.lesson_id in ids
        ]

    def _scores(self, row: PupilRow, column: Column) -> list[str]:
        """Sentences about the platform; a day away from the screen is not in it."""
        if not column.is_requirement:
            return []
        deliveries = queries.load_deliveries(self.req.db, *self.scope.key, row.id)
        scores = column_scores(deliveries, self.scope, self.req.lang)
        return [f"{score.column_label}: {score.score} / {score.score_maximum}. {score.text}" for score in scores]
