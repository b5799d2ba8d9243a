"""How it is known where a pupil stands in a column: what was handed in, and what happened. No HTML here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import RowMapping

from careered.dashboard.grid import Column
from careered.dashboard.recorded_acts import HistoryEntry, RecordedActs
from careered.packs.models import Lesson, Pack
from careered.packs.requirements import LessonsCompletion, OfflineAndLessonsCompletion, StepsCompletion
from careered.packs.store import PackStore
from careered.progress import queries
from careered.progress.evidence import Evidence, EvidenceReader
from careered.reports.event_days import activity_of
from careered.roster.scope import ClassScope
from careered.web.request import PageRequest
from careered.web.time_format import format_recent


@dataclass(frozen=True)
class Found:
    """What a pupil handed in: where (the card's title), when, and the lines as staff may read them.

    lesson: its title where the column shows cards of several lessons, for their cards may have one name; else "".
    """

    where: str
    when: str
    lines: Sequence[Evidence]
    lesson: str = ""


def lessons_of(pack: Pack, column: Column, activity: queries.Activity) -> list[Lesson]:
    """The lessons that count for a column; of one that counts steps, those in which the pupil has done such a step."""
    requirement, kinds = pack.requirement(column.id), _kinds(pack, column)
    match requirement.completion if requirement else None:
        case LessonsCompletion() | OfflineAndLessonsCompletion() as completion:
            return [lesson for lesson in pack.lessons if lesson.id in completion.all]
        case StepsCompletion():
            done = activity.done_steps
            return [
                lesson
                for lesson in pack.lessons
                if any(step.kind in kinds and (lesson.id, step.id) in done for step in lesson.steps)
            ]
    return []


def _kinds(pack: Pack, column: Column) -> Sequence[str]:
    """The kinds of step that a column counts; none where it counts whole lessons."""
    requirement = pack.requirement(column.id)
    completion = requirement.completion if requirement else None
    return completion.any_of_type if isinstance(completion, StepsCompletion) else ()


@dataclass(frozen=True)
class CellEvidence:
    """Reads of one cell what was done. lessons: of the column (`lessons_of`); activity: the pupil's."""

    req: PageRequest
    scope: ClassScope
    column: Column
    lessons: Sequence[Lesson]
    activity: queries.Activity

    def found(self, answers: queries.Answers) -> list[Found]:
        """What was handed in, the latest first; a draft is not handed in yet, and staff do not see it."""
        reader, store = self.req.state.get(EvidenceReader), self.req.state.get(PackStore)
        kinds, done_steps = _kinds(self.scope.pack, self.column), self.activity.done_steps
        found: list[tuple[datetime, Found]] = []
        for lesson in self.lessons:
            version = self.activity.started.get(lesson.id, queries.LessonStart()).pack_version
            pack = store.version_or_current(self.req.db, self.scope.pack, version)
            for step in (pack.lesson(lesson.id) or lesson).steps:
                done_at = done_steps.get((lesson.id, step.id))
                if done_at and (lesson.id, step.id) in answers and (not kinds or step.kind in kinds):
                    lines = reader.for_staff(pack, lesson.id, step.id, answers, self.req.lang)
                    title = step.title.in_language(self.req.lang, pack.default_language)
                    found += [(done_at, Found(title, self.time(done_at), lines, self.title(lesson)))] if lines else []
        if len({one.lesson for _at, one in found}) == 1:
            found = [(at, replace(one, lesson="")) for at, one in found]
        return [one for _at, one in sorted(found, key=lambda pair: pair[0], reverse=True)]

    def history(self, acts: Sequence[RowMapping]) -> list[HistoryEntry]:
        """What staff have recorded (rows of `load_recorded`), lessons done and lessons begun, the latest first."""
        requirement = self.scope.pack.requirement(self.column.id)
        targets = {self.column.id, self.column.activity, activity_of(requirement) if requirement else ""}
        recorded = RecordedActs(self.req, self.scope)
        entries = [(one["created_at"], recorded.entry(one)) for one in acts if one["target_id"] in targets]
        for lesson in self.lessons:
            for words, at in (
                (self.req.gettext("Lesson done"), self.activity.done_lessons.get(lesson.id)),
                (self.req.gettext("Lesson started"), self.activity.started.get(lesson.id, queries.LessonStart()).at),
            ):
                entries += [(at, HistoryEntry(words, self.time(at), self.title(lesson)))] if at else []
        return [entry for _at, entry in sorted(entries, key=lambda pair: pair[0], reverse=True)]

    def lines(self) -> list[tuple[str, str, str]]:
        """The column's lessons: id, title, and when it was done or ""."""
        done = self.activity.done_lessons
        return [(lesson.id, self.title(lesson), self.time(done.get(lesson.id))) for lesson in self.lessons]

    def title(self, lesson: Lesson) -> str:
        """The lesson's title in the reader's language."""
        return lesson.title.in_language(self.req.lang, self.scope.pack.default_language)

    def time(self, at: datetime | None) -> str:
        """A moment as words for the reader, by the class's clock; "" for none."""
        return format_recent(at, self.req.lang, self.scope.pack.timezone, short=True) if at else ""
