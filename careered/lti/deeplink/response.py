"""The signed answer to a deep linking request (DL 2.0, 3.4; SEC 5.2)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from joserfc import jwt
from joserfc.jwk import RSAKey

from careered.clock import new_id
from careered.lti.claims import LTI
from careered.lti.registration import Registration

DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"
LIVES = timedelta(minutes=5)
_BACK_DATED = timedelta(seconds=10)  # some platforms refuse an `iat` that is ahead of their clock at all


def signed_answer(
    registration: Registration,
    deployment_id: str,
    data: object,
    items: Sequence[Mapping[str, object]],
    key: RSAKey,
    now: datetime,
    *,
    words: str = "",
    problem: str = "",
) -> str:
    """The JWT for the form. data: as the platform gave it, None where it gave none. words, problem: for the teacher."""
    claims: dict[str, object] = {
        "iss": registration.client_id,
        "aud": registration.issuer,
        "iat": int((now - _BACK_DATED).timestamp()),
        "exp": int((now - _BACK_DATED + LIVES).timestamp()),
        "nonce": new_id(),
        f"{LTI}message_type": "LtiDeepLinkingResponse",
        f"{LTI}version": "1.3.0",
        f"{LTI}deployment_id": deployment_id,
        f"{DL}content_items": list(items),
    }
    given = {f"{DL}data": data, f"{DL}msg": words or None, f"{DL}errormsg": problem or None}
    claims |= {name: value for name, value in given.items() if value is not None}
    return jwt.encode({"alg": "RS256", "typ": "JWT", "kid": str(key.kid)}, claims, key, algorithms=["RS256"])
