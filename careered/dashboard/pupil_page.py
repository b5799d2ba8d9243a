"""What the page about one pupil shows: every requirement with its proof, and every lesson with what was answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from careered.dashboard import marks
from careered.dashboard.columns import paragraphs
from careered.dashboard.markable import reasons
from careered.dashboard.marking_words import COLLEAGUE, SAID, YOU
from careered.dashboard.pupil_views import LessonView, PupilPage, RequirementView, SaidView, StepView
from careered.dashboard.words import HELP, HELP_OTHER
from careered.guidance.notes import AGAIN, NoteView, notes_of
from careered.packs.models import Lesson, Pack, Requirement
from careered.packs.store import Shelf
from careered.progress import read
from careered.progress.completion import tally
from careered.progress.evidence import EvidenceReader
from careered.progress.overview import PupilProgress, overview_of, proof_title
from careered.progress.project import marks_of
from careered.progress.read import Saved
from careered.progress.record import CATCH_UP
from careered.progress.state_words import HOW, STATES
from careered.roster.read import Pupil
from careered.roster.scope import Course, Where
from careered.web.i18n import translations
from careered.web.time_format import format_date, format_recent


@dataclass(frozen=True)
class Reader:
    """Reads one pupil's record in one language."""

    db: Connection
    shelf: Shelf
    evidence: EvidenceReader
    course: Course
    lang: str
    viewer: str = ""

    def page(self, pupil: Pupil) -> PupilPage:
        """Everything that the page shows."""
        progress = overview_of(self.db, self.course, pupil)
        scope = self.course.pack.requirements_for(self.course.room.grade)
        done, of = tally(progress.states(scope))
        return PupilPage(
            done=done,
            of=of,
            requirements=[self._requirement(one, progress) for one in scope],
            lessons=self._lessons(self.course.where(pupil.id)),
            marks=marks.in_full(progress.deliveries, self.course, self.lang),
            said=self._said(self.course.where(pupil.id)),
            other_ways=self._other_ways(self.course.where(pupil.id)),
        )

    def _said(self, where: Where) -> list[SaidView]:
        """What staff have marked, the newest first, with author, time and reason."""
        codes = dict(reasons(self.course.pack, self.lang))
        return [
            SaidView(
                what=f"{one['kind']}:{one['subject']}",
                word=self._say(SAID[one["kind"]]),
                title=self._subject(one["subject"]),
                day=format_date(date.fromisoformat(one["day"]), self.lang) if one["day"] else "",
                reason=codes.get(one["reason"], ""),
                when=self._when(one["at"]),
                by=self._say(YOU if one["by_person_id"] == self.viewer else COLLEAGUE),
            )
            for one in reversed(marks_of(self.db, where.keys))
        ]

    def _subject(self, key: str) -> str:
        found = self.course.pack.requirement(key)
        return (
            found.title.in_language(self.lang, self.course.pack.default_language)
            if found
            else proof_title(self.course.pack, key, self.lang)
        )

    def _other_ways(self, where: Where) -> list[tuple[str, str]]:
        """Lessons that the pupil wants to show in another way: title, and what the pupil says about it."""
        found = [(key, one) for (key, step), one in read.answers_of(self.db, where.keys).items() if not step]
        known = [(self.course.pack.lesson(key), one) for key, one in found if one.help_wanted]
        return [(self._title(lesson), str(one.values.get("text", ""))) for lesson, one in known if lesson]

    def _requirement(self, requirement: Requirement, progress: PupilProgress) -> RequirementView:
        pack, state = self.course.pack, progress.state(requirement.id)
        view = RequirementView(
            id=requirement.id,
            title=requirement.title.in_language(self.lang, pack.default_language),
            paragraphs=paragraphs(pack, requirement, self.lang),
            state=state.value,
            word=self._say(STATES[state]),
        )
        found = progress.reached.get(requirement.id)
        if found is None:
            return view
        return replace(
            view,
            since=self._when(found.since),
            how=self._say(HOW[found.how]) if found.how in HOW else "",
            by=[proof_title(pack, one, self.lang) for one in found.evidence],
            version=found.pack_version,
        )

    def _lessons(self, where: Where) -> list[LessonView]:
        answers, so_far = read.answers_of(self.db, where.keys), read.done_so_far(self.db, where.keys)
        notes = notes_of(self.db, where.organisation_id, where.class_id, where.person_id)
        views = []
        for key in self._in_order({*(lesson for lesson, _ in (*answers, *so_far.steps)), *so_far.begun}):
            version, way = so_far.begun.get(key, read.Begun())
            pack = self._pack(version)
            lesson = pack.lesson(key)
            if lesson:
                seen = self._steps(pack, lesson, answers, so_far.steps, notes)
                when = self._when(so_far.lessons.get(key))
                views.append(LessonView(self._title(lesson), when, seen, way == CATCH_UP))
        return views

    def _in_order(self, been: set[str]) -> list[str]:
        """Lessons in the pack's order; those that a new version has dropped come last."""
        known = [one.id for one in self.course.pack.lessons]
        return [*(key for key in known if key in been), *sorted(been.difference(known))]

    def _pack(self, version: str) -> Pack:
        """The version that the pupil began the lesson with: questions and answers belong together."""
        return self.shelf.pack(self.db, self.course.pack.id, version) or self.course.pack

    def _steps(
        self,
        pack: Pack,
        lesson: Lesson,
        answers: Mapping[tuple[str, str], Saved],
        done: Mapping[tuple[str, str], datetime],
        notes: Sequence[NoteView],
    ) -> list[StepView]:
        views = []
        for step in lesson.steps:
            saved, at = answers.get((lesson.id, step.id)), done.get((lesson.id, step.id))
            if saved is None and at is None:
                continue
            # What is only begun is not handed in yet: it stays the pupil's own.
            lines = self.evidence.for_staff(pack, lesson.id, step.id, saved.values, self.lang) if saved and at else []
            title = step.title.in_language(self.lang, pack.default_language)
            said = [self._note(one) for one in notes if (one.lesson_id, one.step_id) == (lesson.id, step.id)]
            views.append(StepView(lesson.id, step.id, title, self._when(at), lines, self._help(saved), said))
        return views

    def _note(self, one: NoteView) -> tuple[str, str, bool]:
        by = self._say(YOU if one.by_person_id == self.viewer else COLLEAGUE)
        return f"{self._when(one.made_at)}, {by}", one.text, one.kind == AGAIN

    def _help(self, saved: Saved | None) -> str:
        return self._say(HELP.get(saved.help_wanted, HELP_OTHER)) if saved and saved.help_wanted else ""

    def _title(self, lesson: Lesson) -> str:
        return lesson.title.in_language(self.lang, self.course.pack.default_language)

    def _when(self, at: datetime | None) -> str:
        return format_recent(at, self.lang, self.course.pack.timezone) if at else ""

    def _say(self, message: str) -> str:
        return translations(self.lang).gettext(message)
