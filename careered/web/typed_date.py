"""Days as people type them: "12.11.", "12/11-2026", "d. 12. november", "yesterday", "tue". No date picker."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

from babel import Locale

from careered.i18n_marker import _
from careered.web.i18n import LANGUAGES, translations

TODAY, YESTERDAY = _("today"), _("yesterday")
LONGEST_AGO = timedelta(days=183)
"""How long ago a day without a year can have been: at a longer distance a day to come was mistyped."""
EARLIEST_YEAR = 2000
"""A year before it was mistyped, such as 0226."""

_DAY_FIRST = re.compile(r"(\d{1,2})(?:[./,] ?(\d{1,2})[./,-]? ?(\d{4}|\d{2})?|-(\d{1,2})(?:-(\d{4}))?)")
"""With hyphens (Danish) the year has four digits: "26-11-12" may begin with it."""
_DAY_OF_MONTH = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th)? ?([^\W\d]+)\.?(?: (\d{4}))?")
_BEFORE_A_DAY = re.compile(r"(?:d\.|den|the) ?(?=\d)")
_TWO_DAYS_AGO = ("toissapäivänä", "toissa päivänä", "i förrgår", "i forgårs", "the day before yesterday")
_WEEKDAY_BEFORE = re.compile(r"([^\W\d]+)\.?,? ")
_LAST = {
    "fi": ("{}na", "viime {}na"),
    "sv": ("i {}s", "förra {}en"),
    "da": ("i {}s", "forrige {}", "sidste {}"),
    "en": ("last {}", "on {}"),
}
"""How a weekday that has been is said: tiistaina, i tisdags, i tirsdags, last Tuesday."""
_WIDTHS = ("wide", "abbreviated", "short")
_CONTEXTS = ("format", "stand-alone")


def typed_day(text: str, today: date) -> date | None:
    """The day that a text names, seen from `today`; None where it names none. Words of every interface language.

    Without a year it is the latest such day that is not after today, where that is within LONGEST_AGO; else it is this
    year's, and whoever asks about what has been done refuses it. A weekday is the latest one before today; one before a
    date must be that of the date.
    """
    typed = " ".join(text.lower().split())
    weekday, date_alone = _weekday_before(typed)
    day = _read(date_alone, today)
    is_meant = day is not None and day.year >= EARLIEST_YEAR and weekday in (None, day.weekday())
    return day if is_meant else None


def _weekday_before(typed: str) -> tuple[int | None, str]:
    """The number of the weekday that stands before a date ("ma 23.11.", "mandag den 23."), and the date."""
    match = _WEEKDAY_BEFORE.match(typed)
    number = _weekdays().get(match[1]) if match else None
    return (number, typed[match.end() :]) if match and number is not None else (None, typed)


def _read(typed: str, today: date) -> date | None:
    typed = _BEFORE_A_DAY.sub("", typed, count=1)
    if (match := _DAY_FIRST.fullmatch(typed)) is not None:
        return _day_of(int(match[1]), int(match[2] or match[4]), match[3] or match[5] or "", today)
    if (match := _DAY_OF_MONTH.fullmatch(typed)) is not None:
        return _day_of(int(match[1]), _months().get(match[2], 0), match[3] or "", today)
    word = "".join(typed.split())  # Swedish has both "i dag" and "idag"
    if word in _words(TODAY):
        return today
    if word in _words(YESTERDAY) or word == "igaar":  # Danish on a keyboard without å
        return today - timedelta(days=1)
    if typed in _TWO_DAYS_AGO:
        return today - timedelta(days=2)
    return _weekday(typed.rstrip("."), today) or _iso_day(typed)


def format_typed(day: date) -> str:
    """A day as `typed_day` reads it in every language, "12.11.2026"."""
    return f"{day.day}.{day.month}.{day.year}"


def _day_of(day: int, month: int, year: str, today: date) -> date | None:
    try:
        if year:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
        this_year = date(today.year, month, day)
        if this_year <= today:
            return this_year
        last_year = date(today.year - 1, month, day)
        return last_year if today - last_year <= LONGEST_AGO else this_year
    except ValueError:
        return None


def _words(message: str) -> set[str]:
    return {"".join(translations(lang).gettext(message).lower().split()) for lang in LANGUAGES}


@cache
def _months() -> Mapping[str, int]:
    """The numbers of the months, by their names and short names in every language: marraskuuta, marraskuu, nov."""
    months = [Locale(lang).months[context] for lang in LANGUAGES for context in _CONTEXTS]
    names = [names for widths in months for names in (widths.get("wide", {}), widths.get("abbreviated", {}))]
    return {name.lower().rstrip("."): number for one in names for number, name in one.items()}


@cache
def _weekdays() -> Mapping[str, int]:
    """The numbers of the weekdays, by their names and short names in every language: maanantai, ma, mån, tirs."""
    return {name: number for lang in LANGUAGES for name, number in _names_of_weekdays(lang)}


@cache
def _past_weekdays() -> Mapping[str, int]:
    """The same, by how one that has been is said."""
    forms = [(form, lang) for lang in LANGUAGES for form in _LAST.get(lang, ())]
    return {form.format(name): number for form, lang in forms for name, number in _names_of_weekdays(lang)}


def _names_of_weekdays(lang: str) -> list[tuple[str, int]]:
    names = [names for width, names in Locale(lang).days["stand-alone"].items() if width in _WIDTHS]
    return [(name.lower().rstrip("."), number) for one in names for number, name in one.items()]


def _weekday(typed: str, today: date) -> date | None:
    number = _weekdays().get(typed, _past_weekdays().get(typed))
    return None if number is None else today - timedelta(days=(today.weekday() - number) % 7 or 7)


def _iso_day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
