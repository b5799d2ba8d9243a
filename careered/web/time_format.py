"""Dates and times as people write them, one form a language: 28 November 2026, 14:05 in English.

Patterns are of CLDR (unicode.org/reports/tr35/tr35-dates.html); names of months and days come from Babel.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import lru_cache
from typing import NamedTuple

from babel import dates

from careered.clock import day_of, today


class Form(NamedTuple):
    """How a language writes a date, a time, and what stands between them."""

    date: str
    time: str
    between: str


FORMS: Mapping[str, Form] = {
    "en": Form("d MMMM y", "HH:mm", ", "),
    "fi": Form("d.M.y", "H.mm", " klo "),
    "sv": Form("d MMMM y", "HH:mm", " kl. "),
    "da": Form("d. MMMM y", "HH.mm", " kl. "),
}


def _form(lang: str) -> Form:
    return FORMS.get(lang, FORMS["en"])


def format_date(day: date, lang: str) -> str:
    """A day with its year. Of a datetime, its own day: bring it to a time zone first."""
    return str(dates.format_date(day, _form(lang).date, locale=lang))


def format_narrow_date(day: date, lang: str) -> str:
    """A day with its year where a column is narrow: the month is cut to its short name, where it has one in words."""
    return str(dates.format_date(day, _form(lang).date.replace("MMMM", "MMM"), locale=lang))


def format_weekday(day: date, lang: str) -> str:
    """The short name of a day of the week."""
    return str(dates.format_date(day, "EEE", locale=lang))


def format_time(at: datetime | time, lang: str, zone: str = "") -> str:
    """A clock time of 24 hours, in a time zone; without one as it is."""
    local = at.astimezone(dates.get_timezone(zone)) if zone and isinstance(at, datetime) else at
    return str(dates.format_time(local.replace(tzinfo=None), _form(lang).time, locale=lang))


def format_datetime(at: datetime, lang: str, zone: str = "") -> str:
    """Day and clock time in a time zone. Without one (a page of no country) it is UTC, and says so."""
    local = at.astimezone(dates.get_timezone(zone or "UTC"))
    words = f"{format_date(local, lang)}{_form(lang).between}{format_time(local, lang)}"
    return words if zone else f"{words} UTC"


def format_recent(at: datetime, lang: str, zone: str) -> str:
    """A moment of today as clock time, another with its day."""
    return _recent(at.replace(second=0, microsecond=0), lang, zone, today(zone))


@lru_cache(maxsize=4096)
def _recent(at: datetime, lang: str, zone: str, current_day: date) -> str:
    """Kept, because formatting by locale data costs more than a whole row of the grid."""
    return format_time(at, lang, zone) if day_of(at, zone) == current_day else format_datetime(at, lang, zone)
