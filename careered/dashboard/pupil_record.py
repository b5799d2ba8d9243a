"""What the page about one pupil shows: every requirement with its evidence, and every lesson with its answers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection, RowMapping

from careered.acts.undo import is_undoable
from careered.clock import day_of
from careered.dashboard import score_status
from careered.dashboard.attestation_choices import exemption_reasons
from careered.dashboard.attestation_labels import COLLEAGUE, KIND_LABELS, WHO_AND_WHEN, YOU
from careered.dashboard.grid import paragraphs
from careered.dashboard.pupil_record_parts import AttestationView, LessonView, PupilPage, RequirementView, StepView
from careered.dashboard.pupil_rows import OPEN_STATES
from careered.dashboard.row_notes import SHOW, TALK_REASONS, TELL, asked_word, counts_for
from careered.dashboard.tiles import TALK
from careered.feedback.store import REVISION_REQUESTED, FeedbackView, feedback_to
from careered.packs.models import Lesson, Pack, Requirement
from careered.packs.store import PackStore
from careered.progress import queries
from careered.progress.alternative_requests import load_alternative_requests
from careered.progress.class_progress import PupilProgress, evidence_title, load_pupil_progress
from careered.progress.completion import REACHED_STATES, count_reached
from careered.progress.events import CATCH_UP
from careered.progress.evidence import EvidenceReader
from careered.progress.labels import HELP_REASON_OTHER, HELP_REASONS, STATE_LABELS, method_label
from careered.progress.offline_days import days_in_full
from careered.progress.projection import EARLIEST, load_attestations
from careered.progress.queries import StoredAnswer
from careered.reports.event_days import pupil_event_days
from careered.roster.members import Pupil
from careered.roster.scope import ClassScope, PupilScope
from careered.web.i18n import translations
from careered.web.time_format import format_date, format_recent, format_short_date

HURRIED_SHARE = 5
"""A lesson done in under a fifth of its time has the time told beside it."""


def hurried_pace(begun_at: datetime | None, done_at: datetime | None, minutes: int) -> tuple[int, int] | None:
    """(whole minutes it took, at least 1; minutes meant) where that is under a fifth; else None."""
    if begun_at is None or done_at is None:
        return None
    seconds = (done_at - begun_at).total_seconds()
    return (max(1, round(seconds / 60)), minutes) if seconds * HURRIED_SHARE < minutes * 60 else None


def _talks(answers: queries.Answers, asked: Collection[str]) -> set[tuple[str, str]]:
    """The lessons about which a pupil asks to talk, with the reasons. asked: those to be shown in another way."""
    told = {(lesson, one.help_reason) for (lesson, _step), one in answers.items() if one.help_reason in TALK_REASONS}
    return {*told, *((lesson, SHOW) for lesson in asked)}


def _latest_first(answers: queries.Answers, activity: queries.Activity) -> list[str]:
    """The ids of the lessons that a pupil has begun, by when they last worked on each."""
    latest: dict[str, datetime] = {}
    moments = [
        *((lesson, one.at) for lesson, one in activity.started.items()),
        *((lesson, at) for (lesson, _step), at in activity.done_steps.items()),
        *((lesson, one.saved_at) for (lesson, _step), one in answers.items()),
    ]
    for lesson_id, at in moments:
        latest[lesson_id] = max(latest.get(lesson_id, EARLIEST), at or EARLIEST)
    return sorted(latest, key=lambda lesson_id: latest[lesson_id], reverse=True)


@dataclass(frozen=True)
class PupilRecordBuilder:
    """Reads one pupil's record in one language."""

    db: Connection
    pack_store: PackStore
    evidence: EvidenceReader
    class_scope: ClassScope
    lang: str
    viewer_id: str = ""

    def build(self, pupil: Pupil) -> PupilPage:
        """Everything that the page shows."""
        progress = load_pupil_progress(self.db, self.class_scope, pupil)
        scope, pack = self.class_scope.pupil(pupil.id), self.class_scope.pack
        requirements = pack.requirements_for(self.class_scope.class_info.grade)
        done, total = count_reached(progress.states(requirements))
        activity, recorded = queries.load_activity(self.db, scope.key), load_attestations(self.db, scope.key)
        answers, asked = queries.load_answers(self.db, scope.key), load_alternative_requests(self.db, scope.key)
        days, talks = pupil_event_days(pack, recorded, activity), _talks(answers, asked)
        return PupilPage(
            done=done,
            total=total,
            requirements=[self._requirement(one, progress, days.get(one.id), talks) for one in requirements],
            lessons=self._lessons(scope, activity, answers),
            column_scores=score_status.column_scores(progress.deliveries, self.class_scope, self.lang),
            recorded=recorded,
            attestations=self._attestations(recorded),
            alternative_requests=self._alternative_requests(asked),
        )

    def _attestations(self, recorded: Sequence[RowMapping]) -> list[AttestationView]:
        """What staff have attested, the newest first, with author, time and reason."""
        reason_labels = dict(exemption_reasons(self.class_scope.pack, self.lang))
        return [
            AttestationView(
                act_id=attestation["act_id"] if is_undoable(attestation) else "",
                kind_label=self._gettext(KIND_LABELS[attestation["kind"]]),
                title=self._target_title(attestation["target_id"]),
                day=self._days(attestation["activity_date"], attestation["activity_end_date"]),
                reason=reason_labels.get(attestation["reason"], ""),
                attested_at=self._format_time(attestation["created_at"]),
                author=self._gettext(YOU if attestation["author_person_id"] == self.viewer_id else COLLEAGUE),
            )
            for attestation in reversed(recorded)
        ]

    def _target_title(self, target_id: str) -> str:
        requirement = self.class_scope.pack.requirement(target_id)
        return (
            requirement.title.in_language(self.lang, self.class_scope.pack.default_language)
            if requirement
            else evidence_title(self.class_scope.pack, target_id, self.lang)
        )

    def _alternative_requests(self, texts: Mapping[str, str]) -> list[tuple[str, str]]:
        """Lessons that the pupil wants to show in another way: (title, the pupil's text)."""
        return [
            (self._lesson_title(lesson), texts[lesson.id])
            for lesson in self.class_scope.pack.lessons
            if lesson.id in texts
        ]

    def _requirement(
        self,
        requirement: Requirement,
        progress: PupilProgress,
        event_day: date | None,
        talks: Collection[tuple[str, str]],
    ) -> RequirementView:
        """event_day: on which it was done away from the screen; its day is that one, as on the evidence sheet.

        talks: lessons about which the pupil asks to talk, and why; an open requirement says so, as its tile does.
        """
        pack, state = self.class_scope.pack, progress.state(requirement.id)
        asked = {reason for lesson_id, reason in talks if counts_for(requirement, lesson_id)}
        is_talk = bool(asked) and state in OPEN_STATES
        word = self._gettext(STATE_LABELS[state])
        view = RequirementView(
            id=requirement.id,
            title=requirement.title.in_language(self.lang, pack.default_language),
            paragraphs=paragraphs(pack, requirement, self.lang),
            state=TALK if is_talk else state.value,
            state_label=asked_word(TELL in asked, state, self.lang) if is_talk else word,
        )
        status = progress.statuses.get(requirement.id)
        if status is None:
            return view
        reached_on = event_day if state in REACHED_STATES else None
        return replace(
            view,
            since=format_date(reached_on, self.lang) if reached_on else self._format_time(status.since_at),
            method_label=self._gettext(label) if (label := method_label(state, status.method)) else "",
            evidence_titles=[evidence_title(pack, evidence_id, self.lang) for evidence_id in status.evidence],
            pack_version=status.pack_version,
            # Beside "wants to talk" a day would be read as that of the wish.
            day="" if is_talk else format_short_date(reached_on or day_of(status.since_at, pack.timezone), self.lang),
        )

    def _lessons(self, scope: PupilScope, activity: queries.Activity, answers: queries.Answers) -> list[LessonView]:
        """The one that the pupil worked on last stands first."""
        notes = feedback_to(self.db, scope.organisation_id, scope.class_id, scope.person_id)
        views = []
        for lesson_id in _latest_first(answers, activity):
            start = activity.started.get(lesson_id, queries.LessonStart())
            version, way = start.pack_version, start.variant
            pack = self.pack_store.version_or_current(self.db, self.class_scope.pack, version)
            lesson = pack.lesson(lesson_id)
            if lesson:
                steps = self._steps(pack, lesson, answers, activity.done_steps, notes)
                done_at, is_short = activity.done_lessons.get(lesson_id), way == CATCH_UP
                minutes = lesson.short_version_minutes if is_short and lesson.catch_up else lesson.minutes
                pace = hurried_pace(start.at, done_at, minutes)
                views.append(LessonView(self._lesson_title(lesson), self._format_time(done_at), steps, is_short, pace))
        return views

    def _steps(
        self,
        pack: Pack,
        lesson: Lesson,
        answers: Mapping[tuple[str, str], StoredAnswer],
        done: Mapping[tuple[str, str], datetime],
        notes: Sequence[FeedbackView],
    ) -> list[StepView]:
        views = []
        for step in lesson.steps:
            saved, done_at = answers.get((lesson.id, step.id)), done.get((lesson.id, step.id))
            if saved is None and done_at is None:
                continue
            # A draft is not handed in yet: staff do not see it.
            evidence = (
                self.evidence.for_staff(pack, lesson.id, step.id, answers, self.lang) if saved and done_at else []
            )
            title = step.title.in_language(self.lang, pack.default_language)
            comments = [self._comment(note) for note in notes if (note.lesson_id, note.step_id) == (lesson.id, step.id)]
            views.append(
                StepView(
                    lesson.id, step.id, title, self._format_time(done_at), evidence, self._help_text(saved), comments
                )
            )
        return views

    def _comment(self, note: FeedbackView) -> tuple[str, str, bool]:
        author = self._gettext(YOU if note.author_person_id == self.viewer_id else COLLEAGUE)
        by = self._gettext(WHO_AND_WHEN) % {"who": author, "when": self._format_time(note.created_at)}
        return by, note.text, note.kind == REVISION_REQUESTED

    def _help_text(self, saved: StoredAnswer | None) -> str:
        return (
            self._gettext(HELP_REASONS.get(saved.help_reason, HELP_REASON_OTHER)) if saved and saved.help_reason else ""
        )

    def _lesson_title(self, lesson: Lesson) -> str:
        return lesson.title.in_language(self.lang, self.class_scope.pack.default_language)

    def _format_time(self, timestamp: datetime | None) -> str:
        return format_recent(timestamp, self.lang, self.class_scope.pack.timezone) if timestamp else ""

    def _days(self, first: str, last: str) -> str:
        return days_in_full([(first, last)], self.lang) if first else ""

    def _gettext(self, message: str) -> str:
        return translations(self.lang).gettext(message)
