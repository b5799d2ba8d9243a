"""What people are called on a page, and in which order they stand."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from careered.roster.pseudonyms import pseudonyms
from careered.roster.queries import Pupil

# Letters that stand after z, in their order; "{" is what follows z.
LETTERS_AFTER_Z: Mapping[str, str] = {"fi": "åäö", "sv": "åäö", "da": "æøå"}
_SORT_AFTER_Z = {
    lang: {ord(letter): f"{{{position}" for position, letter in enumerate(letters)}
    for lang, letters in LETTERS_AFTER_Z.items()
}
_ACCENTS = re.compile("[\u0300-\u036f]")


def display_names(pupils: Iterable[Pupil], secret: bytes, class_id: str, lang: str) -> dict[str, str]:
    """The names of a class by person: the platform's, letter for letter, or two words where it shares none."""
    members = list(pupils)
    pseudonym_by_id = pseudonyms(secret, class_id, (pupil.id for pupil in members if not pupil.name.strip()), lang)
    return {pupil.id: pseudonym_by_id.get(pupil.id) or pupil.name for pupil in members}


def sort_key(name: str, lang: str) -> str:
    """How a name is ordered in a language: capitals and foreign accents make no difference, own letters do."""
    folded = unicodedata.normalize("NFC", name).casefold().translate(_SORT_AFTER_Z.get(lang, {}))
    return _ACCENTS.sub("", unicodedata.normalize("NFD", folded))
