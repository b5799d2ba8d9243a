"""Launches that have begun and not yet come back to the authorization endpoint."""

import json
from dataclasses import dataclass
from secrets import randbelow, token_urlsafe
from typing import TYPE_CHECKING

from demo_platform.courses import Activity
from demo_platform.registration import CLIENT_ID

if TYPE_CHECKING:
    from demo_platform.platform_state import School


@dataclass(frozen=True)
class Pending:
    """Who opened what, and how it is shown (iframe or window).

    message: the LTI message that the tool gets. course_id: for choosing activities. about_id: the person whom a
    review or a privacy launch is about. data: what a deep linking request carries along.
    """

    person_id: str
    activity_id: str
    target: str
    message: str = "LtiResourceLinkRequest"
    course_id: str = ""
    client_id: str = CLIENT_ID
    about_id: str = ""
    data: str = ""


def login_fields(school: "School", hint: str, pending: Pending) -> dict[str, str]:
    """The login initiation (SEC 5.1.1.1), in the order in which Moodle sends it."""
    tool, activity = school.tools[pending.client_id], school.activities.get(pending.activity_id)
    choosing = tool.deep_linking_url if pending.course_id else ""
    return {
        "iss": school.base_url,
        "target_link_uri": (activity.url if activity else choosing) or tool.addresses.launch_url,
        "login_hint": pending.person_id,
        "lti_message_hint": hint,
        "client_id": tool.client_id,
        school.profile.deployment_parameter: tool.deployment_id,
        **dict(school.profile.login_extras),
    }


def new_hint(school: "School", activity: Activity | None) -> str:
    """A message hint nobody can guess the meaning of: JSON with quotes and braces on Moodle, a word elsewhere."""
    if not school.profile.json_message_hint:
        return token_urlsafe(24)
    number = {"cmid": int(activity.id)} if activity else {}
    launch = f"ltilaunch{activity.id if activity else ''}_{randbelow(10**10)}"
    return json.dumps({**number, "launchid": launch}, separators=(",", ":"))
