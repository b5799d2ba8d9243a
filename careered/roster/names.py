"""What people are called on a page, and in which order they stand."""

import unicodedata
from collections.abc import Iterable, Mapping

from careered.roster.pseudonyms import pseudonyms
from careered.roster.read import Pupil

# Letters that stand after z, in their order.
LAST_LETTERS: Mapping[str, str] = {"fi": "åäö", "sv": "åäö", "da": "æøå"}


def shown_names(pupils: Iterable[Pupil], secret: bytes, class_id: str, lang: str) -> dict[str, str]:
    """The names of a class by person: the platform's, letter for letter, or two words where it shares none."""
    everybody = list(pupils)
    words = pseudonyms(secret, class_id, (pupil.id for pupil in everybody if not pupil.name.strip()), lang)
    return {pupil.id: words.get(pupil.id) or pupil.name for pupil in everybody}


def sort_key(name: str, lang: str) -> tuple[tuple[int, str], ...]:
    """How a name is ordered in a language: capitals and foreign accents make no difference, own letters do."""
    last = LAST_LETTERS.get(lang, "")
    return tuple(_letter(letter, last) for letter in unicodedata.normalize("NFC", name).casefold())


def _letter(letter: str, last: str) -> tuple[int, str]:
    place = last.find(letter)
    return (place + 1, "") if place >= 0 else (0, unicodedata.normalize("NFD", letter)[0])
