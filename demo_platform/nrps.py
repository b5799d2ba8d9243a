"""Names and role provisioning 2.0: the roster of a course, in an order that means nothing, page by page."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from hashlib import md5
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.responses import JSONResponse, Response

from demo_platform import claims, line_items, service_urls
from demo_platform.auth_guard import refusal, said
from demo_platform.courses import Activity, Course
from demo_platform.faults import Call
from demo_platform.people import Person, Role
from demo_platform.profiles.profile import URI
from demo_platform.service_urls import NRPS_SCOPE

if TYPE_CHECKING:
    from demo_platform.platform_state import School

MEMBERS = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"


def memberships(school: "School", call: Call) -> Response:
    """GET …/memberships: role, limit and rlid as the specification has them."""
    refused = refusal(school, call, {NRPS_SCOPE}, MEMBERS)
    if refused:
        return refused
    course = next((c for c in school.courses.values() if c.context_id == call.path["context"]), None)
    link = school.activities.get(call.query.get("rlid", ""))
    if course is None or ("rlid" in call.query and (link is None or link.course_id != course.id)):
        return said(call, 404, "Not found")
    if link and not school.profile.link_members:
        return said(call, 403, "rlid is not supported")
    if "since" in call.query:
        return _changes(school, course, float(call.query["since"]))
    people = _wanted(school, course, call.query.get("role", ""))
    try:
        start = _start(school, call)
    except ValueError:
        return said(call, 400, "Unknown page")
    return _page(school, call, course, people, start, link)


def _wanted(school: "School", course: Course, role: str) -> list[Person]:
    """Members with this role (short or as a URI, "" all). The order is stable and says nothing."""
    members = sorted(
        school.members(course.id), key=lambda found: md5(found.id.encode(), usedforsecurity=False).digest()
    )
    short = role.removeprefix(f"{URI}membership#")
    return [found for found in members if not role or short in _short_roles(school, found, course)]


def _page(
    school: "School", call: Call, course: Course, people: list[Person], start: int, link: Activity | None
) -> Response:
    size = line_items.page(call.query)[0] or school.profile.page_size or len(people)
    body = {
        "id": service_urls.memberships(school, course),
        "context": {"id": course.context_id, "label": course.label, "title": course.title},
        "members": [_member(school, found, course, link) for found in people[start : start + size]],
    }
    more = start + size < len(people)
    if school.faults.roster == "half" and not more:
        return said(call, 500, "Internal error")
    links = [_next(school, call, course, size, start + size)] if more else []
    if school.faults.roster in {"loop", "elsewhere"}:
        here = f"{school.base_url}{call.address}?{urlencode(call.query)}"
        links = [f'<{here if school.faults.roster == "loop" else "https://elsewhere.example/members"}>; rel="next"']
    if school.profile.differences and not links:
        links = [f'<{service_urls.memberships(school, course)}?since={school.now()}>; rel="differences"']
    headers = {"Link": ", ".join(links)} if links else None
    return JSONResponse(body, headers=headers, media_type=f"{MEMBERS}; charset=utf-8")


def _changes(school: "School", course: Course, since: float) -> Response:
    """Who came or left since a moment (NRPS 2.5.1), and where to ask next time."""
    with school.lock:
        changed = {who: gone for at, where, who, gone in school.changes if where == course.id and at >= since}
    members = [
        _member(school, school.people[who], course, None) | ({"status": "Deleted"} if gone else {})
        for who, gone in changed.items()
    ]
    body = {"id": service_urls.memberships(school, course), "context": {"id": course.context_id}, "members": members}
    link = f'<{service_urls.memberships(school, course)}?since={school.now()}>; rel="differences"'
    return JSONResponse(body, headers={"Link": link}, media_type=f"{MEMBERS}; charset=utf-8")


def _next(school: "School", call: Call, course: Course, size: int, start: int) -> str:
    kept = {name: call.query[name] for name in ("rlid", "role") if name in call.query}
    place = {"page": _bookmark(start)} if school.profile.bookmarks else {"from": str(start)}
    query = urlencode({"limit": str(size), **place, **kept})
    return f'<{service_urls.memberships(school, course)}?{query}>; rel="next"'


def _bookmark(start: int) -> str:
    """An opaque word with capitals and small letters, so that changing its case breaks it."""
    return "bookmark:" + urlsafe_b64encode(f"Sivu{start:06d}".encode()).decode().rstrip("=")


def _start(school: "School", call: Call) -> int:
    """The first member of the page asked for; ValueError for a bookmark that was never given."""
    if not school.profile.bookmarks:
        return line_items.page(call.query)[1]
    word = call.query.get("page", "")
    if not word:
        return 0
    try:
        text = urlsafe_b64decode(word.removeprefix("bookmark:") + "==").decode("ascii")
    except (NotBase64, UnicodeDecodeError) as reason:
        raise ValueError(word) from reason
    start = int(text.removeprefix("Sivu"))
    if _bookmark(start) != word:
        raise ValueError(word)
    return start


def _short_roles(school: "School", found: Person, course: Course) -> list[str]:
    role = found.roles.get(course.id, Role.LEARNER)
    learner = role is Role.LEARNER or (role is Role.ASSISTANT and school.profile.assistant_is_learner)
    return ["Learner" if learner else "Instructor"]


def _member(school: "School", found: Person, course: Course, link: Activity | None) -> dict[str, Any]:
    """One member, in Moodle's order. With a resource link, its message comes along (NRPS 3.2)."""
    profile = school.profile
    short = _short_roles(school, found, course)
    person: dict[str, Any] = {"user_id": found.id}
    if profile.sourced_ids and (profile.names or profile.sourced_ids_without_names):
        person["lis_person_sourcedid"] = found.sourced_id
    if profile.names:
        person |= {"name": found.name, "given_name": found.given, "family_name": found.family}
    if profile.names and profile.username_member:
        person["ext_user_username"] = found.username
    message = {"message": [_message(school, found, link)]} if link else {}
    roles = short if profile.short_roles else [f"{URI}membership#{word}" for word in short]
    return {"status": "Active", "roles": roles, **message, **person}


def _message(school: "School", found: Person, link: Activity) -> dict[str, Any]:
    outcome = claims.outcome(school, found, link)
    return {f"{claims.CLAIM}message_type": "LtiResourceLinkRequest", **outcome}
