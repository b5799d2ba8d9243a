"""GET /lti/canvas.json: this installation as Canvas wants it for an LTI key (its documentation of LTI 1.3 keys)."""

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from careered.lti.launch_session import CUSTOM_CONTEXT_HISTORY
from careered.lti.quirks import quirks_of
from careered.lti.registration.client_metadata import CANVAS_PLACEMENTS, DESCRIPTION, SCOPES
from careered.web.request import AppState


async def canvas_json(request: Request) -> Response:
    """The configuration; public, for it says nothing that is not seen in a launch."""
    app_state: AppState = request.app.state.careered
    return JSONResponse(
        canvas_configuration(app_state.settings.origin), headers={"Cache-Control": "public, max-age=3600"}
    )


def canvas_configuration(origin: str) -> dict[str, object]:
    """The document. origin: our own, without a slash at its end."""
    launch_url = f"{origin}/lti/launch"
    return {
        "title": "careered",
        "description": DESCRIPTION,
        "oidc_initiation_url": f"{origin}/lti/login",
        "target_link_uri": launch_url,
        "public_jwk_url": f"{origin}/lti/jwks.json",
        "scopes": list(SCOPES),
        "custom_fields": {CUSTOM_CONTEXT_HISTORY: "$Context.id.history"},
        "extensions": [
            {
                "platform": "canvas.instructure.com",
                "domain": urlsplit(origin).netloc,
                "tool_id": "careered",
                "privacy_level": quirks_of("canvas").privacy_level,
                "settings": {
                    "text": "careered",
                    "placements": [
                        {"placement": name, "message_type": "LtiDeepLinkingRequest", "target_link_uri": launch_url}
                        for name in CANVAS_PLACEMENTS
                    ],
                },
            }
        ],
    }
