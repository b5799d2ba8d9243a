"""Checks that every token of a platform must pass (SEC 5.1.3): signature, issuer, audience, times; and the nonce.

Each raises RequestError. Sources: SEC = 1EdTech Security Framework 1.0, RFC 7519 = JWT, RFC 9700 = OAuth 2.0 security.
"""

from collections.abc import Mapping, Sequence

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey as Key

from careered import base64url
from careered.lti.claim_values import read_id
from careered.lti.jws_header import ALGORITHM, payload_of
from careered.lti.platform import Registration
from careered.lti.state import LoginState
from careered.web.errors import RequestError

LEEWAY_SECONDS = 60
MAX_AGE_SECONDS = 600
MAX_NUMERIC_DATE = 253402300800  # the year 10000, where datetime ends
MAX_HEADER_LENGTH, MAX_PAYLOAD_LENGTH = 4096, 128_000  # a header may hold a certificate (x5c); it is not used

Claims = Mapping[str, object]


def reject_issuer_mixup(token: str, registration: Registration) -> None:
    """Raises RequestError issuer_mixup if `iss` is another platform than the one of this login (RFC 9700 4.4).

    Called before the key lookup, where another platform's key id would only be unknown. The signature is not checked
    yet, so this can only reject.
    """
    try:
        issuer = payload_of(token).get("iss")
    except RequestError:
        return  # unreadable: rejected later, for its signature or payload
    if isinstance(issuer, str) and issuer != registration.issuer:
        raise RequestError("issuer_mixup")


def required(claims: Claims, name: str, status: int = 0) -> object:
    """The claim's value. Raises RequestError claim_missing (with `status`, if given) if it is missing or null."""
    value = claims.get(name)
    if value is None:
        raise RequestError("claim_missing", {"claim": name}, status=status)
    return value


def bad_claim(name: str) -> RequestError:
    """The error of a claim with a wrong type or value."""
    return RequestError("claim_bad", {"claim": name})


def check_signature(token: str, keys: Sequence[Key], registration: Registration) -> None:
    """Signed by the platform (SEC 5.1.3 step 1). Several keys may have one `kid` while a platform rotates them."""
    if not any(_is_signed_by(token, key) for key in keys):
        reject_issuer_mixup(token, registration)
        raise RequestError("sig_invalid")


def _is_signed_by(token: str, key: Key) -> bool:
    """RS256 (RFC 7518 3.3), the only algorithm that `read_header` lets in; by the kept key, without parsing again."""
    signed, _, signature = token.rpartition(".")
    header, _, payload = signed.partition(".")
    if len(header) > MAX_HEADER_LENGTH or len(payload) > MAX_PAYLOAD_LENGTH:
        return False
    try:
        _verifying(key).verify(base64url.decode(signature), signed.encode("ascii"), PKCS1v15(), SHA256())
    except (InvalidSignature, JoseError, ValueError):
        return False
    return True


def _verifying(key: Key) -> RSAPublicKey:
    """The public half. Raises JoseError for a key that is meant for something else (RFC 7517 4.2 to 4.4)."""
    key.check_use("sig")
    key.check_alg(ALGORITHM)
    public: RSAPublicKey = key.get_op_key("verify")
    return public


def check_issuer(claims: Claims, registration: Registration) -> None:
    """`iss` is the registered platform, compared exactly (SEC 5.1.3 step 2)."""
    issuer = required(claims, "iss")
    if not isinstance(issuer, str):
        raise bad_claim("iss")
    if issuer != registration.issuer:
        raise RequestError("issuer_mixup")


def _audiences(claims: Claims) -> list[object]:
    value = required(claims, "aud")
    return [read_id(item) for item in (value if isinstance(value, list) else [value])]


def check_audience(claims: Claims, client_id: str) -> None:
    """`aud`, a string or a list, contains our client id (SEC 5.1.3 step 3)."""
    if client_id not in _audiences(claims):
        raise RequestError("aud_mismatch")


def check_authorized_party(claims: Claims, client_id: str) -> None:
    """`azp` is present with several audiences, and our client id if present (SEC 5.1.3 steps 4 and 5)."""
    azp = claims.get("azp")
    if azp is None and len(_audiences(claims)) == 1:
        return
    if read_id(azp) != client_id:
        raise RequestError("azp_mismatch")


def check_times(claims: Claims, now: float) -> None:
    """Not expired, not older than MAX_AGE_SECONDS, not from the future (SEC 5.1.3 steps 7 and 8, RFC 7519 4.1.5).

    now: seconds since 1970. Clocks may differ by LEEWAY_SECONDS.
    """
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
    """Seconds since 1970 (RFC 7519 2, NumericDate): a number up to the year 9999, no string and no boolean."""
    value = required(claims, name, status=401)  # a token without its times proves nothing
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < MAX_NUMERIC_DATE:
        raise bad_claim(name)
    return value


def check_nonce(claims: Claims, login_state: LoginState) -> None:
    """The nonce of this login (SEC 5.1.3 step 9). That it is used only once is seen to by web/sessions.py."""
    if required(claims, "nonce") != login_state.nonce:
        raise RequestError("nonce_mismatch")
