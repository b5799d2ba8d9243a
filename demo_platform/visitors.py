"""Who looks at a page, and in which course: `?as=` names the person, there is no sign-in."""

from starlette.requests import Request

from demo_platform.courses import Course
from demo_platform.people import Person, Role
from demo_platform.platform_state import PlatformState


def platform_of(request: Request) -> PlatformState:
    """The state of the platform that serves the request."""
    platform: PlatformState = request.app.state.platform
    return platform


def viewer_of(request: Request) -> Person | None:
    """The person of ?as=, if there is such a person."""
    return platform_of(request).people.get(request.query_params.get("as", ""))


def course_and_viewer(request: Request) -> tuple[Course, Person] | None:
    """The course of the path and the person of ?as=; None unless both exist and belong together."""
    course = platform_of(request).courses.get(request.path_params["course_id"])
    viewer = viewer_of(request)
    if course is None or viewer is None or not belongs_to(viewer, course.id):
        return None
    return course, viewer


def belongs_to(person: Person, course_id: str) -> bool:
    """Whether somebody may open a course: as a member, a guardian, or the platform's administrator."""
    return person.platform_admin or course_id in person.roles or course_id in person.mentor_of


def is_staff(course: Course, person: Person) -> bool:
    """Whether somebody teaches in a course, or is the platform's administrator."""
    return person.platform_admin or person.roles.get(course.id, Role.LEARNER) is not Role.LEARNER


def staff_of(platform: PlatformState, course: Course) -> list[Person]:
    """The members of a course who are no learners."""
    return [person for person in platform.members(course.id) if person.roles[course.id] is not Role.LEARNER]


def pupils_of(platform: PlatformState, course: Course) -> list[Person]:
    """The learners of a course, by family name."""
    learners = [person for person in platform.members(course.id) if person.roles[course.id] is Role.LEARNER]
    return sorted(learners, key=lambda person: (person.family.casefold(), person.given.casefold()))


async def form_fields(request: Request) -> dict[str, str]:
    """The fields of a posted form."""
    return {name: str(value) for name, value in (await request.form()).items()}


def target_of(request: Request) -> str:
    """Where a launch is to open (?target=): iframe or window, "" for the activity's own."""
    target = request.query_params.get("target", "")
    return target if target in ("iframe", "window") else ""
