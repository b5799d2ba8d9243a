"""A school's platform, invented: its registration, its key, and the launches that it signs."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import UTC, datetime

from joserfc import jws
from joserfc.jwk import OctKey, RSAKey

from careered.lti.claims import LTI_CLAIM, Launch, VerifiedClaims, read_launch
from careered.lti.platform import Registration
from careered.lti.state import LoginState
from careered.lti.verify import verify

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
NOW_SECONDS = int(NOW.timestamp())
TOOL_ORIGIN = "https://careered.example"
KEY = RSAKey.generate_key(2048, {"kid": "school-key"})
OTHER_KEY = RSAKey.generate_key(2048, {"kid": "school-key"})
MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership"
ABSENT = object()

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
LOGIN_STATE = LoginState("platform", "organisation", "nonce-1", f"{TOOL_ORIGIN}/lessons", "hash", "cookie", NOW)


def claims(**changed: object) -> dict[str, object]:
    """A pupil's launch. Short names of LTI claims are made long; ABSENT takes a claim away."""
    defaults: dict[str, object] = {
        "iss": SCHOOL.issuer,
        "aud": SCHOOL.client_id,
        "sub": "pupil-1",
        "exp": NOW_SECONDS + 60,
        "iat": NOW_SECONDS,
        "nonce": LOGIN_STATE.nonce,
        "message_type": "LtiResourceLinkRequest",
        "version": "1.3.0",
        "deployment_id": "deployment-1",
        "target_link_uri": f"{TOOL_ORIGIN}/lessons",
        "roles": [f"{MEMBERSHIP}#Learner"],
        "resource_link": {"id": "link-1"},
    }
    return {_full_claim_name(name): value for name, value in {**defaults, **changed}.items() if value is not ABSENT}


_LTI_CLAIM_NAMES = frozenset(
    {
        *("message_type", "version", "deployment_id", "target_link_uri", "roles", "resource_link", "context"),
        *("custom", "launch_presentation", "tool_platform", "role_scope_mentor", "lis", "lti1p1", "for_user"),
    }
)


def _full_claim_name(name: str) -> str:
    return f"{LTI_CLAIM}{name}" if name in _LTI_CLAIM_NAMES else name


def sign(payload: Mapping[str, object] | bytes, key: RSAKey | OctKey = KEY, **header: object) -> str:
    """A token, signed. Header parameters are added to the usual ones; ABSENT takes one away."""
    defaults = {"alg": "RS256", "typ": "JWT", "kid": "school-key", **header}
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    registry = jws.JWSRegistry(algorithms=["RS256", "PS256", "RS384", "HS256", "none"], strict_check_header=False)
    registry.max_header_length = 100_000
    return jws.serialize_compact({k: v for k, v in defaults.items() if v is not ABSENT}, body, key, registry=registry)


def sign_raw(header: bytes, payload: bytes, key: RSAKey = KEY) -> str:
    """A token with a header that no library would write, rightly signed."""
    signed = f"{base64url(header)}.{base64url(payload)}"
    algorithm = jws.JWSRegistry.algorithms["RS256"]
    return f"{signed}.{base64url(algorithm.sign(signed.encode(), key))}"


def base64url(raw: bytes) -> str:
    """Without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def verify_token(
    token: str,
    *,
    registration: Registration = SCHOOL,
    keys: tuple[RSAKey, ...] = (KEY,),
    state: LoginState = LOGIN_STATE,
    now: datetime = NOW,
) -> VerifiedClaims:
    """What the tool makes of a token."""
    return verify(token, registration=registration, keys=keys, login_state=state, now=now, base_url=TOOL_ORIGIN)


def verified_launch(**changed: object) -> Launch:
    """A signed launch, verified and read."""
    return read_launch(verify_token(sign(claims(**changed))))
