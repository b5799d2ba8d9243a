"""Routes of the LTI endpoints that platforms call, and of the picker."""

from starlette.routing import Route

from careered.lti.deep_linking.views import choose_country, send_response, show_picker
from careered.lti.jwks_views import show_jwks
from careered.lti.launch import launch
from careered.lti.login import login
from careered.lti.notice_views import receive_notices
from careered.lti.registration.views import register, show_canvas_json
from careered.web.framing import PageKind
from careered.web.permissions import Audience
from careered.web.routes import action, page, route


def routes() -> list[Route]:
    """Login initiation, launch, key set, notices, deep linking and registration."""
    return [
        route("/lti/login", login, who=Audience.PLATFORM, methods=["GET", "POST"], kind=PageKind.LOGIN),
        route("/lti/launch", launch, who=Audience.PLATFORM, methods=["POST"], kind=PageKind.LOGIN),
        route("/lti/jwks.json", show_jwks, who=Audience.EVERYONE, methods=["GET"]),
        route("/lti/notices", receive_notices, who=Audience.PLATFORM, methods=["POST"]),
        page("/deeplink", show_picker, audience=Audience.PICKER),
        action("/deeplink/country", choose_country, audience=Audience.PICKER),
        action("/deeplink/answer", send_response, audience=Audience.PICKER),
        route("/lti/register", register, who=Audience.PLATFORM, methods=["GET"], kind=PageKind.REGISTRATION),
        route("/lti/canvas.json", show_canvas_json, who=Audience.EVERYONE, methods=["GET"]),
    ]
