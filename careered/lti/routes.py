"""The addresses that platforms know."""

from starlette.routing import Route

from careered.lti.deep_linking.picker import choose_country, send_response, show_picker
from careered.lti.launch import launch
from careered.lti.login import login
from careered.lti.notices import receive as receive_notices
from careered.lti.registration.canvas import canvas_json
from careered.lti.registration.dynamic_registration import register
from careered.lti.tool_key_store import publish_jwks
from careered.web.permissions import Audience
from careered.web.routes import action, page, route


def routes() -> list[Route]:
    """Login initiation, launch, and our public keys."""
    return [
        route("/lti/login", login, who=Audience.PLATFORM, methods=["GET", "POST"]),
        route("/lti/launch", launch, who=Audience.PLATFORM, methods=["POST"]),
        route("/lti/jwks.json", publish_jwks, who=Audience.EVERYONE, methods=["GET"]),
        route("/lti/notices", receive_notices, who=Audience.PLATFORM, methods=["POST"]),
        page("/deeplink", show_picker, audience=Audience.PICKER),
        action("/deeplink/country", choose_country, audience=Audience.PICKER),
        action("/deeplink/answer", send_response, audience=Audience.PICKER),
        route("/lti/register", register, who=Audience.PLATFORM, methods=["GET"]),
        route("/lti/canvas.json", canvas_json, who=Audience.EVERYONE, methods=["GET"]),
    ]
