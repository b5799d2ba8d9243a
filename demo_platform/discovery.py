"""The platform's configuration (OpenID Connect Discovery, with the LTI platform configuration of DR 3.3)."""

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from demo_platform.platform_state import PlatformState
from demo_platform.registration import registration
from demo_platform.scopes import supported_scopes
from demo_platform.visitors import platform_of
from demo_platform.vocabulary import (
    DATA_PRIVACY,
    DEEP_LINKING,
    PLATFORM_CONFIGURATION,
    RESOURCE_LINK,
    SUBMISSION_REVIEW,
)

MESSAGES = [RESOURCE_LINK, DEEP_LINKING, SUBMISSION_REVIEW, DATA_PRIVACY]


def openid_configuration(request: Request) -> Response:
    """GET /openid-configuration."""
    platform = platform_of(request)
    if platform.faults.registration == "html":
        return HTMLResponse("<!doctype html><title>Maintenance</title>")
    if platform.faults.registration == "huge":
        return Response(b'{"issuer": "' + b"x" * 1_000_000 + b'"}', media_type="application/json")
    return JSONResponse(_configuration(platform))


def _configuration(platform: PlatformState) -> dict[str, Any]:
    config = registration(platform.base_url)
    names = ["name", "given_name", "family_name"] if platform.profile.names else []
    return {
        "issuer": config.issuer,
        "token_endpoint": config.token_url,
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ["RS256"],
        "jwks_uri": config.jwks_url,
        "authorization_endpoint": config.auth_url,
        "registration_endpoint": f"{platform.base_url}/register",
        "scopes_supported": [*supported_scopes(platform), "openid"],
        "response_types_supported": ["id_token"],
        "subject_types_supported": ["public", "pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "claims_supported": ["sub", "iss", *names],
        PLATFORM_CONFIGURATION: {
            "product_family_code": platform.profile.family,
            "version": platform.profile.version,
            "messages_supported": MESSAGES if platform.profile.messages_as_words else _message_objects(),
            "variables": ["Context.id", "Context.id.history", "ResourceLink.id", "User.id"],
        },
    }


def _message_objects() -> list[dict[str, object]]:
    placements = {DEEP_LINKING: {"placements": ["ContentArea"]}}
    return [{"type": message, **placements.get(message, {})} for message in MESSAGES]
