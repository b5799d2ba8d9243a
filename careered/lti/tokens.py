"""Access tokens for a platform's services (SEC 4.1): asked for with a signed assertion, kept until they run out."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from joserfc import jwt
from joserfc.jwk import RSAKey

from careered.clock import new_id
from careered.lti.answers import Answer, Later, Ok, Turned
from careered.lti.registration import Registration

BACK_DATED = timedelta(seconds=10)  # Moodle refuses an `iat` that is ahead of its clock at all
ASSERTION_LIVES = timedelta(minutes=5)
RENEWED_EARLY = timedelta(seconds=60)
USUAL_LIFETIME, LONGEST_LIFETIME = 3600, 24 * 3600
_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_DEPLOYMENT = "https://purl.imsglobal.org/spec/lti/claim/deployment_id"

Post = Callable[[str, dict[str, str]], Answer]


@dataclass(frozen=True)
class _Token:
    value: str
    until: datetime


class AccessTokens:
    """Tokens by (platform, deployment, scopes), one request at a time for each. `post` sends a form.

    signing_key is asked for each assertion: keys are rotated while this runs.
    """

    def __init__(self, signing_key: Callable[[], RSAKey], now: Callable[[], datetime], post: Post) -> None:
        self._key, self._now, self._post = signing_key, now, post
        self._kept: dict[tuple[str, ...], _Token] = {}
        self._locks: dict[tuple[str, ...], threading.Lock] = {}

    def get(self, registration: Registration, scopes: Iterable[str], refused: str = "") -> str | Turned | Later:
        """A token, or why there is none. refused: one that the platform has just turned down; it is not used again."""
        wanted = sorted(scopes)
        kept = (registration.organisation_id, registration.platform_id, _deployment(registration), *wanted)
        with self._locks.setdefault(kept, threading.Lock()):
            token = self._kept.get(kept)
            if token and token.value != refused and self._now() < token.until:
                return token.value
            fetched = self._fetch(registration, wanted)
            if isinstance(fetched, _Token):
                self._kept[kept] = fetched
                return fetched.value
            return fetched

    def _fetch(self, registration: Registration, scopes: list[str]) -> _Token | Turned | Later:
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": _ASSERTION_TYPE,
            "client_assertion": self._assertion(registration),
            "scope": " ".join(scopes),
        }
        match self._post(registration.token_url, form):
            case Ok(json=dict(answer)) if isinstance(answer.get("access_token"), str):
                return self._granted(answer, scopes)
            case Turned() | Later() as refused:
                return refused
        return Later(None, "not_understood")

    def _assertion(self, registration: Registration) -> str:
        """Who we are, signed (RFC 7523 3). The deployment is named where there is only one it could be."""
        at = self._now()
        claims = {
            "iss": registration.client_id,
            "sub": registration.client_id,
            "aud": registration.audience or registration.token_url,
            "iat": int((at - BACK_DATED).timestamp()),
            "exp": int((at + ASSERTION_LIVES).timestamp()),
            "jti": new_id(),
        }
        if deployment := _deployment(registration):
            claims[_DEPLOYMENT] = deployment
        key = self._key()
        return jwt.encode({"alg": "RS256", "kid": str(key.kid)}, claims, key, algorithms=["RS256"])

    def _granted(self, answer: dict[object, object], scopes: list[str]) -> _Token | Turned:
        """A platform may grant less than was asked for (RFC 6749 3.3); nothing of it is no use."""
        granted = answer.get("scope")
        if isinstance(granted, str) and granted and set(scopes).isdisjoint(granted.split()):
            return Turned(200, "scope_missing")
        lifetime = timedelta(seconds=_lifetime(answer.get("expires_in")))
        return _Token(str(answer["access_token"]), self._now() + lifetime - RENEWED_EARLY)


def _lifetime(given: object) -> int:
    usable = isinstance(given, int) and not isinstance(given, bool) and given > 0
    return min(int(str(given)), LONGEST_LIFETIME) if usable else USUAL_LIFETIME


def _deployment(registration: Registration) -> str:
    return next(iter(registration.deployments)) if len(registration.deployments) == 1 else ""
