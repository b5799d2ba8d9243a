"""The authorization endpoint (SEC 5.1.1.2, 5.1.1.3): it answers a login with an id token, by form post.

Until the message hint is known, nothing says who is asking: those errors end on the platform's own page and the
tool never hears of them. So does a redirect_uri that is not registered byte for byte.
"""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from demo_platform.launch_messages import message_claims
from demo_platform.pending_launches import PendingLaunch
from demo_platform.platform_state import PlatformState
from demo_platform.rendering import error_page, form_post
from demo_platform.visitors import form_fields, platform_of

_REQUIRED = ("redirect_uri", "client_id", "login_hint", "lti_message_hint", "nonce")


class NotTrusted(Exception):
    """A request that gets the platform's own error page."""


async def auth(request: Request) -> Response:
    """GET and POST /auth."""
    platform, params = platform_of(request), dict(request.query_params)
    if request.method == "POST":
        params |= await form_fields(request)
    try:
        pending = _trusted_launch(platform, params)
    except NotTrusted:
        return error_page("Invalid request")
    response = _error(params, pending) or {"id_token": _id_token(platform, params, pending)}
    return form_post(params["redirect_uri"], {**response, "state": params.get("state", "")})


def _trusted_launch(platform: PlatformState, params: Mapping[str, str]) -> PendingLaunch:
    """The launch of the message hint; raises NotTrusted where the tool must not be answered."""
    if any(not params.get(name) for name in _REQUIRED):
        raise NotTrusted
    if params.get("scope") != "openid" or params.get("response_type") != "id_token":
        raise NotTrusted
    pending = platform.take_pending(params["lti_message_hint"])
    tool = platform.tools.get(pending.client_id) if pending else None
    if pending is None or tool is None or params["redirect_uri"] not in tool.redirect_uris:
        raise NotTrusted
    return pending


def _error(params: Mapping[str, str], pending: PendingLaunch) -> dict[str, str]:
    """The error response parameters that the tool receives; empty for a valid request."""
    if params["client_id"] != pending.client_id:
        return {"error": "unauthorized_client"}
    if params["login_hint"] != pending.person_id:
        return {"error": "access_denied"}
    if params.get("response_mode") != "form_post":
        return {"error": "invalid_request", "error_description": "response_mode must be form_post"}
    if params.get("prompt", "none") != "none":
        return {"error": "invalid_request", "error_description": "prompt must be none"}
    return {}


def _id_token(platform: PlatformState, params: Mapping[str, str], pending: PendingLaunch) -> str:
    return platform.sign(message_claims(platform, pending, params["nonce"], platform.now()))
