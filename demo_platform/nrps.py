"""Names and Role Provisioning Services 2.0: the members of a course, page by page."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from typing import Any
from urllib.parse import urlencode

from starlette.responses import JSONResponse, Response

from demo_platform.auth_guard import error_response, refusal
from demo_platform.courses import Activity, Course
from demo_platform.line_items import page_parameters
from demo_platform.members import member_json, members_with_role
from demo_platform.people import Person
from demo_platform.platform_state import PlatformState
from demo_platform.request_log import ServiceRequest
from demo_platform.service_urls import memberships_url
from demo_platform.vocabulary import MEMBERS_TYPE, NRPS_SCOPE


def memberships(platform: PlatformState, request: ServiceRequest) -> Response:
    """GET …/memberships: role, limit and rlid as the specification has them (NRPS 2.4, 3)."""
    if refused := refusal(platform, request, {NRPS_SCOPE}, MEMBERS_TYPE):
        return refused
    course = platform.course_of_context(request.path_params["context"])
    activity = platform.activities.get(request.query.get("rlid", ""))
    if course is None or ("rlid" in request.query and (activity is None or activity.course_id != course.id)):
        return error_response(request, 404, "Not found")
    if activity and not platform.profile.link_members:
        return error_response(request, 403, "rlid is not supported")
    if "since" in request.query:
        return _changes(platform, course, float(request.query["since"]))
    try:
        start = _page_start(platform, request)
    except ValueError:
        return error_response(request, 400, "Unknown page")
    return _page(platform, request, course, start, activity)


def _page(
    platform: PlatformState, request: ServiceRequest, course: Course, start: int, activity: Activity | None
) -> Response:
    people = members_with_role(platform, course, request.query.get("role", ""))
    size = page_parameters(request.query)[0] or platform.profile.page_size or len(people)
    has_next = start + size < len(people)
    if platform.faults.roster == "half" and not has_next:
        return error_response(request, 500, "Internal error")
    link = _link(platform, request, course, size, start + size if has_next else None)
    return _container(_body(platform, course, people[start : start + size], activity), link)


def _body(platform: PlatformState, course: Course, people: list[Person], activity: Activity | None) -> dict[str, Any]:
    return {
        "id": memberships_url(platform, course),
        "context": {"id": course.context_id, "label": course.label, "title": course.title},
        "members": [member_json(platform, person, course, activity) for person in people],
    }


def _container(body: dict[str, Any], link: str) -> Response:
    headers = {"Link": link} if link else None
    return JSONResponse(body, headers=headers, media_type=f"{MEMBERS_TYPE}; charset=utf-8")


def _link(platform: PlatformState, request: ServiceRequest, course: Course, size: int, next_start: int | None) -> str:
    """The Link header: the next page, or after the last the differences; a fault leads astray."""
    if platform.faults.roster == "loop":
        return f'<{platform.base_url}{request.url_path}?{urlencode(request.query)}>; rel="next"'
    if platform.faults.roster == "elsewhere":
        return '<https://elsewhere.example/members>; rel="next"'
    if next_start is not None:
        return _next_link(platform, request, course, size, next_start)
    return _differences_link(platform, course) if platform.profile.differences else ""


def _next_link(platform: PlatformState, request: ServiceRequest, course: Course, size: int, start: int) -> str:
    filters = {name: request.query[name] for name in ("rlid", "role") if name in request.query}
    position = {"page": _bookmark(start)} if platform.profile.bookmarks else {"from": str(start)}
    query = urlencode({"limit": str(size), **position, **filters})
    return f'<{memberships_url(platform, course)}?{query}>; rel="next"'


def _differences_link(platform: PlatformState, course: Course) -> str:
    return f'<{memberships_url(platform, course)}?since={platform.now()}>; rel="differences"'


def _changes(platform: PlatformState, course: Course, since: float) -> Response:
    """Who joined or left since a time (NRPS 2.5.1), and where to ask next time. since: epoch seconds."""
    with platform.lock:
        changes = [change for change in platform.membership_changes if change.course_id == course.id]
    left = {change.person_id: change.left for change in changes if change.at >= since}
    members = [
        member_json(platform, platform.people[person_id], course, None) | ({"status": "Deleted"} if has_left else {})
        for person_id, has_left in left.items()
    ]
    body = {"id": memberships_url(platform, course), "context": {"id": course.context_id}, "members": members}
    return _container(body, _differences_link(platform, course))


def _bookmark(start: int) -> str:
    """An opaque page name with capitals and small letters, so that changing its case breaks it."""
    return "bookmark:" + urlsafe_b64encode(f"Sivu{start:06d}".encode()).decode().rstrip("=")


def _page_start(platform: PlatformState, request: ServiceRequest) -> int:
    """The number of the first member of the requested page; ValueError for a bookmark that was never issued."""
    if not platform.profile.bookmarks:
        return page_parameters(request.query)[1]
    bookmark = request.query.get("page", "")
    return _bookmarked_start(bookmark) if bookmark else 0


def _bookmarked_start(bookmark: str) -> int:
    try:
        text = urlsafe_b64decode(bookmark.removeprefix("bookmark:") + "==").decode("ascii")
    except (Base64Error, UnicodeDecodeError) as error:
        raise ValueError(bookmark) from error
    start = int(text.removeprefix("Sivu"))
    if _bookmark(start) != bookmark:
        raise ValueError(bookmark)
    return start
