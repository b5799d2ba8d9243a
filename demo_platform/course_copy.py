"""Copying a course for the next year, and telling the tools about it (Platform Notification Service 1.0)."""

import json
from dataclasses import replace
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any

import httpx2
from starlette.responses import JSONResponse, Response

from demo_platform.auth_guard import refusal, said
from demo_platform.claims import CLAIM
from demo_platform.courses import Course
from demo_platform.faults import Call

if TYPE_CHECKING:
    from demo_platform.platform_state import School

NOTICES_SCOPE = "https://purl.imsglobal.org/spec/lti/scope/noticehandlers"
COPIED = "LtiContextCopyNotice"


def copy_course(school: "School", course_id: str) -> Course:
    """A new course like another: activities and columns come along, marks do not. The same people are in it."""
    with school.lock:
        old = school.courses[course_id]
        number = str(max(int(one.context_id) for one in school.courses.values()) + 1)
        new = replace(old, id=f"{old.id}-{number}", context_id=number, title=f"{old.title} (kopio)", origin=old.id)
        school.courses[new.id] = new
        for person in school.people.values():
            if old.id in person.roles:
                person.roles[new.id] = person.roles[old.id]
        for one in [one for one in school.activities.values() if one.course_id == old.id]:
            _copy_activity(school, new, one.id)
    tell(school, new, old)
    return new


def _copy_activity(school: "School", new: Course, activity_id: str) -> None:
    old = school.activities[activity_id]
    number = str(max(int(known) for known in school.activities) + 1)
    made = replace(old, id=number, course_id=new.id, custom=dict(old.custom), line_item_id="", origin=old.id)
    if column := school.line_items.get(old.line_item_id):
        item = str(max(int(known) for known in school.line_items) + 1)
        school.add_column(replace(column, id=item, course_id=new.id, resource_link_id=number))
        made.line_item_id = item
    school.activities[number] = made


def handlers(school: "School", call: Call) -> Response:
    """GET and PUT …/notices/{client_id}: where a tool wants to hear of what."""
    if refused := refusal(school, call, {NOTICES_SCOPE}):
        return refused
    known = school.notice_handlers.setdefault(call.path["client_id"], {})
    if call.method == "PUT":
        asked = json.loads(call.body)
        if asked.get("notice_type") not in school.profile.notices or not isinstance(asked.get("handler"), str):
            return said(call, 400, "Unknown notice type")
        known[asked["notice_type"]] = asked["handler"]
    shown = [{"notice_type": kind, "handler": known.get(kind, "")} for kind in school.profile.notices]
    return JSONResponse({"client_id": call.path["client_id"], "notice_handlers": shown})


def tell(school: "School", new: Course, old: Course) -> None:
    """One notice to each handler; a tool that does not answer is not asked twice (Canvas)."""
    for client_id, known in school.notice_handlers.items():
        if address := known.get(COPIED):
            signed = school.sign(_notice(school, client_id, new, old))
            try:
                school.http.post(address, json={"notices": [{"jwt": signed}]})
            except httpx2.HTTPError:
                continue


def _notice(school: "School", client_id: str, new: Course, old: Course) -> dict[str, Any]:
    at = int(school.now())
    return {
        "iss": school.base_url,
        "aud": client_id,
        "iat": at,
        "exp": at + 300,
        "nonce": token_urlsafe(12),
        f"{CLAIM}version": "1.3.0",
        f"{CLAIM}deployment_id": school.tools[client_id].deployment_id,
        f"{CLAIM}notice": {"id": token_urlsafe(12), "timestamp": at, "type": COPIED},
        f"{CLAIM}context": {"id": new.context_id, "label": new.label, "title": new.title},
        f"{CLAIM}origin_contexts": [old.context_id],
    }
