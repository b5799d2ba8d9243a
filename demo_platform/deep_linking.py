"""Deep linking, the platform's side (DL 2.0): a teacher lets a tool choose, and the choice becomes activities."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx2
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from demo_platform.claims import CLAIM
from demo_platform.courses import Activity, Course, LineItem
from demo_platform.launch_messages import CHOOSE
from demo_platform.pages import asked, is_staff, lost, page, post_form
from demo_platform.registered_tools import KnownTool
from demo_platform.signing_keys import ALGORITHM

if TYPE_CHECKING:
    from demo_platform.platform_state import School

DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"


class ChoiceRefused(Exception):
    """What is wrong with a tool's answer, in words."""


@dataclass(frozen=True)
class Choice:
    """What a tool answered: the activities that came of it, and its own words."""

    added: list[Activity]
    words: str


def add(request: Request) -> Response:
    """GET /course/{course_id}/add/{client_id}?as=…: the tool's picker in a frame."""
    school: School = request.app.state.school
    found, tool = asked(request), school.tools.get(request.path_params["client_id"])
    if found is None or tool is None or tool.status != "active" or not is_staff(*found):
        return lost("No such tool here")
    return page(
        "choose.html", {"course": found[0], "person": found[1], "tool": tool, "storage": school.profile.storage}
    )


def begin(request: Request) -> Response:
    """GET /course/{course_id}/choose/{client_id}?as=…: the form that begins the launch of the picker."""
    school: School = request.app.state.school
    found, tool = asked(request), school.tools.get(request.path_params["client_id"])
    if found is None or tool is None or tool.status != "active":
        return lost("No such tool here")
    fields = school.begin(found[1].id, message=CHOOSE, course_id=found[0].id, client_id=tool.client_id)
    return post_form(tool.addresses.login_url, fields)


async def chosen(request: Request) -> Response:
    """POST /course/{course_id}/chosen: the tool's answer; each link becomes an activity of the course."""
    school: School = request.app.state.school
    found = asked(request)
    tool = school.tools.get(request.query_params.get("tool", ""))
    if found is None or tool is None or request.query_params.get("sesskey") != school.session_key(found[1]):
        return lost("No such course or person")
    token = str((await request.form()).get("JWT", ""))
    try:
        choice = await run_in_threadpool(take, school, tool, found[0], token)
    except ChoiceRefused as reason:
        return page("chosen.html", {"course": found[0], "person": found[1], "problem": str(reason)}, 400, framed=True)
    context = {"course": found[0], "person": found[1], "problem": "", "added": choice.added, "words": choice.words}
    return page("chosen.html", context, framed=True)


def take(school: "School", tool: KnownTool, course: Course, token: str) -> Choice:
    """Check an answer and make its activities; raises ChoiceRefused."""
    answer = _verified(school, tool, token)
    _check(school, tool, answer)
    items = [one for one in answer.get(f"{DL}content_items", []) if isinstance(one, dict)]
    school.deep_links.append(answer)
    added = [_make(school, tool, course, one) for one in items if one.get("type") == "ltiResourceLink"]
    return Choice(added, str(answer.get(f"{DL}msg") or answer.get(f"{DL}errormsg") or ""))


def _verified(school: "School", tool: KnownTool, token: str) -> dict[str, Any]:
    try:
        keys = KeySet.import_key_set(school.http.get(tool.addresses.jwks_url).raise_for_status().json())
        found = json.loads(jws.deserialize_compact(token, keys, algorithms=[ALGORITHM]).payload)
    except (JoseError, ValueError, KeyError, httpx2.HTTPError) as reason:
        raise ChoiceRefused(f"The tool's signature cannot be checked ({type(reason).__name__})") from reason
    if not isinstance(found, dict):
        raise ChoiceRefused("The tool's answer is no object")
    return found


def _check(school: "School", tool: KnownTool, answer: Mapping[str, Any]) -> None:
    """SEC 5.2: from the tool, for us, of this moment, for the first time; and `data` as we sent it."""
    now, nonce = school.now(), answer.get("nonce")
    aud = answer.get("aud")
    wrong = [
        ("iss", answer.get("iss") != tool.client_id),
        ("aud", school.base_url not in (aud if isinstance(aud, list) else [aud])),
        ("exp", not now < float(answer.get("exp", 0)) <= now + 360),
        ("iat", not now - 300 < float(answer.get("iat", 0)) <= now + 60),
        ("nonce", not nonce or nonce in school.nonces),
        ("message_type", answer.get(f"{CLAIM}message_type") != "LtiDeepLinkingResponse"),
        ("version", answer.get(f"{CLAIM}version") != "1.3.0"),
        ("deployment_id", answer.get(f"{CLAIM}deployment_id") != tool.deployment_id),
        ("data", school.profile.deep_linking_data and answer.get(f"{DL}data") not in school.deep_linking_data),
    ]
    found = [name for name, is_wrong in wrong if is_wrong]
    if found:
        raise ChoiceRefused(f"The tool's answer is wrong in: {', '.join(found)}")
    school.nonces.add(str(nonce))


def _make(school: "School", tool: KnownTool, course: Course, item: Mapping[str, Any]) -> Activity:
    with school.lock:
        number = str(max(int(known) for known in school.activities) + 1)
        made = Activity(
            number,
            course.id,
            str(item.get("title") or tool.name),
            str(item.get("text") or ""),
            {str(name): str(value) for name, value in (item.get("custom") or {}).items()},
            client_id=tool.client_id,
            url=str(item.get("url") or ""),
        )
        if column := item.get("lineItem"):
            made.line_item_id = _column(school, course, made, column).id
        school.activities[number] = made
    return made


def _column(school: "School", course: Course, activity: Activity, column: Mapping[str, Any]) -> LineItem:
    number = str(max((int(known) for known in school.line_items), default=0) + 1)
    return school.add_column(
        LineItem(
            number,
            course.id,
            str(column.get("label") or activity.title),
            float(column["scoreMaximum"]),
            resource_id=str(column.get("resourceId") or ""),
            tag=str(column.get("tag") or ""),
            resource_link_id=activity.id,
        )
    )
