"""What a pupil wants to say or ask: requests for somebody, and named questions to the class's staff."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from careered.packs.models import Lesson
from careered.progress.alternative_requests import load_alternative_requests
from careered.progress.help_requests import ANOTHER_WAY
from careered.progress.labels import HELP_REASON_OTHER, HELP_REASONS
from careered.progress.queries import load_answers
from careered.questions import store as questions
from careered.questions.store import ANSWERED, QuestionView
from careered.roster.scope import PupilScope
from careered.web.i18n import translations


@dataclass(frozen=True)
class OpenRequest:
    """A request for staff. text: in the pupil's own words, or "". lesson: its title, "" where the pack has none."""

    label: str
    lesson: str
    text: str = ""
    asked_at: datetime | None = None


@dataclass(frozen=True)
class OpenMatters:
    """requests: newest first. open_questions, answered: named questions of this class, newest first."""

    requests: Sequence[OpenRequest]
    open_questions: Sequence[QuestionView]
    answered: Sequence[QuestionView]

    @property
    def is_empty(self) -> bool:
        """Whether nobody waits for an answer or a talk."""
        return not self.requests and not self.open_questions


def load_open_matters(db: Connection, scope: PupilScope, lang: str) -> OpenMatters:
    """What one pupil of a class has asked for, in the reader's language."""
    of_pupil = [
        question
        for question in questions.list_for_class(db, scope.organisation_id, scope.class_id)
        if question.person_id == scope.person_id
    ]
    return OpenMatters(
        requests=[*_other_ways(db, scope, lang), *_calls(db, scope, lang)],
        open_questions=[question for question in of_pupil if question.state != ANSWERED],
        answered=[question for question in of_pupil if question.state == ANSWERED],
    )


def _other_ways(db: Connection, scope: PupilScope, lang: str) -> Iterator[OpenRequest]:
    label = translations(lang).gettext(HELP_REASONS[ANOTHER_WAY])
    texts = load_alternative_requests(db, scope.key)
    for lesson in scope.pack.lessons:
        if lesson.id in texts:
            yield OpenRequest(label, _title(scope, lesson, lang), texts[lesson.id])


def _calls(db: Connection, scope: PupilScope, lang: str) -> Iterator[OpenRequest]:
    gettext, answers = translations(lang).gettext, load_answers(db, scope.key)
    calls = [(lesson_id, answer) for (lesson_id, _step), answer in answers.items() if answer.help_reason]
    for lesson_id, answer in sorted(calls, key=lambda call: call[1].saved_at, reverse=True):
        label = gettext(HELP_REASONS.get(answer.help_reason, HELP_REASON_OTHER))
        yield OpenRequest(label, _title(scope, scope.pack.lesson(lesson_id), lang), asked_at=answer.saved_at)


def _title(scope: PupilScope, lesson: Lesson | None, lang: str) -> str:
    return lesson.title.in_language(lang, scope.pack.default_language) if lesson else ""
