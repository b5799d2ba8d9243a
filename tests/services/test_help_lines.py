"""A child who needs somebody to talk to is given a line that answers in the child's language."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from careered.lessons.kinds import registry
from careered.packs.load import read_pack
from careered.packs.models import Pack
from careered.services.cards import directory
from tests.lessons.factories import HarbourSchool, Visitor, harbour_school

CONTENT = Path(__file__).parents[2] / "content"
FINNISH, SWEDISH, EMERGENCY = "116 111", "0800 96 116", "112"
DAY = date(2026, 11, 28)


def pack_of(country: str) -> Pack:
    """A national pack."""
    pack = read_pack(CONTENT / country, registry()).pack
    assert pack is not None
    return pack


@pytest.fixture
def finland(database_url: str) -> Iterator[HarbourSchool]:
    """A school with the Finnish pack."""
    with (
        time_machine.travel(datetime(2026, 11, 28, 9, tzinfo=UTC)),
        harbour_school(database_url, CONTENT / "finland") as found,
    ):
        yield found


def reader(school: HarbourSchool, lang: str) -> Visitor:
    """A pupil of grade 9 who reads in a language."""
    return school.visitor(lang=lang, languages=("fi", "sv", "en"), grade=9)


def numbers(visitor: Visitor) -> list[str]:
    """The telephone numbers that the page "ask someone" offers to call."""
    return [str(link.attrs["href"]) for link in visitor.get("/questions").all("a[href^='tel:']")]


def test_a_swedish_reader_in_finland_is_given_the_swedish_line(finland: HarbourSchool) -> None:
    pupil = reader(finland, "sv")
    assert numbers(pupil) == ["tel:112", "tel:080096116"]
    words = pupil.get("/questions").main_text
    assert "Barn- och ungdomstelefonen" in words
    assert "måndag och tisdag kl. 14–17" in words
    assert FINNISH not in words


def test_a_finnish_reader_is_given_the_finnish_line(finland: HarbourSchool) -> None:
    pupil = reader(finland, "fi")
    assert numbers(pupil) == ["tel:112", "tel:116111"]
    words = pupil.get("/questions").main_text
    assert "Lasten ja nuorten puhelin" in words
    assert "kello 24:ään" in words
    assert SWEDISH not in words


def test_an_english_reader_sees_both_and_in_which_language_each_answers(finland: HarbourSchool) -> None:
    pupil = reader(finland, "en")
    assert numbers(pupil) == ["tel:112", "tel:116111", "tel:080096116"]
    words = pupil.get("/questions").main_text
    assert words.index("Answers in Finnish.") < words.index("Answers in Swedish.")


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_only_danger_stands_above_the_question_to_the_school_and_the_top_leads_to_the_rest(
    lang: str, finland: HarbourSchool
) -> None:
    page = reader(finland, lang).get("/questions")
    places = [str(one.attrs.get("href") or one.attrs.get("id")) for one in page.all("main a[href], main [id]")]
    assert places.index("tel:112") < places.index("#help") < places.index("ask") < places.index("help")
    others = [places.index(place) for place in places if place.startswith("tel:") and place != "tel:112"]
    assert others
    assert min(others) > places.index("help")


@pytest.mark.parametrize(
    ("lang", "number", "chat"), [("fi", FINNISH, "Sekasin-chat"), ("sv", SWEDISH, "Sekasin på svenska")]
)
def test_the_lesson_on_asking_names_what_answers_in_the_readers_language(
    lang: str, number: str, chat: str, finland: HarbourSchool
) -> None:
    cards: dict[str, Any] = {card.id: card for card in finland.lesson("fi-3").steps}
    said = cards["evening"].text.in_language(lang)
    assert {line for line in (FINNISH, SWEDISH) if line in said} == {number}
    assert chat in [partner.text.in_language(lang) for partner in cards["who"].partners]


@pytest.mark.parametrize(("lang", "answers"), [("fi", "suomi, ruotsi"), ("sv", "finska, svenska")])
def test_the_card_of_a_service_says_in_which_languages_it_answers(lang: str, answers: str) -> None:
    card = next(card for card in directory(pack_of("finland"), lang) if card.id == "sekasin")
    assert card.languages == answers
    assert "Sekasin" in card.name
    assert "247" not in card.name + card.url


def test_a_danish_reader_is_given_the_danish_line_with_its_hours() -> None:
    lines = pack_of("denmark").help_lines_for("da")
    assert [line.number for line in lines] == [EMERGENCY, FINNISH]
    assert "Hele døgnet" in lines[1].hours_on(DAY, "da")


@pytest.mark.parametrize("country", ["finland", "denmark"])
def test_each_line_has_a_source_that_somebody_has_read_and_the_day(country: str) -> None:
    pack = pack_of(country)
    read_ids = {source.id for source in pack.sources if source.how == "read"}
    for line in pack.help_lines:
        if line.id != "emergency":  # 112 is from memory: it stays on the list of what to look up
            assert read_ids.issuperset(line.source)
            assert line.read_on == DAY


@pytest.mark.parametrize("country", ["finland", "denmark"])
def test_nobody_is_left_without_a_line_in_any_language_of_the_pack(country: str) -> None:
    pack = pack_of(country)
    for lang in pack.languages:
        assert len(pack.help_lines_for(lang)) >= 2
        assert pack.help_lines_for(lang)[0].number == EMERGENCY


def test_hours_that_may_be_out_of_date_are_not_shown_but_the_number_is() -> None:
    line = pack_of("finland").help_lines_for("sv")[1]
    assert line.hours_on(date(2027, 3, 1), "sv") == ""
    assert line.number == SWEDISH
