"""Tool configuration in Canvas's JSON format (Canvas documentation, LTI 1.3 developer keys)."""

from urllib.parse import urlsplit

from careered.lti.custom_parameters import CUSTOM_CONTEXT_HISTORY
from careered.lti.quirks import quirks_of
from careered.lti.registration.client_metadata import CANVAS_PLACEMENTS, DESCRIPTION, SCOPES


def canvas_configuration(origin: str) -> dict[str, object]:
    """The JSON document. origin: our own, without a slash at its end."""
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
