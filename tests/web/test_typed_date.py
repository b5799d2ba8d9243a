"""A teacher types a day as one writes it in that country."""

from datetime import date

import pytest

from careered.web.typed_date import typed_day

THURSDAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12.11.", date(2026, 11, 12)),
        (" 12.11 ", date(2026, 11, 12)),
        ("12.11.2026", date(2026, 11, 12)),
        ("12. 11. 26", date(2026, 11, 12)),
        ("12/11", date(2026, 11, 12)),
        ("2026-11-12", date(2026, 11, 12)),
        ("12.11.\N{NO-BREAK SPACE}2026", date(2026, 11, 12)),
        ("12-11-2026", date(2026, 11, 12)),
        ("12-11", date(2026, 11, 12)),
        ("12/11-2026", date(2026, 11, 12)),
        ("12/11-26", date(2026, 11, 12)),
        ("idag", THURSDAY),
        ("igår", date(2026, 11, 25)),
        ("eilen", date(2026, 11, 25)),
        ("Tänään", THURSDAY),
        ("i går", date(2026, 11, 25)),
        ("ti", date(2026, 11, 24)),
        ("to", date(2026, 11, 19)),
        ("Perjantai", date(2026, 11, 20)),
        ("fre.", date(2026, 11, 20)),
        ("lör", date(2026, 11, 21)),
        ("tiistaina", date(2026, 11, 24)),
        ("viime keskiviikkona", date(2026, 11, 25)),
        ("i tisdags", date(2026, 11, 24)),
        ("i tirsdags", date(2026, 11, 24)),
        ("last Tuesday", date(2026, 11, 24)),
        ("toissapäivänä", date(2026, 11, 24)),
        ("i förrgår", date(2026, 11, 24)),
        ("i forgårs", date(2026, 11, 24)),
        ("the day before yesterday", date(2026, 11, 24)),
        ("12. marraskuuta", date(2026, 11, 12)),
        ("12. marraskuuta 2025", date(2025, 11, 12)),
        ("12 nov.", date(2026, 11, 12)),
        ("d. 12.11.", date(2026, 11, 12)),
        ("den 12. november", date(2026, 11, 12)),
        ("the 12th November", date(2026, 11, 12)),
        ("1. toukokuuta", date(2026, 5, 1)),
        ("27.11.", date(2026, 11, 27)),
        ("ma 23.11.", date(2026, 11, 23)),
        ("ma 23.11.2026", date(2026, 11, 23)),
        ("Maanantai, 23. marraskuuta", date(2026, 11, 23)),
        ("mandag den 23. november", date(2026, 11, 23)),
        ("mån. 23/11", date(2026, 11, 23)),
        ("Mon 23 November", date(2026, 11, 23)),
        ("12,11", date(2026, 11, 12)),
        ("12,11,2026", date(2026, 11, 12)),
        ("forrige tirsdag", date(2026, 11, 24)),
        ("förra tisdagen", date(2026, 11, 24)),
        ("I gaar", date(2026, 11, 25)),
    ],
)
def test_a_typed_day_is_understood(typed: str, meant: date) -> None:
    assert typed_day(typed, THURSDAY) == meant


def test_in_january_a_day_of_december_was_last_year() -> None:
    assert typed_day("12.12.", date(2027, 1, 10)) == date(2026, 12, 12)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "soon",
        "t",
        "31.2.",
        "12",
        "12.13.2026",
        "1.1.1.1",
        "26-11-12",
        "12-13-2026",
        "-12-11",
        "12.11.0226",
        "12. kuuta",
        "ti 23.11.",
        "på tisdag",
    ],
)
def test_what_is_no_day_is_not_guessed(typed: str) -> None:
    assert typed_day(typed, THURSDAY) is None
