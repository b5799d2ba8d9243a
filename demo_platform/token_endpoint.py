"""The token endpoint (SEC 4.1): a client assertion signed by the tool becomes a bearer token for services."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from joserfc.jwk import KeySet
from starlette.responses import Response

from demo_platform.access_tokens import LIFETIME
from demo_platform.platform_state import PlatformState
from demo_platform.registered_tools import RegisteredTool
from demo_platform.request_log import ServiceRequest
from demo_platform.scopes import granted_scopes
from demo_platform.signing_keys import verified_claims
from demo_platform.tool_keys import fetch_tool_keys
from demo_platform.vocabulary import CLIENT_ASSERTION_TYPE


class TokenRefused(Exception):
    """Why no token is issued; the text is the `error` of the answer."""


def token(platform: PlatformState, request: ServiceRequest) -> Response:
    """POST /token."""
    form = dict(parse_qsl(request.body.decode("utf-8", "replace")))
    try:
        scopes = _granted(platform, form)
    except TokenRefused as error:
        return _json(platform, {"error": str(error)}, 400)
    access_token = platform.access_tokens.issue(scopes, platform.now())
    grant = {"access_token": access_token, "token_type": "Bearer", "expires_in": LIFETIME, "scope": " ".join(scopes)}
    return _json(platform, grant, 200)


def _json(platform: PlatformState, body: Mapping[str, Any], status: int) -> Response:
    return Response(json.dumps(body, indent=2), status, media_type=platform.profile.grant_content_type)


def _granted(platform: PlatformState, form: Mapping[str, str]) -> list[str]:
    """The scopes of a valid request; none left is an error."""
    if form.get("grant_type") != "client_credentials" or form.get("client_assertion_type") != CLIENT_ASSERTION_TYPE:
        raise TokenRefused("unsupported_grant_type")
    assertion = form.get("client_assertion", "")
    tool = _claimed_tool(platform, assertion)
    _check_claims(platform, tool, _verified(platform, tool, assertion))
    scopes = granted_scopes(platform, tool, form.get("scope", "").split())
    if not scopes:
        raise TokenRefused("invalid_scope")
    return scopes


def _claimed_tool(platform: PlatformState, assertion: str) -> RegisteredTool:
    """The tool that an assertion claims to come from; nothing is verified yet."""
    try:
        issuer = json.loads(urlsafe_b64decode(assertion.split(".")[1] + "=="))["iss"]
        return platform.tools[issuer]
    except (IndexError, ValueError, KeyError, TypeError) as error:
        raise TokenRefused("invalid_client") from error


def _verified(platform: PlatformState, tool: RegisteredTool, assertion: str) -> dict[str, Any]:
    """The assertion's claims. A signature that does not fit the cached keys is tried once more with fresh ones."""
    for fresh in (False, True):
        keys = _tool_keys(platform, tool, fresh=fresh)
        try:
            return verified_claims(assertion, keys)
        except ValueError:
            continue
    raise TokenRefused("invalid_client")


def _tool_keys(platform: PlatformState, tool: RegisteredTool, *, fresh: bool) -> KeySet:
    if fresh or tool.client_id not in platform.tool_keys:
        try:
            platform.tool_keys[tool.client_id] = fetch_tool_keys(platform, tool)
        except ValueError as error:
            raise TokenRefused("invalid_client") from error
    return platform.tool_keys[tool.client_id]


def _check_claims(platform: PlatformState, tool: RegisteredTool, claims: Mapping[str, Any]) -> None:
    if claims.get("iss") != tool.client_id or claims.get("sub") != tool.client_id:
        raise TokenRefused("invalid_client")
    _check_times(platform, claims)
    token_url, audience = f"{platform.base_url}/token", claims.get("aud")
    if platform.profile.assertion_audience and audience not in (token_url, [token_url]):
        raise TokenRefused("invalid_client")


def _check_times(platform: PlatformState, claims: Mapping[str, Any]) -> None:
    now, issued_at, expires_at = platform.now(), claims.get("iat"), claims.get("exp")
    if not isinstance(issued_at, int | float) or not isinstance(expires_at, int | float):
        raise TokenRefused("invalid_request")
    if expires_at <= now:
        raise TokenRefused("Expired token")
    if issued_at > now + platform.profile.iat_leeway:
        time = datetime.fromtimestamp(issued_at, UTC).strftime("%Y-%m-%dT%H:%M:%S%z")
        raise TokenRefused(f"Cannot handle token with iat prior to {time}")
