"""Dates and times have one form in each language."""

import re
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
import time_machine

import careered
from careered.web.i18n import LANGUAGES
from careered.web.time_format import (
    FORMATS,
    format_date,
    format_datetime,
    format_day_and_month,
    format_days,
    format_near_day,
    format_recent,
    format_short_date,
    format_time,
    format_weekday,
    spreadsheet_date_format,
)

AT, HELSINKI = datetime(2026, 11, 28, 12, 5, 59, tzinfo=UTC), "Europe/Helsinki"
WRITTEN = {
    "en": ("28\u00a0November 2026", "14:05", "28\u00a0November 2026, 14:05", "9\u00a0March 2026, 08:07", "Sat"),
    "fi": ("28.11.2026", "14.05", "28.11.2026 klo\u00a014.05", "9.3.2026 klo\u00a08.07", "la"),
    "sv": (
        "28\u00a0november 2026",
        "14:05",
        "28\u00a0november 2026 kl.\u00a014:05",
        "9\u00a0mars 2026 kl.\u00a008:07",
        "lör",
    ),
    "da": (
        "28.\u00a0november 2026",
        "14.05",
        "28.\u00a0november 2026 kl.\u00a014.05",
        "9.\u00a0marts 2026 kl.\u00a008.07",
        "lør.",
    ),
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_language_writes_days_and_times_in_its_way(lang: str) -> None:
    day, clock, both, early, weekday = WRITTEN[lang]
    assert format_date(AT, lang) == format_date(date(2026, 11, 28), lang) == day
    assert format_time(AT, lang, HELSINKI) == format_time(time(14, 5), lang) == clock
    assert format_datetime(AT, lang, HELSINKI) == both
    assert format_datetime(datetime(2026, 3, 9, 6, 7, tzinfo=UTC), lang, HELSINKI) == early
    assert format_weekday(AT, lang) == weekday


SHORT = {
    "en": ("12 Nov 2026", "12 Nov", "d mmm yyyy"),
    "fi": ("12.11.2026", "12.11.", "d.m.yyyy"),
    "sv": ("12.11.2026", "12.11.", "d.m.yyyy"),
    "da": ("12.11.2026", "12.11.", "d.m.yyyy"),
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_tables_papers_tiles_and_spreadsheets_share_one_short_form(lang: str) -> None:
    day = date(2026, 11, 12)
    assert (format_short_date(day, lang), format_day_and_month(day, lang), spreadsheet_date_format(lang)) == SHORT[lang]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_day_of_last_year_is_not_taken_for_one_of_this_year(lang: str) -> None:
    present, last_year = date(2026, 11, 28), date(2025, 11, 12)
    assert format_near_day(date(2026, 11, 12), lang, present) == SHORT[lang][1]
    assert format_near_day(last_year, lang, present) == SHORT[lang][0].replace("2026", "2025")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_line_breaks_between_a_day_and_its_month_nor_before_a_time(lang: str) -> None:
    assert not re.search(r"^28\.? |klo |kl\. ", format_datetime(AT, lang, HELSINKI))


def test_a_period_stands_with_both_its_days_and_a_single_day_once() -> None:
    assert format_days(["9.11.2026", "13.11.2026"]) == "9.11.2026\u00a0– 13.11.2026"
    assert format_days(["9.11.2026", "9.11.2026"]) == format_days(["9.11.2026"]) == "9.11.2026"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_of_no_country_says_that_it_is_utc(lang: str) -> None:
    assert format_datetime(AT, lang).endswith(" UTC")


def test_the_day_is_that_of_the_time_zone() -> None:
    late = datetime(2026, 12, 31, 22, 30, tzinfo=UTC)
    assert format_datetime(late, "en", HELSINKI) == "1\u00a0January 2027, 00:30"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_was_today_is_a_clock_time_that_no_reader_takes_for_a_date(lang: str) -> None:
    _, clock, both, *_ = WRITTEN[lang]
    said = {"fi": "klo\u00a0", "sv": "kl.\u00a0", "da": "kl.\u00a0"}.get(lang, "") + clock
    with time_machine.travel(AT, tick=False):
        assert format_recent(AT, lang, HELSINKI) == said
    with time_machine.travel(datetime(2026, 11, 29, 0, 30, tzinfo=UTC), tick=False):
        assert format_recent(AT, lang, HELSINKI) == both


def test_every_language_has_its_form() -> None:
    assert set(FORMATS) == set(LANGUAGES)


def test_nothing_else_writes_dates_for_people() -> None:
    """One module asks Babel for dates and times, so no page can mix the forms of two countries."""
    package = Path(careered.__file__).parent
    own = {path.relative_to(package).as_posix() for path in package.rglob("*.py")}
    importers = {
        name
        for name in own
        if re.search(r"babel\.dates|from babel import dates|mm?\.yyyy|mmm yyyy", (package / name).read_text())
    }
    assert importers == {"web/time_format.py"}
