"""The invented people of the demo school. Any likeness to real people is chance."""

import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What somebody is in one course. An assistant is what Moodle calls a non-editing teacher, Canvas a TA."""

    LEARNER = "learner"
    TEACHER = "teacher"
    COUNSELLOR = "counsellor"
    ASSISTANT = "assistant"


@dataclass
class Person:
    """Somebody with an account. id is the LTI `sub`; roles maps a course id to the role there.

    mentor_of: for guardians, the pupils of a course whom they may look in on; they are no members of the course.
    """

    id: str
    name: str
    given: str
    family: str
    locale: str
    roles: dict[str, Role] = field(default_factory=dict)
    platform_admin: bool = False
    mentor_of: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def username(self) -> str:
        """The account name: the given name without accents, and the id, because given names repeat."""
        plain = unicodedata.normalize("NFKD", self.given.lower().replace("ø", "o").replace("æ", "ae"))
        return "".join(letter for letter in plain if letter.isascii() and letter.isalpha()) + self.id

    @property
    def sourced_id(self) -> str:
        """What the school's register would call them; "" for the platform's own administrator."""
        return "" if self.platform_admin else f"SIS-{self.id}"


def make_person(person_id: str, name: str, locale: str, roles: dict[str, Role] | None = None) -> Person:
    """A person from a name written "Given Family"; the last word is the family name."""
    given, _, family = name.rpartition(" ")
    return Person(person_id, name, given or family, family, locale, dict(roles or {}))


ADMINISTRATOR = "Alex Holm"
FIRST_IDS = ((10, "fi-8b"), (50, "dk-9a"))
GUARDIANS = (
    ("40", "Riitta Mäkelä", "fi", "fi-8b", ("13", "14")),
    ("80", "Henrik Kjær", "da", "dk-9a", ("52", "53")),
)
STAFF = {
    "fi-8b": (
        ("Sari Koskela", "fi", Role.TEACHER),
        ("Mikko Rantanen", "fi", Role.COUNSELLOR),
        ("Pirjo Ahonen", "fi", Role.ASSISTANT),
    ),
    "dk-9a": (
        ("Lærke Østergaard", "da", Role.TEACHER),
        ("Bent Kjærgaard", "da", Role.COUNSELLOR),
    ),
}
PUPILS = {
    "fi-8b": {
        "fi": (
            "Aino Mäkelä,Väinö Lehtonen,Elli Hämäläinen,Onni Järvinen,Venla Kärkkäinen,Leo Salminen,Helmi Pöyhönen,"
            "Eino Väisänen,Lumi Korhola,Oliver Niemelä,Pihla Räsänen,Toivo Kettunen,Isla Töyrylä,Daniel Hakala,"
            "Amira Nurmi,Niilo Sääskilahti,Sofia Pitkänen,Aatos Myllymäki,Linh Koivisto,Kerttu Yli-Hynnilä"
        ),
        "sv": "Ebba Söderlund,Axel Åkerblom,Saga Nordström,Viktor Häggman",
    },
    "dk-9a": {
        "da": (
            "Søren Kjær,Freja Ågaard,Aksel Bæk,Ida Sønderby,Malthe Nørskov,Alma Skovgård,Oscar Lærkholm,Josefine Høj,"
            "Villads Rævdal,Karla Mølbak,Noah Åskov,Liva Grønlund,Emil Præstholm,Ella Brøndby,Mikkel Hjortkær,"
            "Yasmin Vestergård,Anton Kløvermark,Agnes Sæderup,Magnus Fårholt,Zeynep Lindskov,Asta Bjergsø"
        ),
    },
}


def all_people() -> list[Person]:
    """Everyone of the demo school, with ids as Moodle gives them: numbers, the administrator's is 2."""
    administrator = make_person("2", ADMINISTRATOR, "en")
    administrator.platform_admin = True
    members = [person for first_id, course_id in FIRST_IDS for person in _members(first_id, course_id)]
    return [administrator, *members, *_guardians()]


def _members(first_id: int, course_id: str) -> list[Person]:
    rows = enumerate([*STAFF[course_id], *_pupils(course_id)], first_id)
    return [make_person(str(number), name, locale, {course_id: role}) for number, (name, locale, role) in rows]


def _guardians() -> list[Person]:
    guardians = []
    for person_id, name, locale, course_id, pupil_ids in GUARDIANS:
        guardian = make_person(person_id, name, locale)
        guardian.mentor_of = {course_id: pupil_ids}
        guardians.append(guardian)
    return guardians


def _pupils(course_id: str) -> list[tuple[str, str, Role]]:
    names_by_locale = PUPILS[course_id].items()
    return [(name, locale, Role.LEARNER) for locale, names in names_by_locale for name in names.split(",")]
