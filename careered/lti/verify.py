"""Every check of a launch token, each a few lines with its source. Pure: keys, state and time are handed in.

The order is the argument. First what costs nothing and needs no key: the form, the algorithm. Then the signature; no
claim is believed before it. Then from whom and for whom (iss, aud, azp), when (exp, iat, nbf), to which login (nonce),
and only at the end what is asked for, so that a refusal names the first thing that is wrong.

Sources: SEC = 1EdTech Security Framework 1.0, CORE = LTI 1.3 Core, RFC 7515 = JWS, RFC 7519 = JWT, RFC 8725 = JWT
best current practices.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey as Key

from careered.lti import urls
from careered.lti.claims import AGS_CLAIM, DEEP_LINKING_CLAIM, LTI_CLAIM, MAX_CLAIM_LENGTH, VerifiedClaims, read_id
from careered.lti.jws_header import ALGORITHM, Header, decode_part, read_header
from careered.lti.platform import Registration
from careered.lti.state import LoginState
from careered.web.errors import RequestError

__all__ = ["Header", "Key", "read_header", "reject_issuer_mixup", "verify"]

LEEWAY_SECONDS = 60
MAX_AGE_SECONDS = 600
MAX_NUMERIC_DATE = 253402300800
_JWS_REGISTRY = jws.JWSRegistry(algorithms=[ALGORITHM], strict_check_header=False)
_JWS_REGISTRY.max_header_length = 4096  # some platforms send their certificate along (x5c); it is not used

Claims = Mapping[str, object]


def reject_issuer_mixup(token: str, registration: Registration) -> None:
    """issuer_mixup when the token says that another platform sent it than the one this login went to.

    To be asked before keys are looked up: another platform's key would only be "unknown" here. Nothing is believed
    yet, it can only refuse. (OAuth mix-up attack, RFC 9700 4.4.)
    """
    try:
        issuer = decode_part(token, 1).get("iss")
    except RequestError:
        return  # not readable: the signature or the form of the payload is refused instead
    if isinstance(issuer, str) and issuer != registration.issuer:
        raise RequestError("issuer_mixup")


def verify(
    token: str,
    *,
    registration: Registration,
    keys: Sequence[Key],
    login_state: LoginState,
    now: datetime,
    base_url: str,
) -> VerifiedClaims:
    """The claims of a genuine launch message for us, `sub` always a string. Raises Refused otherwise.

    keys: the platform's keys whose id is the token's. base_url: our own origin.
    """
    claims = verify_token(token, registration=registration, keys=keys, now=now)
    if login_state.platform_id != registration.platform_id:
        raise RequestError("issuer_mixup")
    _check_nonce(claims, login_state)
    _check_version(claims)
    check_message = _message_check(claims)
    subject = _subject(claims)
    _check_deployment(claims, registration)
    _check_target_link_uri(claims, base_url)
    _check_roles(claims)
    check_message(claims)
    return VerifiedClaims({**claims, "sub": subject})


def verify_notice(token: str, *, registration: Registration, keys: Sequence[Key], now: datetime) -> VerifiedClaims:
    """The claims of a genuine notice (PNS 1.0): a launch's checks without the browser's (state, nonce, person)."""
    claims = verify_token(token, registration=registration, keys=keys, now=now)
    _check_version(claims)
    _check_deployment(claims, registration)
    return VerifiedClaims(claims)


def verify_token(token: str, *, registration: Registration, keys: Sequence[Key], now: datetime) -> dict[str, object]:
    """What every token of a platform must be: signed by it, from it, for us, and of this moment."""
    read_header(token)
    _check_signature(token, keys, registration)
    claims = decode_part(token, 1)
    _check_issuer(claims, registration)
    _check_audience(claims, registration.client_id)
    _check_authorized_party(claims, registration.client_id)
    _check_times(claims, now.timestamp())
    return claims


def _check_signature(token: str, keys: Sequence[Key], registration: Registration) -> None:
    """The platform signed this (SEC 5.1.3 step 1). Several keys may carry one id while a platform renews them."""
    if not any(_is_signed_by(token, key) for key in keys):
        reject_issuer_mixup(token, registration)
        raise RequestError("sig_invalid")


def _is_signed_by(token: str, key: Key) -> bool:
    try:
        jws.deserialize_compact(token, key, registry=_JWS_REGISTRY)
    except JoseError:
        return False
    return True


def _required(claims: Claims, name: str, status: int = 0) -> object:
    value = claims.get(name)
    if value is None:
        raise RequestError("claim_missing", {"claim": name}, status=status)
    return value


def _bad_claim(name: str) -> RequestError:
    return RequestError("claim_bad", {"claim": name})


def _check_issuer(claims: Claims, registration: Registration) -> None:
    """`iss` is the registered platform, letter for letter (SEC 5.1.3 step 2)."""
    issuer = _required(claims, "iss")
    if not isinstance(issuer, str):
        raise _bad_claim("iss")
    if issuer != registration.issuer:
        raise RequestError("issuer_mixup")


def _audiences(claims: Claims) -> list[object]:
    value = _required(claims, "aud")
    return value if isinstance(value, list) else [value]


def _check_audience(claims: Claims, client_id: str) -> None:
    """`aud`, a string or a list, names us (SEC 5.1.3 step 3)."""
    if client_id not in _audiences(claims):
        raise RequestError("aud_mismatch")


def _check_authorized_party(claims: Claims, client_id: str) -> None:
    """`azp` is there when there are several audiences, and is us whenever it is there (SEC 5.1.3 steps 4 and 5)."""
    azp = claims.get("azp")
    if azp is None and len(_audiences(claims)) == 1:
        return
    if azp != client_id:
        raise RequestError("azp_mismatch")


def _check_times(claims: Claims, now: float) -> None:
    """Not over, not too old, not from the future (SEC 5.1.3 steps 7 and 8, RFC 7519 4.1.5); clocks differ by LEEWAY."""
    expires_at, issued_at = _numeric_date(claims, "exp"), _numeric_date(claims, "iat")
    if now >= expires_at + LEEWAY_SECONDS:
        raise RequestError("token_expired", {"claim": "exp", "seconds": int(now - expires_at)})
    if now - issued_at > MAX_AGE_SECONDS:
        raise RequestError("token_expired", {"claim": "iat", "seconds": int(now - issued_at)})
    not_before = _numeric_date(claims, "nbf") if claims.get("nbf") is not None else issued_at
    seconds_ahead = max(issued_at, not_before) - now
    if seconds_ahead > LEEWAY_SECONDS:
        raise RequestError("token_from_future", {"seconds": int(seconds_ahead)})


def _numeric_date(claims: Claims, name: str) -> float:
    """Seconds since 1970 (RFC 7519 2, NumericDate): a number, not a string, not a truth value, not the end of time."""
    value = _required(claims, name, status=401)  # without its times the token proves nothing
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < MAX_NUMERIC_DATE:
        raise _bad_claim(name)
    return value


def _check_nonce(claims: Claims, login_state: LoginState) -> None:
    """The nonce of this very login (SEC 5.1.3 step 9). That it is used once is the database's part."""
    if _required(claims, "nonce") != login_state.nonce:
        raise RequestError("nonce_mismatch")


def _check_version(claims: Claims) -> None:
    """CORE 5.3.2: exactly this string."""
    if claims.get(f"{LTI_CLAIM}version") != "1.3.0":
        raise RequestError("version_unsupported")


def _message_check(claims: Claims) -> Callable[[Claims], None]:
    """CORE 5.3.1: a message that this tool serves, by the check of what it must carry besides."""
    message_type = claims.get(f"{LTI_CLAIM}message_type")
    if not isinstance(message_type, str) or message_type not in _MESSAGE_CHECKS:
        raise RequestError("message_type_unsupported")
    return _MESSAGE_CHECKS[message_type]


def _subject(claims: Claims) -> str:
    """Who comes (CORE 5.3.6): up to 255 visible ASCII characters, case matters. A number is taken as its digits.

    Without `sub` it is an anonymous launch: allowed by CORE 5.3.6.1, but nobody's progress could be kept.
    """
    sub = claims.get("sub")
    if sub is None:
        raise RequestError("anonymous_not_supported")
    if isinstance(sub, int) and not isinstance(sub, bool):
        sub = str(sub)
    if not isinstance(sub, str) or not 0 < len(sub) <= MAX_CLAIM_LENGTH or not (sub.isascii() and sub.isprintable()):
        raise _bad_claim("sub")
    return sub


def _check_deployment(claims: Claims, registration: Registration) -> None:
    """CORE 5.3.3: a place on the platform that somebody has approved, not merely any."""
    name = f"{LTI_CLAIM}deployment_id"
    deployment_id = _required(claims, name)
    if not isinstance(deployment_id, str) or len(deployment_id) > MAX_CLAIM_LENGTH:
        raise _bad_claim(name)
    if deployment_id not in registration.deployments:
        raise RequestError("deployment_unknown")


def _check_target_link_uri(claims: Claims, base_url: str) -> None:
    """CORE 5.3.4: this signed address, not the one of the login, is where to go; it must be ours."""
    name = f"{LTI_CLAIM}target_link_uri"
    target_link_uri = _required(claims, name)
    if not isinstance(target_link_uri, str):
        raise _bad_claim(name)
    if not urls.is_tool_url(base_url, target_link_uri):
        raise RequestError("target_not_ours")


def _check_roles(claims: Claims) -> None:
    """CORE 5.3.7: there, and a list; it may be empty."""
    name = f"{LTI_CLAIM}roles"
    if not isinstance(_required(claims, name), list):
        raise _bad_claim(name)


def _check_resource_link(claims: Claims) -> None:
    """CORE 5.3.5: opened from an activity with an id, for the id says which."""
    resource_link = claims.get(f"{LTI_CLAIM}resource_link")
    if not isinstance(resource_link, dict) or read_id(resource_link.get("id")) is None:
        raise RequestError("resource_link_missing")


def _check_deep_linking(claims: Claims) -> None:
    """DL 2.0, 4.4: settings with the address that the answer goes to, and the kinds that may be answered."""
    settings = _object(claims, DEEP_LINKING_CLAIM)
    for name, expected_type in (("deep_link_return_url", str), ("accept_types", list)):
        if not isinstance(_required(settings, name), expected_type):
            raise _bad_claim(name)


def _check_submission_review(claims: Claims) -> None:
    """Submission review 1.0: about somebody, in a column."""
    _check_for_user(claims)
    _required(_object(claims, AGS_CLAIM), "lineitem")


def _check_for_user(claims: Claims) -> None:
    """A message about another person than the one who comes says about whom."""
    if read_id(_object(claims, f"{LTI_CLAIM}for_user").get("user_id")) is None:
        raise RequestError("claim_missing", {"claim": "for_user"})


def _object(claims: Claims, name: str) -> Claims:
    value = _required(claims, name)
    if not isinstance(value, dict):
        raise _bad_claim(name)
    return value


_MESSAGE_CHECKS: Mapping[str, Callable[[Claims], None]] = {
    "LtiResourceLinkRequest": _check_resource_link,
    "LtiDeepLinkingRequest": _check_deep_linking,
    "LtiSubmissionReviewRequest": _check_submission_review,
    "DataPrivacyLaunchRequest": _check_for_user,
}
