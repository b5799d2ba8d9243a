"""The `state` of a login: signed, not stored, so that abandoned logins cost nothing.

Three things tie a launch to its login (SEC 5.1.1.3): the signed state that travels with the browser, the
nonce that comes back inside the platform's token, and a secret that only this browser keeps (a cookie, or the
platform's storage). The state carries only the secret's hash: reading it does not let another browser launch.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime

from careered import base64url
from careered.clock import new_id
from careered.lti.key_derivation import derive_key
from careered.web.errors import RequestError

STATE_TTL_SECONDS = 600
MAX_STATE_LENGTH = 400
MAX_STORAGE_TARGET_LENGTH = 64
_LEEWAY_SECONDS = 60
_SEPARATOR = "\n"


@dataclass(frozen=True)
class NewLogin:
    """A new login: state and nonce go to the platform, browser_secret stays in the browser under cookie_name."""

    state: str
    nonce: str
    browser_secret: str
    cookie_name: str


@dataclass(frozen=True)
class LoginState:
    """A state that we signed. target_link_uri: of the login request (unsigned there), "" if it was too long.

    storage_target: the platform's frame that stores our secret, "" if the platform offers none.
    """

    platform_id: str
    organisation_id: str
    nonce: str
    target_link_uri: str
    browser_secret_hash: str
    cookie_name: str
    issued_at: datetime
    storage_target: str = ""


def create_login(
    secret: bytes,
    *,
    platform_id: str,
    organisation_id: str,
    target_link_uri: str,
    now: datetime,
    storage_target: str = "",
) -> NewLogin:
    """Begin a login. The state is URL-safe and at most MAX_STATE_LENGTH characters: some platforms cut longer ones."""
    nonce, browser_secret = new_id(), new_id()
    storage_target = (
        storage_target if len(storage_target) <= MAX_STORAGE_TARGET_LENGTH and _SEPARATOR not in storage_target else ""
    )
    fields = [platform_id, organisation_id, nonce, _hash(browser_secret), str(int(now.timestamp())), storage_target]
    state = _seal(secret, [*fields, target_link_uri])
    if len(state) > MAX_STATE_LENGTH:
        state = _seal(secret, [*fields, ""])
    return NewLogin(state, nonce, browser_secret, _cookie_name(nonce))


def open_state(secret: bytes, state: str, now: datetime) -> LoginState:
    """Open a state. Raises RequestError state_invalid (not signed by us) or state_expired (over 600 s old)."""
    platform_id, organisation_id, nonce, browser_secret_hash, issued_seconds, storage_target, target_link_uri = _unseal(
        secret, state
    )
    issued_at = datetime.fromtimestamp(int(issued_seconds), UTC)
    age = (now - issued_at).total_seconds()
    if age < -_LEEWAY_SECONDS:
        raise RequestError("state_invalid")
    if age > STATE_TTL_SECONDS:
        raise RequestError("state_expired", {"age": int(age)})
    return LoginState(
        platform_id,
        organisation_id,
        nonce,
        target_link_uri,
        browser_secret_hash,
        _cookie_name(nonce),
        issued_at,
        storage_target,
    )


def matches_browser(login_state: LoginState, secret_from_browser: str | None) -> bool:
    """Whether this browser began the login: its secret has the signed hash. Compared in constant time."""
    if not secret_from_browser:
        return False
    return hmac.compare_digest(_hash(secret_from_browser), login_state.browser_secret_hash)


def _cookie_name(nonce: str) -> str:
    """One cookie per login, so that logins in two tabs do not interfere."""
    return f"__Host-careered-login-{nonce[:8]}"


def _hash(browser_secret: str) -> str:
    return hashlib.sha256(browser_secret.encode()).hexdigest()[:32]


def _seal(secret: bytes, fields: list[str]) -> str:
    body = base64url.encode(_SEPARATOR.join(fields).encode())
    return f"{body}.{_mac(secret, body.encode())}"


def _unseal(secret: bytes, state: str) -> list[str]:
    body, _, mac = state.partition(".")
    if not hmac.compare_digest(_mac(secret, _bytes(body)).encode(), _bytes(mac)):
        raise RequestError("state_invalid")
    return base64url.decode(body).decode().split(_SEPARATOR, 6)


def _mac(secret: bytes, body: bytes) -> str:
    digest = hmac.digest(derive_key(secret, "login state 1"), body, "sha256")
    return base64url.encode(digest)


def _bytes(text: str) -> bytes:
    return text.encode(errors="replace")
