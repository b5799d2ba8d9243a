"""A tool's deep linking response (DL 4.5): it is verified, and its links become activities of the course."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from demo_platform.courses import Activity, Course, LineItem
from demo_platform.platform_state import PlatformState, next_id
from demo_platform.registered_tools import RegisteredTool
from demo_platform.signing_keys import verified_claims
from demo_platform.tool_keys import fetch_tool_keys
from demo_platform.vocabulary import CLAIM, DEEP_LINKING_CLAIM, DEEP_LINKING_RESPONSE

MAX_LIFETIME, MAX_AGE, CLOCK_LEEWAY = 360, 300, 60  # seconds


class ResponseRefused(Exception):
    """What is wrong with a tool's response, for the teacher."""


@dataclass(frozen=True)
class AddedActivities:
    """What came of a response. message: what the tool says about it, "" where it says nothing."""

    activities: list[Activity]
    message: str


def accept_response(platform: PlatformState, tool: RegisteredTool, course: Course, token: str) -> AddedActivities:
    """Verify a response (the form's JWT) and create its activities; raises ResponseRefused."""
    claims = _verified(platform, tool, token)
    _check_claims(platform, tool, claims)
    items = [item for item in claims.get(f"{DEEP_LINKING_CLAIM}content_items", []) if isinstance(item, dict)]
    links = [item for item in items if item.get("type") == "ltiResourceLink"]
    message = claims.get(f"{DEEP_LINKING_CLAIM}msg") or claims.get(f"{DEEP_LINKING_CLAIM}errormsg") or ""
    return AddedActivities([_create_activity(platform, tool, course, link) for link in links], str(message))


def _verified(platform: PlatformState, tool: RegisteredTool, token: str) -> dict[str, Any]:
    try:
        return verified_claims(token, fetch_tool_keys(platform, tool))
    except ValueError as error:
        raise ResponseRefused(f"The tool's signature cannot be checked ({error})") from error


def _check_claims(platform: PlatformState, tool: RegisteredTool, claims: Mapping[str, Any]) -> None:
    """SEC 5.2: from this tool, for this platform, recent, the first time; with the `data` of a request."""
    wrong = [name for name, is_wrong in _wrong_claims(platform, tool, claims).items() if is_wrong]
    if wrong:
        raise ResponseRefused(f"The tool's answer is wrong in: {', '.join(wrong)}")
    platform.used_nonces.add(str(claims["nonce"]))


def _wrong_claims(platform: PlatformState, tool: RegisteredTool, claims: Mapping[str, Any]) -> dict[str, bool]:
    now, nonce, audience = platform.now(), claims.get("nonce"), claims.get("aud")
    data = claims.get(f"{DEEP_LINKING_CLAIM}data")
    return {
        "iss": claims.get("iss") != tool.client_id,
        "aud": platform.base_url not in (audience if isinstance(audience, list) else [audience]),
        "exp": not now < float(claims.get("exp", 0)) <= now + MAX_LIFETIME,
        "iat": not now - MAX_AGE < float(claims.get("iat", 0)) <= now + CLOCK_LEEWAY,
        "nonce": not nonce or nonce in platform.used_nonces,
        "message_type": claims.get(f"{CLAIM}message_type") != DEEP_LINKING_RESPONSE,
        "version": claims.get(f"{CLAIM}version") != "1.3.0",
        "deployment_id": claims.get(f"{CLAIM}deployment_id") != tool.deployment_id,
        "data": platform.profile.deep_linking_data and data not in platform.issued_data,
    }


def _create_activity(
    platform: PlatformState, tool: RegisteredTool, course: Course, link: Mapping[str, Any]
) -> Activity:
    with platform.lock:
        activity = Activity(
            next_id(platform.activities),
            course.id,
            str(link.get("title") or tool.name),
            str(link.get("text") or ""),
            {str(name): str(value) for name, value in (link.get("custom") or {}).items()},
            client_id=tool.client_id,
            url=str(link.get("url") or ""),
        )
        if line_item := link.get("lineItem"):
            activity.line_item_id = _create_line_item(platform, activity, line_item).id
        platform.activities[activity.id] = activity
    return activity


def _create_line_item(platform: PlatformState, activity: Activity, fields: Mapping[str, Any]) -> LineItem:
    item = LineItem(
        next_id(platform.line_items),
        activity.course_id,
        str(fields.get("label") or activity.title),
        float(fields["scoreMaximum"]),
        resource_id=str(fields.get("resourceId") or ""),
        tag=str(fields.get("tag") or ""),
        resource_link_id=activity.id,
    )
    return platform.add_line_item(item)
