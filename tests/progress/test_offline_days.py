"""Days away from the screen, in words and in the tiles of the grid."""

from datetime import date

import pytest

from careered.progress.offline_days import day_text, days_in_full, short_day_text

TWO_WEEKS, PRESENT = [("2026-11-16", "2026-11-27")], date(2026, 11, 28)


def with_spaces(text: str) -> str:
    """A text with plain spaces for those that keep a number with its word."""
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("lang", "in_tile", "in_words"),
    [("fi", "10 pv", "10 pv"), ("sv", "10 d", "10 dagar"), ("da", "10 d.", "10 dage"), ("en", "10 d", "10 days")],
)
def test_days_in_a_tile_are_as_short_as_a_phone_shows_them(lang: str, in_tile: str, in_words: str) -> None:
    assert with_spaces(short_day_text(TWO_WEEKS, lang)) == in_tile
    assert with_spaces(day_text(TWO_WEEKS, lang, PRESENT)) == in_words


def test_one_day_is_named_in_a_tile_and_none_is_made_up() -> None:
    assert short_day_text([("2026-11-16", "")], "da") == "16.11."
    assert short_day_text([("", "")], "da") == ""


def test_a_day_of_another_year_is_told_from_this_years_where_there_is_room() -> None:
    assert day_text([("2026-11-16", "")], "fi", PRESENT) == "16.11."
    assert day_text([("2025-11-16", "")], "fi", PRESENT) == "16.11.2025"
    assert short_day_text([("2025-11-16", "")], "fi") == "16.11."


def test_a_paper_names_the_days_in_the_short_form() -> None:
    assert days_in_full(TWO_WEEKS, "da") == "16.11.2026\u00a0– 27.11.2026"
    assert days_in_full([("", "")], "da") == "Registreret"
