"""A pupil's mark on its way, short for the grid and in a sentence for the pupil's page."""

from collections.abc import Sequence
from dataclasses import dataclass

from careered.dashboard.words import MARKS, NO_MARK
from careered.progress.delivery_words import Row, state_of, words_of
from careered.progress.wishes import REQUIREMENTS
from careered.roster.scope import Course
from careered.web.i18n import translations
from careered.web.time_format import format_recent


@dataclass(frozen=True)
class Mark:
    """One column's mark in words. state: of `state_of`."""

    column: str
    wanted: int
    maximum: int
    state: str
    words: str


def short(deliveries: Sequence[Row], course: Course, lang: str) -> str:
    """The state of the class's main column in two or three words."""
    say = translations(lang).gettext
    if not deliveries:
        return say(NO_MARK)
    main = min(deliveries, key=lambda row: row["measure"] != REQUIREMENTS)
    return say(MARKS[state_of(main)]) % _facts(main, course, lang)


def in_full(deliveries: Sequence[Row], course: Course, lang: str) -> list[Mark]:
    """Every column's mark, each with its sentence."""
    return [_mark(row, course, lang) for row in deliveries]


def _mark(row: Row, course: Course, lang: str) -> Mark:
    words = words_of(row, course.room.platform_name, lang, course.pack.timezone)
    return Mark(row["label"], row["wanted"], row["maximum"], state_of(row), words)


def _facts(row: Row, course: Course, lang: str) -> dict[str, str]:
    sent = format_recent(row["sent_at"], lang, course.pack.timezone) if row["sent_at"] else ""
    return {"platform": course.room.platform_name, "when": sent}
