"""A pupil's mark on its way, short for the grid and in a sentence for the pupil's page."""

from collections.abc import Sequence
from dataclasses import dataclass

from careered.dashboard.moments import when
from careered.dashboard.words import MARKS, NO_MARK
from careered.progress.delivery_words import Row, words_for_delivery
from careered.progress.where import Course
from careered.progress.wishes import REQUIREMENTS
from careered.web.i18n import translations


@dataclass(frozen=True)
class Mark:
    """One column's mark in words. state: of `words_for_delivery`."""

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
    return say(MARKS[words_for_delivery(main)[0]]) % _facts(main, course, lang)


def in_full(deliveries: Sequence[Row], course: Course, lang: str) -> list[Mark]:
    """Every column's mark, each with its sentence."""
    return [_mark(row, course, lang) for row in deliveries]


def _mark(row: Row, course: Course, lang: str) -> Mark:
    state, message = words_for_delivery(row)
    words = translations(lang).gettext(message) % _facts(row, course, lang)
    return Mark(row["label"], row["wanted"], row["maximum"], state, words)


def _facts(row: Row, course: Course, lang: str) -> dict[str, str]:
    sent = when(row["sent_at"], lang, course.pack.timezone) if row["sent_at"] else ""
    return {"platform": course.room.platform_name, "when": sent}
