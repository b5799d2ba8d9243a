"""The authorization endpoint (SEC 5.1.1.2, 5.1.1.3): who opened the activity, told to the tool in an id_token.

Until the message hint is known, nothing says who is asking: those errors end on the platform's own page and the
tool never hears of them. So does a redirect_uri that is not registered byte for byte.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from demo_platform.launch_messages import message_claims
from demo_platform.pages import lost, post_form
from demo_platform.pending_launches import Pending

if TYPE_CHECKING:
    from demo_platform.platform_state import School

_NEEDED = ("redirect_uri", "client_id", "login_hint", "lti_message_hint", "nonce")


class NotTrusted(Exception):
    """A request that gets the platform's own error page."""


async def auth(request: Request) -> Response:
    """GET and POST /auth."""
    school: School = request.app.state.school
    asked = dict(request.query_params)
    if request.method == "POST":
        asked |= {name: str(value) for name, value in (await request.form()).items()}
    try:
        pending = _pending(school, asked)
    except NotTrusted:
        return lost("Invalid request")
    error = _error(asked, pending)
    answer = error or {"id_token": _token(school, asked, pending)}
    return post_form(asked["redirect_uri"], {**answer, "state": asked.get("state", "")})


def _pending(school: "School", asked: Mapping[str, str]) -> Pending:
    """The launch that is meant; raises NotTrusted where the tool must not be answered."""
    if any(not asked.get(name) for name in _NEEDED):
        raise NotTrusted
    if asked.get("scope") != "openid" or asked.get("response_type") != "id_token":
        raise NotTrusted
    pending = school.take_pending(asked["lti_message_hint"])
    tool = school.tools.get(pending.client_id) if pending else None
    if pending is None or tool is None or asked["redirect_uri"] not in tool.redirect_uris:
        raise NotTrusted
    return pending


def _error(asked: Mapping[str, str], pending: Pending) -> dict[str, str]:
    """The error that the tool is told, or nothing."""
    if asked["client_id"] != pending.client_id:
        return {"error": "unauthorized_client"}
    if asked["login_hint"] != pending.person_id:
        return {"error": "access_denied"}
    if asked.get("response_mode") != "form_post":
        return {"error": "invalid_request", "error_description": "response_mode must be form_post"}
    if asked.get("prompt", "none") != "none":
        return {"error": "invalid_request", "error_description": "prompt must be none"}
    return {}


def _token(school: "School", asked: Mapping[str, str], pending: Pending) -> str:
    return school.sign(message_claims(school, pending, asked["nonce"], school.now()))
