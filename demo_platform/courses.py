"""The demo school's courses, their activities, and the columns of their gradebooks."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from demo_platform.registration import CLIENT_ID


@dataclass(frozen=True)
class Course:
    """A course. id is its name in this platform's addresses; context_id is what LTI calls it.

    origin: the course that this one was copied from. note: what stands under its title where one picks a person.
    """

    id: str
    context_id: str
    title: str
    label: str
    locale: str
    grade: str
    origin: str = ""
    note: str = ""

    @property
    def sourced_id(self) -> str:
        """What the school's register would call the course."""
        return f"sis-{self.id}"


@dataclass
class LineItem:
    """A gradebook column (AGS 3.2). Its results are in PlatformState.gradebook, under its id."""

    id: str
    course_id: str
    label: str
    maximum: float
    resource_id: str = ""
    tag: str = ""
    resource_link_id: str = ""


@dataclass
class Activity:
    """A link to a tool in a course. id is the LTI resource link id; target is iframe or window.

    url: its own target_link_uri, "" for the tool's usual one. origin: the activity that it was copied from.
    """

    id: str
    course_id: str
    title: str
    description: str
    custom: dict[str, str] = field(default_factory=dict)
    target: str = "iframe"
    line_item_id: str = ""
    client_id: str = CLIENT_ID
    url: str = ""
    origin: str = ""


@dataclass
class Result:
    """One cell of a gradebook. score is on the column's scale, None once cleared; times are epoch seconds.

    at is the time the tool gave, which decides what counts as newer; received is the platform's own time.
    """

    score: float | None
    at: float
    received: float
    comment: str = ""
    attempts: int = 0
    by_hand: bool = False


FULL_SCORE = 100.0  # Moodle makes the line item of a new activity 100 points


def all_courses() -> list[Course]:
    """The two courses of the demo school."""
    return [
        Course("fi-8b", "2", "Oppilaanohjaus 8B", "OPO8B", "fi", "8"),
        Course("dk-9a", "3", "9.A Uddannelse og job", "UJ9A", "da", "9"),
    ]


def all_activities() -> list[Activity]:
    """Each course has the whole programme, which is graded, and one lesson, which is not."""
    return [
        programme("1", "fi-8b", "8", "Uraohjaus: kansalliset palvelut", "Koko ohjelma. Merkintä näkyy arvioinneissa."),
        _one_lesson("2", "fi-8b", "8", "Reitit ysin jälkeen", "Yksi tehtävä.", "fi-2"),
        programme("3", "dk-9a", "9", "Uddannelse og job: de nationale tjenester", "Hele forløbet."),
        _one_lesson("4", "dk-9a", "9", "Vejene efter 9. klasse", "En enkelt opgave.", "dk-2"),
    ]


def programme(activity_id: str, course_id: str, grade: str, title: str, text: str = "") -> Activity:
    """The activity of the whole programme, with a line item of the same id (`line_items_of` makes it)."""
    custom = {"careered_grade": grade, "careered_country": course_id[:2]}
    return Activity(activity_id, course_id, title, text, custom, line_item_id=activity_id)


def _one_lesson(activity_id: str, course_id: str, grade: str, title: str, text: str, lesson: str) -> Activity:
    custom = {"careered_lesson": lesson, "careered_grade": grade, "careered_country": course_id[:2]}
    return Activity(activity_id, course_id, title, text, custom)


def line_items_of(activities: Iterable[Activity]) -> list[LineItem]:
    """The line items of the graded activities among these."""
    graded = [activity for activity in activities if activity.line_item_id]
    return [
        LineItem(activity.line_item_id, activity.course_id, activity.title, FULL_SCORE, resource_link_id=activity.id)
        for activity in graded
    ]
