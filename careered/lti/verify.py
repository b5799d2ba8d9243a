"""Verification of launch tokens: the order of all checks. Pure functions: keys, state and time are arguments.

1. Form and header (jws_header.py): they cost nothing and need no key.
2. Signature (token_checks.py): no claim is trusted before it.
3. From whom and for whom (iss, aud, azp), when (exp, iat, nbf), for which login (nonce).
4. What the message asks for (message_checks.py).

So the error names the first thing that is wrong. Every check is a few lines with its source there.
"""

from collections.abc import Sequence
from datetime import datetime

from joserfc.jwk import RSAKey as Key

from careered.lti.claims import VerifiedClaims
from careered.lti.jws_header import Header, payload_of, read_header
from careered.lti.message_checks import (
    check_deployment,
    check_roles,
    check_target_link_uri,
    check_version,
    message_check,
    read_subject,
)
from careered.lti.platform import Registration
from careered.lti.state import LoginState
from careered.lti.token_checks import (
    check_audience,
    check_authorized_party,
    check_issuer,
    check_nonce,
    check_signature,
    check_times,
    reject_issuer_mixup,
)
from careered.web.errors import RequestError

__all__ = [
    "Header",
    "Key",
    "is_answer_to",
    "read_header",
    "reject_issuer_mixup",
    "verify",
    "verify_notice",
    "verify_token",
]


def verify(
    token: str,
    *,
    registration: Registration,
    keys: Sequence[Key],
    login_state: LoginState,
    now: datetime,
    base_url: str,
) -> VerifiedClaims:
    """The claims of a valid launch message, `sub` always a string. Raises RequestError of the failed check.

    keys: the platform's keys with the token's `kid`. base_url: our own origin.
    """
    claims = verify_token(token, registration=registration, keys=keys, now=now)
    if login_state.platform_id != registration.platform_id:
        raise RequestError("issuer_mixup")
    check_nonce(claims, login_state)
    check_version(claims)
    check_message = message_check(claims)
    subject = read_subject(claims)
    check_deployment(claims, registration)
    check_target_link_uri(claims, base_url)
    check_roles(claims)
    check_message(claims)
    return VerifiedClaims({**claims, "sub": subject})


def is_answer_to(login_state: LoginState, token: str, *, registration: Registration, keys: Sequence[Key]) -> bool:
    """Whether the platform signed this token for this login: what is wrong with it is then the platform's doing."""
    try:
        check_signature(token, keys, registration)
        check_nonce(payload_of(token), login_state)
    except RequestError:
        return False
    return True


def verify_notice(token: str, *, registration: Registration, keys: Sequence[Key], now: datetime) -> VerifiedClaims:
    """The claims of a valid notice (PNS 1.0): a launch's checks without state, nonce and user."""
    claims = verify_token(token, registration=registration, keys=keys, now=now)
    check_version(claims)
    check_deployment(claims, registration)
    return VerifiedClaims(claims)


def verify_token(token: str, *, registration: Registration, keys: Sequence[Key], now: datetime) -> dict[str, object]:
    """The claims of a token that the platform signed, from it, for us, and valid now."""
    read_header(token)
    check_signature(token, keys, registration)
    claims = payload_of(token)
    check_issuer(claims, registration)
    check_audience(claims, registration.client_id)
    check_authorized_party(claims, registration.client_id)
    check_times(claims, now.timestamp())
    return claims
