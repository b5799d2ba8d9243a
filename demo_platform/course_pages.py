"""The pages of a course: who you are, its activities, one activity with the tool in it, the gradebook."""

from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from demo_platform.courses import LineItem, Result
from demo_platform.people import Person, Role
from demo_platform.platform_state import PlatformState
from demo_platform.registered_tools import RegisteredTool
from demo_platform.rendering import error_page, page
from demo_platform.visitors import course_and_viewer, is_staff, platform_of, pupils_of, staff_of, target_of


def people(request: Request) -> Response:
    """GET /: everybody, to pick who you are."""
    platform = platform_of(request)
    courses = list(platform.courses.values())
    with platform.lock:
        everyone = list(platform.people.values())
    context = {
        "classes": [(course, staff_of(platform, course), pupils_of(platform, course)) for course in courses],
        "administrators": [person for person in everyone if person.platform_admin],
        "first_course_id": courses[0].id,
        "has_office": platform.office_url is not None,
        "guardians": [(person, next(iter(person.mentor_of))) for person in everyone if person.mentor_of],
    }
    return page("people.html", context)


def office(request: Request) -> Response:
    """GET /office: on to the tool's pages for its administrator, where the tool has told this platform the way."""
    url = platform_of(request).office_url
    return RedirectResponse(url(), 303) if url else error_page("Not found")


def course(request: Request) -> Response:
    """GET /course/{course_id}?as={person_id}."""
    if not (opened := course_and_viewer(request)):
        return error_page("No such course or person")
    platform, (shown_course, viewer) = platform_of(request), opened
    staff = is_staff(shown_course, viewer)
    context = {
        "course": shown_course,
        "person": viewer,
        "role": Role.TEACHER if viewer.platform_admin else viewer.roles.get(shown_course.id, "guardian"),
        "activities": platform.activities_of(shown_course.id),
        "tools": [
            tool for tool in platform.tools.values() if staff and tool.status == "active" and tool.deep_linking_url
        ],
        "student_view": staff and platform.profile.name == "canvas",
    }
    return page("course.html", context)


def _deep_linking_tools(platform: PlatformState) -> list[RegisteredTool]:
    return [tool for tool in platform.tools.values() if tool.status == "active" and tool.deep_linking_url]


def activity(request: Request) -> Response:
    """GET /course/{course_id}/activity/{activity_id}?as=…: the tool in a frame, or a link that opens a new tab."""
    platform, opened = platform_of(request), course_and_viewer(request)
    shown_activity = platform.activities.get(request.path_params["activity_id"])
    if opened is None or shown_activity is None or shown_activity.course_id != opened[0].id:
        return error_page("No such activity")
    context = {
        "course": opened[0],
        "person": opened[1],
        "activity": shown_activity,
        "target": target_of(request) or shown_activity.target,
        "storage": platform.profile.storage,
        "resizes": platform.profile.resizes,
        "tool_origin": platform.first_tool_urls.origin,
        "student_view": request.query_params.get("view") == "student",
    }
    return page("activity.html", context)


def gradebook(request: Request) -> Response:
    """GET /course/{course_id}/gradebook?as=…: pupils and line items; a pupil sees the own row."""
    if not (opened := course_and_viewer(request)):
        return error_page("No such course or person")
    platform, (shown_course, viewer) = platform_of(request), opened
    staff = is_staff(shown_course, viewer)
    with platform.lock:
        items = [item for item in platform.line_items.values() if item.course_id == shown_course.id]
        pupils = [pupil for pupil in pupils_of(platform, shown_course) if staff or pupil is viewer]
        rows = [(pupil, _row(platform, items, pupil)) for pupil in pupils]
    return page(
        "gradebook.html", {"course": shown_course, "person": viewer, "items": items, "rows": rows, "staff": staff}
    )


def _row(platform: PlatformState, items: list[LineItem], pupil: Person) -> list[tuple[str, str]]:
    return [result_text(item, platform.gradebook[item.id].get(pupil.id)) for item in items]


def result_text(item: LineItem, result: Result | None) -> tuple[str, str]:
    """A result in words: the score as stored ("40.00 / 100"), and when; "–" where there is none."""
    if result is None or result.score is None:
        return "–", ""
    time = datetime.fromtimestamp(result.at, UTC).strftime("%d.%m.%Y %H:%M:%S UTC")
    attempts = f", attempt {result.attempts}" if result.attempts > 1 else ""
    return f"{result.score:.2f} / {item.maximum:g}", time + attempts
