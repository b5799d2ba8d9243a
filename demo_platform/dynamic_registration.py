"""Dynamic registration, the platform's side (DR 1.0): the endpoint where a tool registers itself."""

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from demo_platform.platform_state import PlatformState
from demo_platform.registered_tools import RegisteredTool
from demo_platform.registration import ToolUrls, origin_of
from demo_platform.registration_token import RegistrationRefused, client_id_of
from demo_platform.scopes import supported_scopes
from demo_platform.visitors import platform_of
from demo_platform.vocabulary import DEEP_LINKING, TOOL_CONFIGURATION

_REQUIRED = (
    "initiate_login_uri",
    "redirect_uris",
    "client_name",
    "jwks_uri",
    "token_endpoint_auth_method",
    TOOL_CONFIGURATION,
)


async def register(request: Request) -> Response:
    """POST /register."""
    platform = platform_of(request)
    if platform.faults.registration == "refused":
        return _error("No more tools")
    try:
        client_id = client_id_of(platform, request.headers.get("authorization", ""))
        tool = _parse_tool(platform, client_id, json.loads(await request.body()))
    except (RegistrationRefused, ValueError, KeyError, TypeError) as error:
        return _error(str(error)[:200])
    platform.tools[client_id] = tool
    platform.open_registrations.discard(client_id)
    return JSONResponse(_client_metadata(platform, tool), platform.profile.registered_status)


def _error(description: str) -> Response:
    return JSONResponse({"error": "invalid_client_metadata", "error_description": description}, 400)


def _parse_tool(platform: PlatformState, client_id: str, metadata: Mapping[str, Any]) -> RegisteredTool:
    """The tool that client metadata describe (DR 3.5); raises RegistrationRefused, ValueError, KeyError, TypeError."""
    _check_metadata(metadata)
    configuration, registered = metadata[TOOL_CONFIGURATION], platform.tools.get(client_id)
    login_url, redirect_uris = metadata["initiate_login_uri"], metadata["redirect_uris"]
    launch_url = configuration.get("target_link_uri") or redirect_uris[0]
    return RegisteredTool(
        client_id,
        registered.deployment_id if registered else str(len(platform.tools) + 2),
        str(metadata["client_name"]),
        ToolUrls(login_url, launch_url, metadata["jwks_uri"], origin_of(login_url)),
        tuple(redirect_uris),
        status=registered.status if registered else "pending",
        scopes=frozenset(str(metadata.get("scope", "")).split()) & frozenset(supported_scopes(platform)),
        custom={str(name): str(value) for name, value in configuration.get("custom_parameters", {}).items()},
        deep_linking_url=_deep_linking_url(configuration, launch_url),
    )


def _check_metadata(metadata: Mapping[str, Any]) -> None:
    if missing := [name for name in _REQUIRED if not metadata.get(name)]:
        raise RegistrationRefused(f"missing: {', '.join(missing)}")
    if metadata["token_endpoint_auth_method"] not in {"private_key_jwt"}:
        raise RegistrationRefused("token_endpoint_auth_method must be private_key_jwt")


def _deep_linking_url(configuration: Mapping[str, Any], launch_url: str) -> str:
    """Where deep linking requests go; "" where the tool offers none."""
    messages = [message for message in configuration.get("messages", []) if message["type"] == DEEP_LINKING]
    return str(messages[0].get("target_link_uri", launch_url)) if messages else ""


def _client_metadata(platform: PlatformState, tool: RegisteredTool) -> dict[str, Any]:
    """As Moodle answers: its own order, only the deep linking message, and the deployment id in the configuration."""
    client_id = {} if platform.faults.registration == "no client id" else {"client_id": tool.client_id}
    return {
        **client_id,
        "response_types": ["id_token"],
        "jwks_uri": tool.urls.jwks_url,
        "initiate_login_uri": tool.urls.login_url,
        "grant_types": ["client_credentials", "implicit"],
        "redirect_uris": list(tool.redirect_uris),
        "application_type": "web",
        "token_endpoint_auth_method": "private_key_jwt",
        "client_name": tool.name,
        "scope": " ".join(sorted(tool.scopes or ())),
        TOOL_CONFIGURATION: {
            "version": "1.3.0",
            "deployment_id": tool.deployment_id,
            "target_link_uri": tool.urls.launch_url,
            "messages": [{"type": DEEP_LINKING, "target_link_uri": tool.deep_linking_url}],
            "custom_parameters": tool.custom,
        },
    }
