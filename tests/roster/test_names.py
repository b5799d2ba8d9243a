"""Pseudonyms of people whose platform shares no name, and the order of names."""

import pytest

from careered.roster.members import Pupil
from careered.roster.names import display_names, given_name, given_name_to_keep, sort_key, told_apart
from careered.roster.pseudonyms import PAIR_COUNT, WORDS_PER_LIST, pseudonym, pseudonyms, word_lists

SECRET = b"for tests only: forty characters or more"
LANGUAGES = ("fi", "sv", "da", "en")


def pupil_without_name(person_id: str) -> Pupil:
    """A pupil whose platform shares no name."""
    return Pupil(person_id, f"sub-{person_id}", "", "active", has_launched=True)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_there_are_64_adjectives_and_64_nouns_each_once(lang: str) -> None:
    for words in word_lists(lang):
        assert len(words) == WORDS_PER_LIST
        assert len(set(words)) == WORDS_PER_LIST
        assert all(word == word.strip().lower() for word in words)


def test_the_same_pupil_has_the_same_two_words_every_time() -> None:
    assert pseudonym(SECRET, "8b", "p1", "en") == pseudonym(SECRET, "8b", "p1", "en")


def test_another_class_another_pupil_or_another_installation_has_other_words() -> None:
    words = {
        pseudonym(SECRET, "8b", "p1", "en"),
        pseudonym(SECRET, "8c", "p1", "en"),
        pseudonym(SECRET, "8b", "p2", "en"),
        pseudonym(b"another installation's secret, long", "8b", "p1", "en"),
    }
    assert len(words) == 4


def test_the_words_mean_the_same_in_every_language() -> None:
    places = set()
    for lang in LANGUAGES:
        adjectives, nouns = word_lists(lang)
        name = pseudonym(SECRET, "8b", "p1", lang).lower()
        places.add((adjectives.index(name.split()[0]), nouns.index(name.split()[1])))
    assert len(places) == 1


def test_a_language_without_words_of_its_own_gets_english() -> None:
    assert pseudonym(SECRET, "8b", "p1", "is") == pseudonym(SECRET, "8b", "p1", "en")


@pytest.mark.parametrize("size", [24, 700])
def test_nobody_in_a_class_shares_the_words_with_another(size: int) -> None:
    names = pseudonyms(SECRET, "8b", [f"p{number}" for number in range(size)], "fi")
    assert len(set(names.values())) == size


def test_two_pupils_who_would_share_their_words_are_told_apart() -> None:
    seen: dict[str, str] = {}
    for number in range(PAIR_COUNT):
        words = pseudonym(SECRET, "8b", f"p{number}", "en")
        if words in seen:
            break
        seen[words] = f"p{number}"
    both = pseudonyms(SECRET, "8b", [seen[words], f"p{number}"], "en")
    assert len(set(both.values())) == 2
    assert words in both.values()


def test_a_course_with_more_people_than_word_pairs_still_names_everybody() -> None:
    names = pseudonyms(SECRET, "8b", [f"p{number}" for number in range(PAIR_COUNT + 3)], "en")
    assert len(names) == PAIR_COUNT + 3
    assert all(names.values())


def test_a_name_from_the_platform_is_kept_letter_for_letter_and_blanks_are_no_name() -> None:
    named = Pupil("a", "1", "  Bríd O'Brien 👩‍🔧", "active", has_launched=True)
    blank = Pupil("b", "2", "   ", "active", has_launched=True)
    names = display_names([named, blank, pupil_without_name("c")], SECRET, "8b", "en")
    assert names["a"] == "  Bríd O'Brien 👩‍🔧"
    assert len(names["b"].split()) == len(names["c"].split()) == 2


@pytest.mark.parametrize(
    ("lang", "ordered"),
    [
        ("fi", ["aada", "Émile", "Zoe", "Åke", "Äijä", "Østergård", "Özil"]),
        ("sv", ["Adam", "Zoe", "Åsa", "Ängla", "Örjan"]),
        ("da", ["Anne", "Zoe", "Äijä", "Ærø", "Østen", "Özil", "Åse"]),
        ("en", ["Anne", "Åse", "Émile", "Zoe"]),
    ],
)
def test_names_stand_in_the_readers_alphabet(lang: str, ordered: list[str]) -> None:
    mixed = ordered[2:] + ordered[:2]
    assert sorted(mixed, key=lambda name: sort_key(name, lang)) == ordered


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("Aino Virtanen", "Aino"),
        ("Virtanen, Anna-Liisa", "Anna-Liisa"),
        ("Aino Virtanen, 8B", "Aino"),
        ("Virtanen,", ""),
    ],
)
def test_people_are_greeted_by_their_given_name(name: str, given: str) -> None:
    assert given_name(name) == given


def test_who_has_no_name_is_greeted_without_one() -> None:
    assert given_name("") == ""


def test_whose_surname_stands_first_is_greeted_as_the_platform_tells() -> None:
    assert given_name("Ahonen Aava", given_name_to_keep("Ahonen Aava", "Aava")) == "Aava"


@pytest.mark.parametrize(("name", "told"), [("Aino Virtanen", "Aino"), ("Ahonen Aava", ""), ("", "Aava")])
def test_no_given_name_is_kept_that_the_name_tells_or_where_no_name_is(name: str, told: str) -> None:
    assert given_name_to_keep(name, told) is None


def test_two_pupils_of_one_name_are_told_apart_by_a_number_and_who_left_has_none() -> None:
    of_one_name = [("p2", "active"), ("p1", "active"), ("p0", "left"), ("p3", "active")]
    pupils = [Pupil(key, key, "Aino Mäkelä", status, has_launched=True) for key, status in of_one_name]
    other = Pupil("p4", "p4", "Eetu Anttila", "active", has_launched=True)
    names = {pupil.id: pupil.name for pupil in (*pupils, other)}
    told = told_apart([*pupils, other], names)
    assert [told[key] for key in ("p1", "p2", "p3")] == ["Aino Mäkelä", "Aino Mäkelä (2)", "Aino Mäkelä (3)"]
    assert (told["p0"], told["p4"]) == ("Aino Mäkelä", "Eetu Anttila")
