"""Forms that start a launch: of an activity, of a review, of somebody's personal data; and the storage frame."""

from starlette.requests import Request
from starlette.responses import Response

from demo_platform.login_initiation import start_launch, start_message
from demo_platform.pending_launches import STUDENT_VIEW
from demo_platform.rendering import error_page, form_post, page
from demo_platform.visitors import belongs_to, is_staff, platform_of, target_of, viewer_of
from demo_platform.vocabulary import DATA_PRIVACY, SUBMISSION_REVIEW


def launch(request: Request) -> Response:
    """GET /launch/{activity_id}?as=…: the launch of an activity; with view=student, staff's student view."""
    platform, viewer = platform_of(request), viewer_of(request)
    activity = platform.activities.get(request.path_params["activity_id"])
    if activity is None or viewer is None or not belongs_to(viewer, activity.course_id):
        return error_page("No such activity")
    login_url = platform.tools[activity.client_id].urls.login_url
    if request.query_params.get("view") == "student" and is_staff(platform.courses[activity.course_id], viewer):
        message = {"message": STUDENT_VIEW, "activity_id": activity.id, "client_id": activity.client_id}
        return form_post(login_url, start_message(platform, viewer.id, **message))
    return form_post(login_url, start_launch(platform, viewer.id, activity.id, target=target_of(request)))


def review(request: Request) -> Response:
    """GET /review/{item_id}/{person_id}?as=…: the review of somebody's work from the gradebook."""
    platform, viewer = platform_of(request), viewer_of(request)
    activity = platform.activity_of_line_item(request.path_params["item_id"])
    if viewer is None or activity is None or not belongs_to(viewer, activity.course_id):
        return error_page("No such work")
    fields = start_message(
        platform,
        viewer.id,
        message=SUBMISSION_REVIEW,
        activity_id=activity.id,
        client_id=activity.client_id,
        about_id=request.path_params["person_id"],
    )
    return form_post(platform.tools[activity.client_id].urls.login_url, fields)


def privacy(request: Request) -> Response:
    """GET /privacy: the administrator's list of people."""
    platform = platform_of(request)
    return page("privacy.html", {"people": list(platform.people.values()), "tools": list(platform.tools.values())})


def privacy_launch(request: Request) -> Response:
    """GET /privacy/{client_id}/{person_id}: the administrator's data privacy launch about one person."""
    platform, person_id = platform_of(request), request.path_params["person_id"]
    tool = platform.tools.get(request.path_params["client_id"])
    if tool is None or person_id not in platform.people:
        return error_page("No such person or tool")
    officer = next(person for person in platform.people.values() if person.platform_admin)
    message = {"message": DATA_PRIVACY, "client_id": tool.client_id, "about_id": person_id}
    return form_post(tool.urls.login_url, start_message(platform, officer.id, **message))


def storage_frame(request: Request) -> Response:
    """GET /storage: the sibling frame that keeps values for the tool (LTI platform storage)."""
    return page("storage.html", {"tool_origin": platform_of(request).first_tool_urls.origin})
