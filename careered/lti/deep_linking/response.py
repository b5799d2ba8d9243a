"""The deep linking response: a signed JWT (DL 2.0, "Deep linking response message"; SEC 5.2)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from joserfc import jwt
from joserfc.jwk import RSAKey

from careered.clock import new_id
from careered.lti.claims import LTI_CLAIM
from careered.lti.platform import Registration

DL_CLAIM = "https://purl.imsglobal.org/spec/lti-dl/claim/"
RESPONSE_TTL = timedelta(minutes=5)
_IAT_BACKDATING = timedelta(seconds=10)  # some platforms reject an `iat` that is ahead of their clock


def sign_response(
    registration: Registration,
    deployment_id: str,
    data: object,
    items: Sequence[Mapping[str, object]],
    key: RSAKey,
    now: datetime,
    *,
    message: str = "",
    error_message: str = "",
) -> str:
    """The JWT to post. data: as the platform sent it, None if it sent none. message, error_message: for the teacher."""
    claims: dict[str, object] = {
        "iss": registration.client_id,
        "aud": registration.issuer,
        "iat": int((now - _IAT_BACKDATING).timestamp()),
        "exp": int((now - _IAT_BACKDATING + RESPONSE_TTL).timestamp()),
        "nonce": new_id(),
        f"{LTI_CLAIM}message_type": "LtiDeepLinkingResponse",
        f"{LTI_CLAIM}version": "1.3.0",
        f"{LTI_CLAIM}deployment_id": deployment_id,
        f"{DL_CLAIM}content_items": list(items),
    }
    optional_claims = {
        f"{DL_CLAIM}data": data,
        f"{DL_CLAIM}msg": message or None,
        f"{DL_CLAIM}errormsg": error_message or None,
    }
    claims |= {name: value for name, value in optional_claims.items() if value is not None}
    return jwt.encode({"alg": "RS256", "typ": "JWT", "kid": str(key.kid)}, claims, key, algorithms=["RS256"])
