"""Starting a launch: the login initiation request (SEC 5.1.1.1) and the message hint that stands for the launch."""

import json
from secrets import randbelow, token_urlsafe

from demo_platform.courses import Activity
from demo_platform.pending_launches import PendingLaunch
from demo_platform.platform_state import PlatformState
from demo_platform.registration import CLIENT_ID
from demo_platform.vocabulary import DEEP_LINKING


def start_launch(platform: PlatformState, person_id: str, activity_id: str, *, target: str = "") -> dict[str, str]:
    """Start a resource link launch. target: iframe or window instead of the activity's own. Returns form fields."""
    activity = platform.activities[activity_id]
    target = target or activity.target
    return _start(platform, PendingLaunch(person_id, activity_id, target, client_id=activity.client_id))


def start_message(
    platform: PlatformState,
    person_id: str,
    *,
    message: str,
    activity_id: str = "",
    course_id: str = "",
    client_id: str = CLIENT_ID,
    about_id: str = "",
) -> dict[str, str]:
    """Start another message in a frame (see PendingLaunch). Returns the form fields of its login initiation."""
    data = ""
    if message == DEEP_LINKING and platform.profile.deep_linking_data:
        data = f'{token_urlsafe(12)} "<&>" æøå'
        platform.issued_data.add(data)
    return _start(
        platform, PendingLaunch(person_id, activity_id, "iframe", message, course_id, client_id, about_id, data)
    )


def _start(platform: PlatformState, pending: PendingLaunch) -> dict[str, str]:
    hint = _new_hint(platform, platform.activities.get(pending.activity_id))
    platform.add_pending(hint, pending)
    return _login_fields(platform, hint, pending)


def _login_fields(platform: PlatformState, hint: str, pending: PendingLaunch) -> dict[str, str]:
    """The login initiation, in the order in which Moodle sends it."""
    tool, activity = platform.tools[pending.client_id], platform.activities.get(pending.activity_id)
    deep_linking_url = tool.deep_linking_url if pending.course_id else ""
    return {
        "iss": platform.base_url,
        "target_link_uri": (activity.url if activity else deep_linking_url) or tool.urls.launch_url,
        "login_hint": pending.person_id,
        "lti_message_hint": hint,
        "client_id": tool.client_id,
        platform.profile.deployment_parameter: tool.deployment_id,
        **dict(platform.profile.login_extras),
    }


def _new_hint(platform: PlatformState, activity: Activity | None) -> str:
    """An opaque message hint: JSON with quotes and braces on Moodle, a word elsewhere."""
    if not platform.profile.json_message_hint:
        return token_urlsafe(24)
    module_id = {"cmid": int(activity.id)} if activity else {}
    launch_id = f"ltilaunch{activity.id if activity else ''}_{randbelow(10**10)}"
    return json.dumps({**module_id, "launchid": launch_id}, separators=(",", ":"))
