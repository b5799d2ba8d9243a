"""Dates and times in one format per language, the only place that writes them: 28 November 2026, 14:05 in English.

A date has a long form for sentences and a short one for tables, papers and spreadsheets; in a narrow column the short
one has its year only where that is not the present one (`format_near_day`), and never in a tile. In Finnish the long
one is in figures, too. Patterns are of CLDR (unicode.org/reports/tr35/tr35-dates.html); names of months and days come
from Babel.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from babel import dates

from careered.clock import day_of, today
from careered.web.i18n import translations


class DateFormat(NamedTuple):
    """A language's patterns of a date, long and short, and of a time, and the separator between date and time."""

    date: str
    short_date: str
    time: str
    separator: str


# No line breaks between day and month, where "26." would read as the end of a sentence, nor after “klo” and “kl.”.
FORMATS: Mapping[str, DateFormat] = {
    "en": DateFormat("d\u00a0MMMM y", "d MMM y", "HH:mm", ", "),
    "fi": DateFormat("d.M.y", "d.M.y", "H.mm", " klo\u00a0"),
    "sv": DateFormat("d\u00a0MMMM y", "d.M.y", "HH:mm", " kl.\u00a0"),
    "da": DateFormat("d.\u00a0MMMM y", "d.M.y", "HH.mm", " kl.\u00a0"),
}


def _format(lang: str) -> DateFormat:
    return FORMATS.get(lang, FORMATS["en"])


def format_date(day: date, lang: str) -> str:
    """A day with its year, for sentences. A datetime must be in the reader's time zone already."""
    return str(dates.format_date(day, _format(lang).date, locale=lang))


def format_utc_day(at: datetime, lang: str) -> str:
    """The day of a moment by UTC, for what holds in every country at once."""
    return format_date(day_of(at, "UTC"), lang)


def format_short_date(day: date, lang: str) -> str:
    """A day with its year for tables and papers: 12.11.2026, 12 Nov 2026."""
    return str(dates.format_date(day, _format(lang).short_date, locale=lang))


def spreadsheet_date_format(lang: str) -> str:
    """The short form as a spreadsheet's number format: d.m.yyyy, d mmm yyyy."""
    return _format(lang).short_date.lower().replace("y", "yyyy")


@lru_cache(maxsize=4096)
def format_day_and_month(day: date, lang: str) -> str:
    """The short form without its year, for a tile: 12.11., 12 Nov."""
    return str(dates.format_date(day, _format(lang).short_date.rstrip(" y"), locale=lang))


def format_near_day(day: date, lang: str, present: date) -> str:
    """The short form, with its year only where that is not the year of `present`: 12.11., 12.11.2025."""
    return format_day_and_month(day, lang) if day.year == present.year else format_short_date(day, lang)


def format_days(days: Iterable[str]) -> str:
    """The first and the last day of something, each as written; a day that is both stands there once."""
    return "\u00a0– ".join(dict.fromkeys(days))


def format_weekday(day: date, lang: str) -> str:
    """The short name of a day of the week."""
    return str(dates.format_date(day, "EEE", locale=lang))


def format_months(first: date, last: date, lang: str) -> str:
    """The month or months of two days: February–March. Finnish says “kuu” once, as in helmi–maaliskuu."""
    names = [str(dates.format_date(day, "LLLL", locale=lang)) for day in (first, last)]
    if names[0] == names[1]:
        return names[1]
    return f"{names[0].removesuffix('kuu') if lang == 'fi' else names[0]}–{names[1]}"


def format_difference(difference: timedelta, lang: str) -> str:
    """How long something is in the largest unit that tells it: 90 seconds, 5 minutes, 30 hours."""
    return str(dates.format_timedelta(difference, threshold=2, locale=lang)).replace(" ", "\u00a0")


def format_time(at: datetime | time, lang: str, zone: str = "") -> str:
    """A time of day (24 hours). zone: IANA name to convert a datetime to; "" leaves it as it is."""
    local = at.astimezone(dates.get_timezone(zone)) if zone and isinstance(at, datetime) else at
    return str(dates.format_time(local.replace(tzinfo=None), _format(lang).time, locale=lang))


def format_datetime(at: datetime, lang: str, zone: str = "", *, short: bool = False) -> str:
    """Date and time in a time zone (IANA name); without one (a page of no country) in UTC, marked as such.

    short: with the date's short form, for a narrow column.
    """
    local = at.astimezone(dates.get_timezone(zone or "UTC"))
    day = format_short_date(local, lang) if short else format_date(local, lang)
    text = f"{day}{_format(lang).separator}{format_time(local, lang)}"
    return text if zone else f"{text} UTC"


def format_recent(at: datetime, lang: str, zone: str, *, short: bool = False) -> str:
    """The time of day (klo 14.05, kl. 14.05, 14:05) if it is today in that time zone, else date and time."""
    return _recent(at.replace(second=0, microsecond=0), lang, zone, today(zone), short)


@lru_cache(maxsize=4096)
def _recent(at: datetime, lang: str, zone: str, current_day: date, short: bool) -> str:
    """Cached: formatting by locale data costs more than a whole row of the grid."""
    if day_of(at, zone) != current_day:
        return format_datetime(at, lang, zone, short=short)
    return _format(lang).separator.lstrip(" ,") + format_time(at, lang, zone)


def format_waiting(days: int, lang: str) -> str:
    """How long something has waited, by the calendar: today, 3 days."""
    words = translations(lang)
    return words.ngettext("%(num)s day", "%(num)s days", days) % {"num": days} if days > 0 else words.gettext("today")
