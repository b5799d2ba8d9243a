"""Copying a course for the next year, and notifying the tools (PNS 1.0, the context copy notice)."""

from dataclasses import replace
from secrets import token_urlsafe
from typing import Any

import httpx2

from demo_platform.courses import Activity, Course
from demo_platform.platform_state import PlatformState, next_id
from demo_platform.vocabulary import CLAIM, CONTEXT_COPY

NOTICE_LIFETIME = 300  # seconds


def copy_course(platform: PlatformState, course_id: str) -> Course:
    """A copy with the same people, activities and line items, without results; subscribed tools are notified."""
    with platform.lock:
        original = platform.courses[course_id]
        copy = _copied_course(platform, original)
        platform.courses[copy.id] = copy
        _copy_members(platform, original, copy)
        for activity in platform.activities_of(original.id):
            _copy_activity(platform, copy, activity)
    notify_of_copy(platform, copy)
    return copy


def _copied_course(platform: PlatformState, original: Course) -> Course:
    context_id = next_id(course.context_id for course in platform.courses.values())
    course_id, title = f"{original.id}-{context_id}", f"{original.title} (kopio)"
    return replace(original, id=course_id, context_id=context_id, title=title, origin=original.id)


def _copy_members(platform: PlatformState, original: Course, copy: Course) -> None:
    for person in platform.members(original.id):
        person.roles[copy.id] = person.roles[original.id]


def _copy_activity(platform: PlatformState, course: Course, original: Activity) -> None:
    activity_id = next_id(platform.activities)
    copy = replace(
        original,
        id=activity_id,
        course_id=course.id,
        custom=dict(original.custom),
        line_item_id=_copy_line_item(platform, course, original, activity_id),
        origin=original.id,
    )
    platform.activities[activity_id] = copy


def _copy_line_item(platform: PlatformState, course: Course, original: Activity, activity_id: str) -> str:
    """The id of a new line item like the activity's, or "" where it has none."""
    item = platform.line_items.get(original.line_item_id)
    if item is None:
        return ""
    copy = replace(item, id=next_id(platform.line_items), course_id=course.id, resource_link_id=activity_id)
    return platform.add_line_item(copy).id


def notify_of_copy(platform: PlatformState, copy: Course) -> None:
    """One notice to each subscribed tool; a tool that does not answer gets no second one, as on Canvas."""
    for client_id, handlers in platform.notice_handlers.items():
        if url := handlers.get(CONTEXT_COPY):
            signed = platform.sign(_notice(platform, client_id, copy))
            try:
                platform.http.post(url, json={"notices": [{"jwt": signed}]})
            except httpx2.HTTPError:
                continue


def _notice(platform: PlatformState, client_id: str, copy: Course) -> dict[str, Any]:
    now, original = int(platform.now()), platform.courses[copy.origin]
    return {
        "iss": platform.base_url,
        "aud": client_id,
        "iat": now,
        "exp": now + NOTICE_LIFETIME,
        "nonce": token_urlsafe(12),
        f"{CLAIM}version": "1.3.0",
        f"{CLAIM}deployment_id": platform.tools[client_id].deployment_id,
        f"{CLAIM}notice": {"id": token_urlsafe(12), "timestamp": now, "type": CONTEXT_COPY},
        f"{CLAIM}context": {"id": copy.context_id, "label": copy.label, "title": copy.title},
        f"{CLAIM}origin_contexts": [original.context_id],
    }
