"""What people are called on a page, and in which order they stand."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from careered.roster.pseudonyms import pseudonyms
from careered.roster.read import Pupil

# Letters that stand after z, in their order; "{" is what follows z.
LAST_LETTERS: Mapping[str, str] = {"fi": "åäö", "sv": "åäö", "da": "æøå"}
_AFTER_Z = {lang: {ord(one): f"{{{place}" for place, one in enumerate(last)} for lang, last in LAST_LETTERS.items()}
_ACCENTS = re.compile("[\u0300-\u036f]")


def shown_names(pupils: Iterable[Pupil], secret: bytes, class_id: str, lang: str) -> dict[str, str]:
    """The names of a class by person: the platform's, letter for letter, or two words where it shares none."""
    everybody = list(pupils)
    words = pseudonyms(secret, class_id, (pupil.id for pupil in everybody if not pupil.name.strip()), lang)
    return {pupil.id: words.get(pupil.id) or pupil.name for pupil in everybody}


def sort_key(name: str, lang: str) -> str:
    """How a name is ordered in a language: capitals and foreign accents make no difference, own letters do."""
    own = unicodedata.normalize("NFC", name).casefold().translate(_AFTER_Z.get(lang, {}))
    return _ACCENTS.sub("", unicodedata.normalize("NFD", own))
