"""Displayed names of people, and their order."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

from careered.roster.enrolment_upsert import ACTIVE
from careered.roster.members import Members, Pupil
from careered.roster.pseudonyms import pseudonyms

# Letters that stand after z, in their order, with the neighbour's letter that stands there too; "{" is what follows z.
LETTERS_AFTER_Z: Mapping[str, tuple[str, ...]] = {
    "fi": ("å", "äæ", "öø"),
    "sv": ("å", "äæ", "öø"),
    "da": ("æä", "øö", "å"),
}
_SORT_AFTER_Z = {
    lang: {ord(letter): f"{{{position}" for position, letters in enumerate(places) for letter in letters}
    for lang, places in LETTERS_AFTER_Z.items()
}
_ACCENTS = re.compile("[\u0300-\u036f]")


def display_names(pupils: Iterable[Pupil], secret: bytes, class_id: str, lang: str) -> dict[str, str]:
    """Names by person id: the platform's, or a pseudonym where it shares none. pupils: all pupils of a class."""
    members = list(pupils)
    pseudonym_by_id = pseudonyms(secret, class_id, (pupil.id for pupil in members if not pupil.name.strip()), lang)
    return {pupil.id: pseudonym_by_id.get(pupil.id) or pupil.name for pupil in members}


def told_apart(pupils: Iterable[Pupil], names: Mapping[str, str]) -> dict[str, str]:
    """The names by person id; of active pupils of one name all but one have a number: "Aino Mäkelä (2)".

    The number is the same on every page, since it goes by the ids of those who are in the class.
    """
    told, seen = dict(names), Counter[str]()
    for pupil in sorted((one for one in pupils if one.status == ACTIVE), key=lambda one: one.id):
        name = names[pupil.id]
        seen[name] += 1
        told[pupil.id] = f"{name} ({seen[name]})" if seen[name] > 1 else name
    return told


def staff_names(pupils: Iterable[Pupil], secret: bytes, class_id: str, lang: str) -> dict[str, str]:
    """The names by person id as staff read them on every page and paper, two of one name told apart.

    pupils: all pupils of a class, also those who left; else a pseudonym or a number might be another's elsewhere.
    """
    members = list(pupils)
    return told_apart(members, display_names(members, secret, class_id, lang))


def member_names(members: Members, secret: bytes, class_id: str, lang: str) -> dict[str, str]:
    """As `staff_names`, of the pupils of a class and of those who are said to be none: what they did has names."""
    excluded = display_names(members.excluded, secret, class_id, lang)
    return {**excluded, **staff_names(members.pupils, secret, class_id, lang)}


def given_name(name: str, told: str | None = None) -> str:
    """The name to greet a person by: what the platform has told (`Person.given_name`), else what the name tells.

    That is the first word, or the first after the comma of "Virtanen, Aino"; "" for none. What is no name after the
    comma ("Aino Virtanen, 8B") does not count.
    """
    return told or _by_name_alone(name)


def given_name_to_keep(name: str, told: str) -> str | None:
    """What is stored of a given name: None where no name is, or where the name tells as much by itself."""
    return told if name and told not in {"", _by_name_alone(name)} else None


def _by_name_alone(name: str) -> str:
    before, comma, after = name.partition(",")
    is_given = comma and not after.strip()[:1].isdigit()
    return next(iter((after if is_given else before).split()), "")


def sort_key(name: str, lang: str) -> str:
    """Sort key of a name in a language: ignores case and foreign accents, keeps the language's own letters apart."""
    folded = unicodedata.normalize("NFC", name).casefold().translate(_SORT_AFTER_Z.get(lang, {}))
    return _ACCENTS.sub("", unicodedata.normalize("NFD", folded))
