"""A school's platform, invented: its registration, its key, and the launches that it signs."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import UTC, datetime

from joserfc import jws
from joserfc.jwk import OctKey, RSAKey

from careered.lti.claims import LTI, Launch, VerifiedClaims, read_launch
from careered.lti.registration import Registration
from careered.lti.state import State
from careered.lti.verify import verify

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
AT = int(NOW.timestamp())
HOME = "https://careered.example"
KEY = RSAKey.generate_key(2048, {"kid": "school-key"})
OTHER_KEY = RSAKey.generate_key(2048, {"kid": "school-key"})
MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership"
GONE = object()

SCHOOL = Registration(
    organisation_id="organisation",
    platform_id="platform",
    name="Northport School",
    issuer="https://lms.school.example",
    client_id="client-1",
    auth_url="https://lms.school.example/auth",
    token_url="https://lms.school.example/token",
    jwks_url="https://lms.school.example/jwks",
    family="moodle",
    country="xn",
    deployments=frozenset({"deployment-1"}),
)
STATE = State("platform", "organisation", "nonce-1", f"{HOME}/lessons", "hash", "cookie", NOW)


def claims(**changed: object) -> dict[str, object]:
    """A pupil's launch. Short names of LTI claims are made long; GONE takes a claim away."""
    usual: dict[str, object] = {
        "iss": SCHOOL.issuer,
        "aud": SCHOOL.client_id,
        "sub": "pupil-1",
        "exp": AT + 60,
        "iat": AT,
        "nonce": STATE.nonce,
        "message_type": "LtiResourceLinkRequest",
        "version": "1.3.0",
        "deployment_id": "deployment-1",
        "target_link_uri": f"{HOME}/lessons",
        "roles": [f"{MEMBERSHIP}#Learner"],
        "resource_link": {"id": "link-1"},
    }
    return {_long(name): value for name, value in {**usual, **changed}.items() if value is not GONE}


_OURS = frozenset(
    {
        *("message_type", "version", "deployment_id", "target_link_uri", "roles", "resource_link", "context"),
        *("custom", "launch_presentation", "tool_platform", "role_scope_mentor", "lis", "lti1p1", "for_user"),
    }
)


def _long(name: str) -> str:
    return f"{LTI}{name}" if name in _OURS else name


def sign(payload: Mapping[str, object] | bytes, key: RSAKey | OctKey = KEY, **header: object) -> str:
    """A token, signed. Header parameters are added to the usual ones; GONE takes one away."""
    usual = {"alg": "RS256", "typ": "JWT", "kid": "school-key", **header}
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    registry = jws.JWSRegistry(algorithms=["RS256", "PS256", "RS384", "HS256", "none"], strict_check_header=False)
    registry.max_header_length = 100_000
    return jws.serialize_compact({k: v for k, v in usual.items() if v is not GONE}, body, key, registry=registry)


def sign_raw(header: bytes, payload: bytes, key: RSAKey = KEY) -> str:
    """A token with a header that no library would write, rightly signed."""
    signed = f"{base64url(header)}.{base64url(payload)}"
    algorithm = jws.JWSRegistry.algorithms["RS256"]
    return f"{signed}.{base64url(algorithm.sign(signed.encode(), key))}"


def base64url(raw: bytes) -> str:
    """Without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def verified(
    token: str,
    *,
    registration: Registration = SCHOOL,
    keys: tuple[RSAKey, ...] = (KEY,),
    state: State = STATE,
    now: datetime = NOW,
) -> VerifiedClaims:
    """What the tool makes of a token."""
    return verify(token, registration=registration, keys=keys, state=state, now=now, base_url=HOME)


def launched(**changed: object) -> Launch:
    """A signed launch, verified and read."""
    return read_launch(verified(sign(claims(**changed))))
