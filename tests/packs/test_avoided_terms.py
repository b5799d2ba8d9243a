"""An author is told of words that break the glossary, in the language in which they do."""

from pathlib import Path

import pytest

from careered.lessons.kinds import registry
from careered.packs.avoided_terms import avoided_terms, term_warnings
from careered.packs.load import read_pack

CONTENT = Path(__file__).parents[2] / "content"


def told(country: str, text: str, name: str = "lessons/x-1.yaml") -> list[str]:
    return [str(warning) for warning in term_warnings(country, {name: text.encode()}, "x/")]


def test_an_author_is_told_where_a_word_stands_and_what_to_write() -> None:
    (warning,) = told("FI", "title: {fi: 'Kysy TE-toimistosta', en: 'Ask'}")
    assert warning.startswith("x/lessons/x-1.yaml:1:13: avoided_term: “TE-toimisto” is not written in fi; write Työ")


@pytest.mark.parametrize(
    ("country", "text"),
    [
        ("FI", "title: {sv: 'Ring TE-toimisto', en: 'An internship'}"),
        ("DK", "title: {da: 'Min port\u00adfolio'}"),
        ("DK", "cards: [{reason: {en: 'Your Portfolio'}}]"),
    ],
)
def test_a_word_is_told_in_its_own_language_also_where_it_may_break(country: str, text: str) -> None:
    assert len(told(country, text)) == 1


@pytest.mark.parametrize(
    ("country", "text", "name"),
    [
        ("SE", "title: {da: portfolio, en: internship}", "lessons/x-1.yaml"),
        ("DK", "title: {da: 'Min plan'}", "lessons/x-1.yaml"),
        ("FI", "name: {fi: Koulutusneuvonta}", "services.yaml"),
    ],
)
def test_what_the_glossary_allows_is_not_told(country: str, text: str, name: str) -> None:
    assert told(country, text, name) == []


@pytest.mark.parametrize("country", ["denmark", "finland"])
def test_the_national_packs_keep_to_the_glossary_in_every_language(country: str) -> None:
    result = read_pack(CONTENT / country, registry())
    assert result.pack
    assert avoided_terms(result.pack.country).keys() == set(result.pack.languages)
    assert [str(warning) for warning in term_warnings(result.pack.country, result.files)] == []
