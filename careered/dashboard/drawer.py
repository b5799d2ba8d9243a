"""The drawer beside the grid: how one pupil stands in one column, and how that is known. No HTML here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import RowMapping

from careered.dashboard.attestation_labels import COLLEAGUE, KIND_LABELS, YOU
from careered.dashboard.class_page import ClassPage
from careered.dashboard.filters import Filters
from careered.dashboard.grid import Column
from careered.dashboard.pupil_rows import PupilRow, RowNote
from careered.dashboard.score_status import column_scores
from careered.dashboard.tiles import Tile
from careered.packs.models import Lesson
from careered.packs.requirements import LessonsCompletion, OfflineAndLessonsCompletion, StepsCompletion
from careered.packs.store import PackStore
from careered.progress import queries
from careered.progress.completion import REACHED_STATES
from careered.progress.evidence import Evidence, EvidenceReader
from careered.progress.labels import METHOD_LABELS
from careered.progress.projection import load_attestations
from careered.reports.event_days import activity_of, pupil_event_days
from careered.roster.scope import ClassScope
from careered.web.request import PageRequest
from careered.web.time_format import format_date, format_recent

SETTLED = frozenset({"done", "confirmed", "exempt"})
"""States after which nothing more is to be done."""


@dataclass(frozen=True)
class Found:
    """What a pupil handed in: where (the card's title), when, and the lines as staff may read them."""

    where: str
    when: str
    lines: Sequence[Evidence]


@dataclass(frozen=True)
class HistoryEntry:
    """One thing that happened. what: in words; more: by whom or for what; act: of staff, which can be undone."""

    what: str
    when: str
    more: str = ""
    act: str = ""


@dataclass(frozen=True)
class CellDrawer:
    """One cell. before, after: the pupils above and below in the grid as it is filtered, "" at its ends.

    since, method: since when the state holds and how it is known, "" where nothing was done. notes: what the pupil asks
    for in the column's lessons; lessons: as (id, title, when it was done or ""). scores: sentences about the platform.
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
    before: str = ""
    after: str = ""

    @property
    def next_lesson(self) -> str:
        """The title of the column's first lesson that is not done, or ""; nothing comes where the state is reached."""
        open_titles = (title for _id, title, done_at in self.lessons if not done_at)
        return "" if self.tile.state in SETTLED else next(open_titles, "")

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
        lessons, recorded = self._lessons(column, activity), load_attestations(self.req.db, pupil.key)
        return CellDrawer(
            row=row,
            column=column,
            tile=next(tile for tile in row.tiles if tile.column.id == column.id),
            since=self._since(column, status, recorded, activity),
            method=self.req.gettext(METHOD_LABELS[status.method]) if status and status.method in METHOD_LABELS else "",
            notes=self._notes(row, lessons),
            found=self._found(column, lessons, answers, activity),
            history=self._history(recorded, column, lessons, activity),
            lessons=[(one.id, self._title(one), self._time(activity.done_lessons.get(one.id))) for one in lessons],
            scores=self._scores(row),
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
        return (
            format_date(day, self.req.lang) if day and status.state in REACHED_STATES else self._time(status.since_at)
        )

    def _lessons(self, column: Column, activity: queries.Activity) -> list[Lesson]:
        requirement, kinds = self.scope.pack.requirement(column.id), self._kinds(column)
        match requirement.completion if requirement else None:
            case LessonsCompletion() | OfflineAndLessonsCompletion() as completion:
                return [lesson for lesson in self.scope.pack.lessons if lesson.id in completion.all]
            case StepsCompletion():
                done = activity.done_steps
                return [
                    lesson
                    for lesson in self.scope.pack.lessons
                    if any(step.kind in kinds and (lesson.id, step.id) in done for step in lesson.steps)
                ]
        return []

    def _kinds(self, column: Column) -> Sequence[str]:
        """The kinds of step that a column counts; none where it counts whole lessons."""
        requirement = self.scope.pack.requirement(column.id)
        completion = requirement.completion if requirement else None
        return completion.any_of_type if isinstance(completion, StepsCompletion) else ()

    def _notes(self, row: PupilRow, lessons: Sequence[Lesson]) -> list[RowNote]:
        """What the pupil asks for in these lessons: of other columns it stands in their drawers, and in the row."""
        ids, builder = {lesson.id for lesson in lessons}, self.page.builder
        return [
            builder.note_of(request)
            for request in builder.requests
            if request.person_id == row.id and request.lesson_id in ids
        ]

    def _found(
        self, column: Column, lessons: Sequence[Lesson], answers: queries.Answers, activity: queries.Activity
    ) -> list[Found]:
        """What was handed in, the latest first; a draft is not handed in yet, and staff do not see it."""
        reader, store, kinds = self.req.state.get(EvidenceReader), self.req.state.get(PackStore), self._kinds(column)
        found: list[tuple[datetime, Found]] = []
        for lesson in lessons:
            version = activity.started.get(lesson.id, queries.LessonStart()).pack_version
            pack = store.version_or_current(self.req.db, self.scope.pack, version)
            for step in (pack.lesson(lesson.id) or lesson).steps:
                done_at = activity.done_steps.get((lesson.id, step.id))
                if done_at and (lesson.id, step.id) in answers and (not kinds or step.kind in kinds):
                    lines = reader.for_staff(pack, lesson.id, step.id, answers, self.req.lang)
                    title = step.title.in_language(self.req.lang, pack.default_language)
                    found += [(done_at, Found(title, self._time(done_at), lines))] if lines else []
        return [one for _at, one in sorted(found, key=lambda pair: pair[0], reverse=True)]

    def _history(
        self, recorded: Sequence[RowMapping], column: Column, lessons: Sequence[Lesson], activity: queries.Activity
    ) -> list[HistoryEntry]:
        """What staff have recorded, lessons done and lessons begun, the latest first."""
        requirement = self.scope.pack.requirement(column.id)
        targets = {column.id, column.activity, activity_of(requirement) if requirement else ""}
        entries = [(one["created_at"], self._recorded(one)) for one in recorded if one["target_id"] in targets]
        for lesson in lessons:
            for words, at in (
                (self.req.gettext("Lesson done"), activity.done_lessons.get(lesson.id)),
                (self.req.gettext("Lesson started"), activity.started.get(lesson.id, queries.LessonStart()).at),
            ):
                entries += [(at, HistoryEntry(words, self._time(at), self._title(lesson)))] if at else []
        return [entry for _at, entry in sorted(entries, key=lambda pair: pair[0], reverse=True)]

    def _recorded(self, attestation: RowMapping) -> HistoryEntry:
        is_mine = attestation["author_person_id"] == self.req.viewer.person_id
        author, label = YOU if is_mine else COLLEAGUE, KIND_LABELS[attestation["kind"]]
        day = attestation["activity_date"]
        more = " · ".join([*([self._day(day)] if day else []), self.req.gettext(author)])
        when = self._time(attestation["created_at"])
        return HistoryEntry(self.req.gettext(label), when, more, attestation["act_id"])

    def _scores(self, row: PupilRow) -> list[str]:
        deliveries = queries.load_deliveries(self.req.db, *self.scope.key, row.id)
        scores = column_scores(deliveries, self.scope, self.req.lang)
        return [f"{score.column_label}: {score.score} / {score.score_maximum}. {score.text}" for score in scores]

    def _title(self, lesson: Lesson) -> str:
        return lesson.title.in_language(self.req.lang, self.scope.pack.default_language)

    def _time(self, at: datetime | None) -> str:
        return format_recent(at, self.req.lang, self.scope.pack.timezone) if at else ""

    def _day(self, iso_date: str) -> str:
        return format_date(date.fromisoformat(iso_date), self.req.lang)
