"""Deep linking in the browser (DL 2.0): the tool's picker in a frame, its launch, and the tool's response."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from demo_platform.courses import Course
from demo_platform.deep_linking_response import ResponseRefused, accept_response
from demo_platform.login_initiation import start_message
from demo_platform.people import Person
from demo_platform.registered_tools import RegisteredTool
from demo_platform.rendering import error_page, form_post, page
from demo_platform.visitors import course_and_viewer, is_staff, platform_of
from demo_platform.vocabulary import DEEP_LINKING


def add_activities(request: Request) -> Response:
    """GET /course/{course_id}/add/{client_id}?as=…: the tool's picker in a frame."""
    opened, tool = course_and_viewer(request), _active_tool(request)
    if opened is None or tool is None or not is_staff(*opened):
        return error_page("No such tool here")
    storage = platform_of(request).profile.storage
    return page("add_activities.html", {**_context(*opened), "tool": tool, "storage": storage})


def launch_picker(request: Request) -> Response:
    """GET /course/{course_id}/choose/{client_id}?as=…: the form that starts the deep linking request."""
    opened, tool = course_and_viewer(request), _active_tool(request)
    if opened is None or tool is None:
        return error_page("No such tool here")
    course, viewer = opened
    message = {"message": DEEP_LINKING, "course_id": course.id, "client_id": tool.client_id}
    return form_post(tool.urls.login_url, start_message(platform_of(request), viewer.id, **message))


async def receive_response(request: Request) -> Response:
    """POST /course/{course_id}/chosen: the tool's response; each link becomes an activity of the course."""
    platform, opened = platform_of(request), course_and_viewer(request)
    tool = platform.tools.get(request.query_params.get("tool", ""))
    if opened is None or tool is None or request.query_params.get("sesskey") != platform.session_key(opened[1]):
        return error_page("No such course or person")
    token = str((await request.form()).get("JWT", ""))
    try:
        added = await run_in_threadpool(accept_response, platform, tool, opened[0], token)
    except ResponseRefused as error:
        refused = {**_context(*opened), "problem": str(error), "added": [], "message": ""}
        return page("activities_added.html", refused, 400, framed=True)
    context = {**_context(*opened), "problem": "", "added": added.activities, "message": added.message}
    return page("activities_added.html", context, framed=True)


def _active_tool(request: Request) -> RegisteredTool | None:
    tool = platform_of(request).tools.get(request.path_params["client_id"])
    return tool if tool and tool.status == "active" else None


def _context(course: Course, viewer: Person) -> dict[str, object]:
    return {"course": course, "person": viewer}
