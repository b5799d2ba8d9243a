"""Tool configuration in Canvas's JSON format (Canvas documentation, LTI 1.3 developer keys)."""

from urllib.parse import urlsplit

from careered.lti.custom_parameters import CUSTOM_CONTEXT_HISTORY
from careered.lti.quirks import quirks_of
from careered.lti.registration.client_metadata import CANVAS_PLACEMENTS, DESCRIPTION, SCOPES, TOOL_NAME, logo_url


def canvas_configuration(origin: str) -> dict[str, object]:
    """The JSON document. origin: our own, without a slash at its end."""
    launch_url = f"{origin}/lti/launch"
    return {
        "title": TOOL_NAME,
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
                "tool_id": TOOL_NAME,
                "privacy_level": quirks_of("canvas").privacy_level,
                "settings": {
                    "text": TOOL_NAME,
                    "icon_url": logo_url(origin),
                    "placements": [_placement(name, origin) for name in CANVAS_PLACEMENTS],
                },
            }
        ],
    }


def _placement(name: str, origin: str) -> dict[str, object]:
    message = {"message_type": "LtiDeepLinkingRequest", "target_link_uri": f"{origin}/lti/launch"}
    return {"placement": name, "text": TOOL_NAME, "icon_url": logo_url(origin), **message}
