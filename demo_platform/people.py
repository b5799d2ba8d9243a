"""The invented people of the demo school. Any likeness to real people is chance."""

import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What somebody is in one course. An assistant is what Moodle calls a non-editing teacher."""

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


def person(person_id: str, name: str, locale: str, roles: dict[str, Role] | None = None) -> Person:
    """A person from a name written "Given Family"; the last word is the family name."""
    given, _, family = name.rpartition(" ")
    return Person(person_id, name, given or family, family, locale, dict(roles or {}))


ADMINISTRATOR = "Alex Holm"
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


def everybody() -> list[Person]:
    """Everyone of the demo school, with ids as Moodle gives them: numbers, the administrator's is 2."""
    administrator = person("2", ADMINISTRATOR, "en")
    administrator.platform_admin = True
    found = [administrator]
    for first, course in ((10, "fi-8b"), (50, "dk-9a")):
        rows = [*STAFF[course], *_pupils(course)]
        found += [person(str(first + at), name, lang, {course: role}) for at, (name, lang, role) in enumerate(rows)]
    return [*found, *_guardians()]


def _guardians() -> list[Person]:
    rows = (("40", "Riitta Mäkelä", "fi", "fi-8b", ("13", "14")), ("80", "Henrik Kjær", "da", "dk-9a", ("52", "53")))
    found = []
    for number, name, lang, course, pupils in rows:
        guardian = person(number, name, lang)
        guardian.mentor_of = {course: pupils}
        found.append(guardian)
    return found


def _pupils(course: str) -> list[tuple[str, str, Role]]:
    return [(name, lang, Role.LEARNER) for lang, names in PUPILS[course].items() for name in names.split(",")]
