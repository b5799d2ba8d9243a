"""The addresses that platforms know."""

from starlette.routing import Route

from careered.lti.connecting.canvas import canvas_json
from careered.lti.connecting.register import register
from careered.lti.deeplink.picker import choose_country, send_answer, show_picker
from careered.lti.keyring import publish
from careered.lti.launch import launch
from careered.lti.login import login
from careered.lti.notices import receive as receive_notices
from careered.web.permissions import Who
from careered.web.routes import action, page, route


def routes() -> list[Route]:
    """Login initiation, launch, and our public keys."""
    return [
        route("/lti/login", login, who=Who.PLATFORM, methods=["GET", "POST"]),
        route("/lti/launch", launch, who=Who.PLATFORM, methods=["POST"]),
        route("/lti/jwks.json", publish, who=Who.EVERYONE, methods=["GET"]),
        route("/lti/notices", receive_notices, who=Who.PLATFORM, methods=["POST"]),
        page("/deeplink", show_picker, who=Who.PICKER),
        action("/deeplink/country", choose_country, who=Who.PICKER),
        action("/deeplink/answer", send_answer, who=Who.PICKER),
        route("/lti/register", register, who=Who.PLATFORM, methods=["GET"]),
        route("/lti/canvas.json", canvas_json, who=Who.EVERYONE, methods=["GET"]),
    ]
