"""Courses in the middle of their year, for `careered demo`: two of one teacher in each country.

The courses of courses.py have not begun; tests start from those.
"""

from dataclasses import dataclass

from demo_platform.courses import Course, line_items_of, programme
from demo_platform.people import Role, make_person
from demo_platform.platform_state import PlatformState


@dataclass(frozen=True)
class BegunCourse:
    """A course with its people. teacher: id and name. pupils: names, from first_id on; the last one leaves it."""

    course: Course
    activity_id: str
    activity_title: str
    teacher: tuple[str, str]
    first_id: int
    pupils: tuple[str, ...]

    @property
    def leaver_id(self) -> str:
        """The id of the pupil who leaves."""
        return str(self.first_id + len(self.pupils) - 1)


NOTE = "In the middle of the year. Open it as the teacher, who has a second class, too."
_FINNISH, _DANISH = ("200", "Outi Lampinen"), ("300", "Jonas Ravnholt")
_FI_TITLE, _DA_TITLE = "Uraohjaus: kansalliset palvelut", "Uddannelse og job: de nationale tjenester"


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(","))


BEGUN_COURSES = (
    BegunCourse(
        Course("fi-9a", "101", "9A Oppilaanohjaus", "OPO9A", "fi", "9", note=NOTE),
        "101",
        _FI_TITLE,
        _FINNISH,
        201,
        _names(
            "Veeti Aaltola, Emma Harjula, Joona Kangasniemi, Siiri Lehtomäki, Arttu Mustola, Nelli Ojaranta, Eetu "
            "Pesola, Iida Rautavuori, Lauri Savela, Aada Tiirikka, Samu Uusimäki, Enni Vainikka, Roope Ylönaho, Hilla "
            "Ahtola, Yusuf Hakanen, Milja Jokiranta, Otso Kivelä-Aho, Vilma Luoto, Jesse Metsälampi, Tilda Närhi, "
            "Elias Paasikari, Noora Rintakoski, Kasper Suvanto, Aliisa Tuomela, Mico Vartia"
        ),
    ),
    BegunCourse(
        Course("fi-8c", "102", "8C Oppilaanohjaus", "OPO8C", "fi", "8"),
        "102",
        _FI_TITLE,
        _FINNISH,
        231,
        _names(
            "Aura Haapasaari, Ilmari Jussila, Kiira Koskivuo, Luka Lahdenperä, Mette Nikula, Niko Palosaari, Oona "
            "Rajala, Peetu Salmela, Ronja Takala, Sulo Vesterinen, Tuuli Välimaa, Ukko Huttu, Vieno Kaarto"
        ),
    ),
    BegunCourse(
        Course("dk-9b", "103", "9.B Uddannelse og job", "UJ9B", "da", "9", note=NOTE),
        "103",
        _DA_TITLE,
        _DANISH,
        301,
        _names(
            "Alberte Brogård, Bertram Dalsø, Clara Engholm, David Fjeldsøe, Esther Gammelby, Frederik Hedelund, Gry "
            "Ibsgaard, Hugo Juelsbo, Ingrid Kirkeskov, Johan Lyngdal, Katrine Møldrup, Lauge Nyborgsø, Maja Overby, "
            "Nikolaj Pilegård, Olivia Rosenbæk, Philip Skovlund, Rosa Thybæk, Storm Ulvsbjerg, Tilde Vadsted, "
            "Valdemar Østerby, Amina Bakkeskov, Elias Degnemark, Filippa Holmsted, Gustav Krogsbæk, Silje Nørreris"
        ),
    ),
    BegunCourse(
        Course("dk-8c", "104", "8.C Uddannelse og job", "UJ8C", "da", "8"),
        "104",
        _DA_TITLE,
        _DANISH,
        331,
        _names(
            "Anna Bisgårdsø, Benjamin Damkær, Caroline Egelund, Daniel Frydensberg, Emilie Grøndal, Felix Højbo, "
            "Hannah Ingerslund, Jeppe Klitgård, Laura Løvbjerg, Marius Mosegård, Nanna Pilebro, Oskar Ravnsø, Signe "
            "Terpsø"
        ),
    ),
)


def add_begun_courses(platform: PlatformState) -> None:
    """Put the courses and their people before those that have not begun; who leaves is a member still."""
    with platform.lock:
        fresh = dict(platform.courses)
        platform.courses.clear()
        for begun in BEGUN_COURSES:
            _add(platform, begun)
        platform.courses.update(fresh)


def _add(platform: PlatformState, begun: BegunCourse) -> None:
    course_id, locale = begun.course.id, begun.course.locale
    platform.courses[course_id] = begun.course
    activity = programme(begun.activity_id, course_id, begun.course.grade, begun.activity_title)
    platform.activities[activity.id] = activity
    for item in line_items_of([activity]):
        platform.add_line_item(item)
    teacher_id, teacher_name = begun.teacher
    teacher = platform.people.setdefault(teacher_id, make_person(teacher_id, teacher_name, locale))
    teacher.roles[course_id] = Role.TEACHER
    for number, name in enumerate(begun.pupils, begun.first_id):
        platform.people[str(number)] = make_person(str(number), name, locale, {course_id: Role.LEARNER})
