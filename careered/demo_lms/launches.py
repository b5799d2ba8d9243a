"""Launches that have begun and not yet come back to the authorization endpoint."""

import json
from dataclasses import dataclass
from secrets import randbelow, token_urlsafe
from typing import TYPE_CHECKING

from careered.demo_lms.courses import Activity
from careered.demo_lms.people import Person
from careered.demo_lms.platform import CLIENT_ID, DEPLOYMENT_ID

if TYPE_CHECKING:
    from careered.demo_lms.school import School


@dataclass(frozen=True)
class Pending:
    """Who opened what, and how it is shown (iframe or window)."""

    person_id: str
    activity_id: str
    target: str


def login_fields(school: "School", hint: str, person: Person) -> dict[str, str]:
    """The login initiation (SEC 5.1.1.1), in the order in which Moodle sends it."""
    return {
        "iss": school.base_url,
        "target_link_uri": school.tool.launch_url,
        "login_hint": person.id,
        "lti_message_hint": hint,
        "client_id": CLIENT_ID,
        school.profile.deployment_parameter: DEPLOYMENT_ID,
        **dict(school.profile.login_extras),
    }


def new_hint(school: "School", activity: Activity) -> str:
    """A message hint nobody can guess the meaning of: JSON with quotes and braces on Moodle, a word elsewhere."""
    if not school.profile.json_message_hint:
        return token_urlsafe(24)
    launch = f"ltilaunch{activity.id}_{randbelow(10**10)}"
    return json.dumps({"cmid": int(activity.id), "launchid": launch}, separators=(",", ":"))
