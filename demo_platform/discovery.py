"""The platform's description of itself (OpenID Connect Discovery, with the LTI platform configuration)."""

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from demo_platform.dynamic_registration import odd_configuration, supported_scopes
from demo_platform.launch_messages import CHOOSE, OPEN, PRIVACY, REVIEW
from demo_platform.registration import registration

if TYPE_CHECKING:
    from demo_platform.platform_state import School

MESSAGES = [OPEN, CHOOSE, REVIEW, PRIVACY]


def _as_objects() -> list[dict[str, object]]:
    return [{"type": name, **({"placements": ["ContentArea"]} if name == CHOOSE else {})} for name in MESSAGES]


def openid_configuration(request: Request) -> Response:
    """GET /openid-configuration."""
    school: School = request.app.state.school
    if odd := odd_configuration(school):
        return odd
    known = registration(school.base_url)
    names = ["name", "given_name", "family_name"] if school.profile.names else []
    return JSONResponse(
        {
            "issuer": known.issuer,
            "token_endpoint": known.token_url,
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "token_endpoint_auth_signing_alg_values_supported": ["RS256"],
            "jwks_uri": known.jwks_url,
            "authorization_endpoint": known.auth_url,
            "registration_endpoint": f"{school.base_url}/register",
            "scopes_supported": [*supported_scopes(school), "openid"],
            "response_types_supported": ["id_token"],
            "subject_types_supported": ["public", "pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "claims_supported": ["sub", "iss", *names],
            "https://purl.imsglobal.org/spec/lti-platform-configuration": {
                "product_family_code": school.profile.family,
                "version": school.profile.version,
                "messages_supported": MESSAGES if school.profile.messages_as_words else _as_objects(),
                "variables": ["Context.id", "Context.id.history", "ResourceLink.id", "User.id"],
            },
        }
    )
