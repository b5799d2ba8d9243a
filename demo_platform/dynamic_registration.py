"""Dynamic registration, the platform's side (LTI DR 1.0): a tool registers itself through a page in a frame."""

import json
from collections.abc import Mapping
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from demo_platform.pages import lost, page
from demo_platform.registered_tools import DEEP_LINKING, KnownTool
from demo_platform.registration import Tool
from demo_platform.service_urls import SCOPES

if TYPE_CHECKING:
    from demo_platform.platform_state import School

TOOL_CLAIM = "https://purl.imsglobal.org/spec/lti-tool-configuration"
LIVES = 3600
_NEEDED = ("initiate_login_uri", "redirect_uris", "client_name", "jwks_uri", "token_endpoint_auth_method", TOOL_CLAIM)


class RegistrationRefused(Exception):
    """Why a registration is not taken."""


async def tools(request: Request) -> Response:
    """GET and POST /tools: the administrator's list of tools; activate, remove, or begin to add one."""
    school: School = request.app.state.school
    if request.method == "POST":
        form = {name: str(value) for name, value in (await request.form()).items()}
        if form.get("action") == "add":
            return RedirectResponse(f"/tools/add?{urlencode({'url': form.get('url', ''), 'how': 'new'})}", 303)
        _act(school, form.get("action", ""), form.get("tool", ""))
        return RedirectResponse("/tools", 303)
    return page("tools.html", {"tools": list(school.tools.values())})


def _act(school: "School", action: str, client_id: str) -> None:
    tool = school.tools.get(client_id)
    if tool and action == "activate":
        tool.status = "active"
    elif tool and action == "remove":
        school.tools.pop(client_id)


def add(request: Request) -> Response:
    """GET /tools/add?url=…&how=new|<client id>: the tool's own page in a frame, told where our configuration lies."""
    school: School = request.app.state.school
    url, how = request.query_params.get("url", ""), request.query_params.get("how", "new")
    if urlsplit(url).scheme not in {"http", "https"}:
        return lost("That is no registration address")
    same = [one for one in school.tools.values() if one.addresses.origin == _origin(url)]
    given = registration_parameters(school, update=how if how in school.tools else "")
    address = f"{url}{'&' if '?' in url else '?'}{urlencode(given)}"
    context = {"address": address, "url": url, "same": same, "tool_origin": _origin(url)}
    return page("add_tool.html", context)


def registration_parameters(school: "School", update: str = "") -> dict[str, str]:
    """What is added to a registration address. update: the client id of a tool that renews itself."""
    client_id = update or token_urlsafe(11)
    token = {"sub": client_id, "scope": "reg-update" if update else "reg"}
    school.registering.add(client_id)
    at = int(school.now())
    signed = school.sign({**token, "iat": at, "exp": at + LIVES})
    return {"openid_configuration": f"{school.base_url}/openid-configuration", "registration_token": signed}


async def register(request: Request) -> Response:
    """POST /register: the registration endpoint."""
    school: School = request.app.state.school
    if school.faults.registration == "refused":
        return JSONResponse({"error": "invalid_client_metadata", "error_description": "No more tools"}, 400)
    try:
        client_id = _client_id(school, request.headers.get("authorization", ""))
        tool = _tool(school, client_id, json.loads(await request.body()))
    except (RegistrationRefused, ValueError, KeyError, TypeError) as reason:
        return JSONResponse({"error": "invalid_client_metadata", "error_description": str(reason)[:200]}, 400)
    school.tools[client_id] = tool
    school.registering.discard(client_id)
    return JSONResponse(_answer(school, tool), 200 if school.profile.registered_status == 200 else 201)


def _client_id(school: "School", authorization: str) -> str:
    """The future client id that the registration token names; a token is for one use."""
    client_id = school.opened(authorization.removeprefix("Bearer ")).get("sub", "")
    if client_id not in school.registering:
        raise RegistrationRefused("Registration token is unknown or was used")
    return str(client_id)


def _tool(school: "School", client_id: str, asked: Mapping[str, Any]) -> KnownTool:
    missing = [name for name in _NEEDED if not asked.get(name)]
    if missing or asked["token_endpoint_auth_method"] not in {"private_key_jwt"}:
        raise RegistrationRefused(f"missing or wrong: {', '.join(missing) or 'how the tool signs'}")
    about, known = asked[TOOL_CLAIM], school.tools.get(client_id)
    origin = _origin(asked["initiate_login_uri"])
    target = about.get("target_link_uri") or asked["redirect_uris"][0]
    choosing = [one.get("target_link_uri", target) for one in about.get("messages", []) if one["type"] == DEEP_LINKING]
    return KnownTool(
        client_id,
        known.deployment_id if known else str(len(school.tools) + 2),
        str(asked["client_name"]),
        Tool(asked["initiate_login_uri"], target, asked["jwks_uri"], origin),
        tuple(asked["redirect_uris"]),
        status=known.status if known else "pending",
        scopes=frozenset(str(asked.get("scope", "")).split()) & frozenset(supported_scopes(school)),
        custom={str(name): str(value) for name, value in about.get("custom_parameters", {}).items()},
        deep_linking_url=choosing[0] if choosing else "",
    )


def _answer(school: "School", tool: KnownTool) -> dict[str, Any]:
    """As Moodle answers: its own order, messages reduced to choosing, and the deployment id in the claim."""
    client_id = {} if school.faults.registration == "no client id" else {"client_id": tool.client_id}
    return {
        **client_id,
        "response_types": ["id_token"],
        "jwks_uri": tool.addresses.jwks_url,
        "initiate_login_uri": tool.addresses.login_url,
        "grant_types": ["client_credentials", "implicit"],
        "redirect_uris": list(tool.redirect_uris),
        "application_type": "web",
        "token_endpoint_auth_method": "private_key_jwt",
        "client_name": tool.name,
        "scope": " ".join(sorted(tool.scopes or ())),
        TOOL_CLAIM: {
            "version": "1.3.0",
            "deployment_id": tool.deployment_id,
            "target_link_uri": tool.addresses.launch_url,
            "messages": [{"type": DEEP_LINKING, "target_link_uri": tool.deep_linking_url}],
            "custom_parameters": tool.custom,
        },
    }


def supported_scopes(school: "School") -> list[str]:
    """What the platform can grant; fewer by the fault "withheld"."""
    return [scope for scope in SCOPES if scope.rpartition("/")[2] not in school.faults.withheld.split()]


def odd_configuration(school: "School") -> Response | None:
    """The configuration as a fault wants it, or None."""
    if school.faults.registration == "html":
        return HTMLResponse("<!doctype html><title>Maintenance</title>")
    if school.faults.registration == "huge":
        return Response(b'{"issuer": "' + b"x" * 1_000_000 + b'"}', media_type="application/json")
    return None


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
