"""The demo school's courses, their activities, and the columns of their gradebooks."""

from dataclasses import dataclass, field

from demo_platform.registration import CLIENT_ID


@dataclass(frozen=True)
class Course:
    """A course. id is its name in this platform's addresses; context_id is what LTI calls it."""

    id: str
    context_id: str
    title: str
    label: str
    locale: str
    grade: str
    origin: str = ""  # the course that this one was copied from

    @property
    def sourced_id(self) -> str:
        """What the school's register would call the course."""
        return f"sis-{self.id}"


@dataclass
class LineItem:
    """A gradebook column (AGS 3.2). scored results live in School.gradebook under its id."""

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


FULL_MARKS = 100.0  # Moodle makes the column of a new activity 100 points


def courses() -> list[Course]:
    """The two courses of the demo school."""
    return [
        Course("fi-8b", "2", "Oppilaanohjaus 8B", "OPO8B", "fi", "8"),
        Course("dk-9a", "3", "9.A Uddannelse og job", "UJ9A", "da", "9"),
    ]


def activities() -> list[Activity]:
    """Each course has the whole programme, which is graded, and one lesson, which is not."""
    return [
        _activity("1", "fi-8b", "8", "Uraohjaus: kansalliset palvelut", "Koko ohjelma. Merkintä näkyy arvioinneissa."),
        _activity("2", "fi-8b", "8", "Opintopolku: kolme reittiä eteenpäin", "Yksi tehtävä.", "fi-2"),
        _activity("3", "dk-9a", "9", "Uddannelse og job: de nationale tjenester", "Hele forløbet."),
        _activity("4", "dk-9a", "9", "UddannelsesGuiden: find vej", "En enkelt opgave.", "dk-2"),
    ]


def _activity(number: str, course: str, grade: str, title: str, text: str, lesson: str = "") -> Activity:
    custom = {"careered_grade": grade, "careered_country": course[:2]}
    if lesson:
        return Activity(number, course, title, text, {"careered_lesson": lesson, **custom})
    return Activity(number, course, title, text, custom, line_item_id=number)


def columns(of: list[Activity]) -> list[LineItem]:
    """The columns of the graded activities."""
    return [
        LineItem(a.line_item_id, a.course_id, a.title, FULL_MARKS, resource_link_id=a.id) for a in of if a.line_item_id
    ]
