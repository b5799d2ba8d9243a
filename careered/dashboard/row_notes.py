"""What stands in a pupil's row beside the tiles: what is going on just now, and when the pupil was last here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from careered.clock import day_of
from careered.dashboard.labels import ASKED, LEFT_ON, WANTS_TO_TALK
from careered.packs.models import Pack, Requirement
from careered.packs.requirements import LessonsCompletion, OfflineAndLessonsCompletion
from careered.progress.completion import RequirementState
from careered.progress.help_requests import HelpRequest
from careered.progress.labels import HELP_REASON_OTHER, HELP_REASONS, STATE_LABELS
from careered.web.i18n import translations
from careered.web.rendering import clip
from careered.web.time_format import format_near_day

TELL, SHOW = "tell_teacher", "another_way"
TALK_REASONS = frozenset({TELL, SHOW})
MOST_OF_QUESTION = 140
"""Letters of a question: as many as the lists of questions show."""


@dataclass(frozen=True)
class RowNote:
    """What is going on with a pupil just now. look: "talk", "sun" or "" (nothing to do); icon: of macros.html."""

    text: str
    look: str = ""
    icon: str = ""


def request_note(request: HelpRequest, pack: Pack, lang: str) -> RowNote:
    """A request for help, in the reader's language, with the lesson that it is about."""
    text = translations(lang).gettext(HELP_REASONS.get(request.reason, HELP_REASON_OTHER))
    if lesson := pack.lesson(request.lesson_id):
        text = f"{text} ({lesson.title.in_language(lang, pack.default_language)})"
    is_talk = request.reason in TALK_REASONS
    return RowNote(text, "talk" if is_talk else "sun", "chat" if is_talk else "warning")


def question_note(text: str, lang: str) -> RowNote:
    """A question that a pupil has asked with their name, which waits for an answer."""
    asked = translations(lang).gettext(ASKED) % {"text": clip(" ".join(text.split()), MOST_OF_QUESTION)}
    return RowNote(asked, "sun", "question")


@cache
def asked_word(wants_talk: bool, state: RequirementState, lang: str) -> str:
    """What a pupil asks for about a requirement, a talk or to show it in another way, and the state that it is in."""
    gettext = translations(lang).gettext
    word = gettext(STATE_LABELS[state])
    return f"{gettext(WANTS_TO_TALK if wants_talk else HELP_REASONS[SHOW])}, {word[:1].lower()}{word[1:]}"


def counts_for(requirement: Requirement | None, lesson_id: str) -> bool:
    """Whether a talk that a pupil asks for in a lesson is about a requirement; None: a column that is none."""
    completion = requirement.completion if requirement else None
    return isinstance(completion, LessonsCompletion | OfflineAndLessonsCompletion) and lesson_id in completion.all


def left_note(left_at: datetime, timezone: str, lang: str, present: date) -> RowNote:
    """That a pupil has left, and on which day. present: the day of now."""
    day = format_near_day(day_of(left_at, timezone), lang, present)
    return RowNote(translations(lang).gettext(LEFT_ON) % {"day": day}, "", "arrow-right")


def recent_day(at: datetime | None, lang: str, timezone: str, present: date) -> str:
    """The day of a moment in a word: today, yesterday, else its short form; "" for none. present: the day of now."""
    if at is None:
        return ""
    day = day_of(at, timezone)
    return _lately(lang).get((present - day).days) or format_near_day(day, lang, present)


@cache
def _lately(lang: str) -> Mapping[int, str]:
    """The last days in words, by how long ago they were."""
    words = (translations(lang).gettext(word).replace(" ", "\u00a0") for word in ("today", "yesterday"))
    return dict(enumerate(words))
