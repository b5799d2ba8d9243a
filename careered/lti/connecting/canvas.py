"""GET /lti/canvas.json: this installation as Canvas wants it for an LTI key (its documentation of LTI 1.3 keys)."""

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from careered.lti.arrival import HISTORY
from careered.lti.connecting.application import CANVAS_PLACEMENTS, DESCRIPTION, SCOPES
from careered.lti.quirks import quirks_of
from careered.web.edge import House


async def canvas_json(request: Request) -> Response:
    """The configuration; public, for it says nothing that is not seen in a launch."""
    house: House = request.app.state.house
    return JSONResponse(canvas_configuration(house.settings.origin), headers={"Cache-Control": "public, max-age=3600"})


def canvas_configuration(origin: str) -> dict[str, object]:
    """The document. origin: our own, without a slash at its end."""
    launch = f"{origin}/lti/launch"
    return {
        "title": "careered",
        "description": DESCRIPTION,
        "oidc_initiation_url": f"{origin}/lti/login",
        "target_link_uri": launch,
        "public_jwk_url": f"{origin}/lti/jwks.json",
        "scopes": list(SCOPES),
        "custom_fields": {HISTORY: "$Context.id.history"},
        "extensions": [
            {
                "platform": "canvas.instructure.com",
                "domain": urlsplit(origin).netloc,
                "tool_id": "careered",
                "privacy_level": quirks_of("canvas").privacy_level,
                "settings": {
                    "text": "careered",
                    "placements": [
                        {"placement": name, "message_type": "LtiDeepLinkingRequest", "target_link_uri": launch}
                        for name in CANVAS_PLACEMENTS
                    ],
                },
            }
        ],
    }
