"""The drawer beside the grid: how one pupil stands in one column, and how that is known. No HTML here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import RowMapping

from careered.dashboard.attestation_labels import COLLEAGUE, KIND_LABELS, YOU
from careered.dashboard.class_page import ClassPage
from careered.dashboard.filters import Filters
from careered.dashboard.grid import Column
from careered.dashboard.pupil_rows import PupilRow
from careered.dashboard.score_status import column_scores
from careered.dashboard.tiles import Tile
from careered.packs.models import Lesson
from careered.packs.requirements import LessonsCompletion, OfflineAndLessonsCompletion, StepsCompletion
from careered.packs.store import PackStore
from careered.progress import queries
from careered.progress.evidence import Evidence, EvidenceReader
from careered.progress.labels import METHOD_LABELS
from careered.progress.projection import load_attestations
from careered.roster.scope import ClassScope, PupilScope
from careered.web.request import PageRequest
from careered.web.time_format import format_date, format_recent


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

    since, method: since when the state holds and how it is known, "" where nothing was done.
    lessons: those of the column, as (id, title, when it was done or ""). scores: sentences about the platform.
    """

    row: PupilRow
    column: Column
    tile: Tile
    since: str
    method: str
    found: Sequence[Found]
    history: Sequence[HistoryEntry]
    lessons: Sequence[tuple[str, str, str]]
    scores: Sequence[str]
    before: str = ""
    after: str = ""

    @property
    def next_lesson(self) -> str:
        """The title of the column's first lesson that is not done, or ""."""
        return next((title for _id, title, done_at in self.lessons if not done_at), "")

    @property
    def is_open(self) -> bool:
        """Whether staff may still record it: neither confirmed nor exempt."""
        return self.tile.state not in {"confirmed", "exempt"}


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
        lessons = self._lessons(column, activity)
        return CellDrawer(
            row=row,
            column=column,
            tile=next(tile for tile in row.tiles if tile.column.id == column.id),
            since=self._time(status.since_at) if status else "",
            method=self.req.gettext(METHOD_LABELS[status.method]) if status and status.method in METHOD_LABELS else "",
            found=self._found(lessons, answers, activity),
            history=self._history(pupil, column, lessons, activity),
            lessons=[(one.id, self._title(one), self._time(activity.done_lessons.get(one.id))) for one in lessons],
            scores=self._scores(row),
            before=shown[at - 1] if at > 0 else "",
            after=shown[at + 1] if -1 < at < len(shown) - 1 else "",
        )

    def _lessons(self, column: Column, activity: queries.Activity) -> list[Lesson]:
        requirement = self.scope.pack.requirement(column.id)
        match requirement.completion if requirement else None:
            case LessonsCompletion() | OfflineAndLessonsCompletion() as completion:
                wanted = set(completion.all)
            case StepsCompletion():
                wanted = {lesson for lesson, _step in activity.done_steps}
            case _:
                wanted = set()
        return [lesson for lesson in self.scope.pack.lessons if lesson.id in wanted]

    def _found(self, lessons: Sequence[Lesson], answers: queries.Answers, activity: queries.Activity) -> list[Found]:
        """What was handed in, the latest first; a draft is not handed in yet, and staff do not see it."""
        reader, store = self.req.state.get(EvidenceReader), self.req.state.get(PackStore)
        found: list[tuple[datetime, Found]] = []
        for lesson in lessons:
            version = activity.started.get(lesson.id, queries.LessonStart()).pack_version
            pack = store.version_or_current(self.req.db, self.scope.pack, version)
            for step in (pack.lesson(lesson.id) or lesson).steps:
                done_at = activity.done_steps.get((lesson.id, step.id))
                if done_at and (lesson.id, step.id) in answers:
                    lines = reader.for_staff(pack, lesson.id, step.id, answers, self.req.lang)
                    title = step.title.in_language(self.req.lang, pack.default_language)
                    found += [(done_at, Found(title, self._time(done_at), lines))] if lines else []
        return [one for _at, one in sorted(found, key=lambda pair: pair[0], reverse=True)]

    def _history(
        self, pupil: PupilScope, column: Column, lessons: Sequence[Lesson], activity: queries.Activity
    ) -> list[HistoryEntry]:
        """What staff have recorded, lessons done and lessons begun, the latest first."""
        entries = [
            (one["created_at"], self._recorded(one))
            for one in load_attestations(self.req.db, pupil.key)
            if one["target_id"] in {column.id, column.activity}
        ]
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
