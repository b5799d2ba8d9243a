"""The state of a login: signed, not stored, so that a million logins that never come back cost nothing.

Three things tie a launch to its login (SEC 5.1.1.3): the signed state that travels with the browser, the
nonce that comes back inside the platform's token, and a secret that only this browser keeps (a cookie, or the
platform's storage). The state carries only the secret's hash: who sees it pass by cannot finish the login elsewhere.
"""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime

from careered.clock import new_id
from careered.lti.derived import derived_key
from careered.web.refusals import Refused

LIFETIME = 600
LONGEST = 400
LONGEST_FRAME = 64
_LEEWAY = 60
_SEPARATOR = "\n"


@dataclass(frozen=True)
class Login:
    """What a login needs: `state` and `nonce` go to the platform, `binding` stays in the browser as `cookie_name`."""

    state: str
    nonce: str
    binding: str
    cookie_name: str


@dataclass(frozen=True)
class State:
    """A state of ours, come back. target: the (unsigned) address asked for at login, "" where it was too long.

    storage: the platform's frame that keeps our secret, "" where the platform offered none.
    """

    platform_id: str
    organisation_id: str
    nonce: str
    target: str
    binding_hash: str
    cookie_name: str
    issued_at: datetime
    storage: str = ""


def issue(
    secret: bytes, *, platform_id: str, organisation_id: str, target: str, now: datetime, storage: str = ""
) -> Login:
    """Begin a login. The state is URL-safe and at most LONGEST characters: some platforms cut longer ones."""
    nonce, binding = new_id(), new_id()
    storage = storage if len(storage) <= LONGEST_FRAME and _SEPARATOR not in storage else ""
    start = [platform_id, organisation_id, nonce, _hash(binding), str(int(now.timestamp())), storage]
    state = _seal(secret, [*start, target])
    if len(state) > LONGEST:
        state = _seal(secret, [*start, ""])
    return Login(state, nonce, binding, _cookie_name(nonce))


def read(secret: bytes, state: str, now: datetime) -> State:
    """Open a state. Refuses with state_invalid what we did not sign, with state_expired what is over 600 s old."""
    platform_id, organisation_id, nonce, binding_hash, issued, storage, target = _open(secret, state)
    issued_at = datetime.fromtimestamp(int(issued), UTC)
    age = (now - issued_at).total_seconds()
    if age < -_LEEWAY:
        raise Refused("state_invalid")
    if age > LIFETIME:
        raise Refused("state_expired", {"age": int(age)})
    return State(platform_id, organisation_id, nonce, target, binding_hash, _cookie_name(nonce), issued_at, storage)


def binds(state: State, secret_from_browser: str | None) -> bool:
    """Whether this browser began the login: it keeps the secret whose hash we signed. Compared in constant time."""
    if not secret_from_browser:
        return False
    return hmac.compare_digest(_hash(secret_from_browser), state.binding_hash)


def _cookie_name(nonce: str) -> str:
    """One cookie per login, so that two tabs do not disturb each other."""
    return f"__Host-careered-login-{nonce[:8]}"


def _hash(binding: str) -> str:
    return hashlib.sha256(binding.encode()).hexdigest()[:32]


def _seal(secret: bytes, fields: list[str]) -> str:
    body = urlsafe_b64encode(_SEPARATOR.join(fields).encode()).rstrip(b"=")
    return f"{body.decode()}.{_mac(secret, body)}"


def _open(secret: bytes, state: str) -> list[str]:
    body, _, mac = state.partition(".")
    if not hmac.compare_digest(_mac(secret, _bytes(body)).encode(), _bytes(mac)):
        raise Refused("state_invalid")
    return urlsafe_b64decode(body + "=" * (-len(body) % 4)).decode().split(_SEPARATOR, 6)


def _mac(secret: bytes, body: bytes) -> str:
    digest = hmac.digest(derived_key(secret, "login state 1"), body, "sha256")
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return text.encode(errors="replace")
