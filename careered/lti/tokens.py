"""Access tokens for a platform's services (SEC 4.1): requested with a signed assertion, cached until they expire."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from joserfc import jwt
from joserfc.jwk import RSAKey

from careered.clock import new_id
from careered.lti.platform import Registration
from careered.lti.service_response import Ok, Rejected, RetryLater, ServiceResult

IAT_BACKDATING = timedelta(seconds=10)  # Moodle rejects an `iat` that is ahead of its clock
ASSERTION_TTL = timedelta(minutes=5)
RENEWAL_MARGIN = timedelta(seconds=60)
DEFAULT_LIFETIME_SECONDS, MAX_LIFETIME_SECONDS = 3600, 24 * 3600
_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_DEPLOYMENT_CLAIM = "https://purl.imsglobal.org/spec/lti/claim/deployment_id"

PostForm = Callable[[str, dict[str, str]], ServiceResult]


@dataclass(frozen=True)
class _Token:
    value: str
    expires_at: datetime


class AccessTokens:
    """Tokens by (platform, deployment, scopes), one request at a time for each. Thread-safe.

    signing_key: called for each assertion, since keys rotate. post_form: sends a form to a URL.
    """

    def __init__(self, signing_key: Callable[[], RSAKey], now: Callable[[], datetime], post_form: PostForm) -> None:
        self._signing_key, self._now, self._post_form = signing_key, now, post_form
        self._cache: dict[tuple[str, ...], _Token] = {}
        self._locks: dict[tuple[str, ...], threading.Lock] = {}

    def get(
        self, registration: Registration, scopes: Iterable[str], rejected_token: str = ""
    ) -> str | Rejected | RetryLater:
        """A token, or the failure. rejected_token: one that the platform has just rejected; not returned again."""
        sorted_scopes = sorted(scopes)
        cache_key = (
            registration.organisation_id,
            registration.platform_id,
            _only_deployment(registration),
            *sorted_scopes,
        )
        with self._locks.setdefault(cache_key, threading.Lock()):
            token = self._cache.get(cache_key)
            if token and token.value != rejected_token and self._now() < token.expires_at:
                return token.value
            fetched = self._fetch(registration, sorted_scopes)
            if isinstance(fetched, _Token):
                self._cache[cache_key] = fetched
                return fetched.value
            return fetched

    def _fetch(self, registration: Registration, scopes: list[str]) -> _Token | Rejected | RetryLater:
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": _ASSERTION_TYPE,
            "client_assertion": self._assertion(registration),
            "scope": " ".join(scopes),
        }
        match self._post_form(registration.token_url, form):
            case Ok(json=dict(response)) if isinstance(response.get("access_token"), str):
                return self._token_from_response(response, scopes)
            case Rejected() | RetryLater() as failure:
                return failure
        return RetryLater(None, "not_understood")

    def _assertion(self, registration: Registration) -> str:
        """The client assertion (RFC 7523 3). It names the deployment if the platform has only one."""
        issued_at = self._now()
        claims = {
            "iss": registration.client_id,
            "sub": registration.client_id,
            "aud": registration.audience or registration.token_url,
            "iat": int((issued_at - IAT_BACKDATING).timestamp()),
            "exp": int((issued_at + ASSERTION_TTL).timestamp()),
            "jti": new_id(),
        }
        if deployment := _only_deployment(registration):
            claims[_DEPLOYMENT_CLAIM] = deployment
        key = self._signing_key()
        return jwt.encode({"alg": "RS256", "kid": str(key.kid)}, claims, key, algorithms=["RS256"])

    def _token_from_response(self, response: dict[object, object], scopes: list[str]) -> _Token | Rejected:
        """A platform may grant fewer scopes than requested (RFC 6749 3.3); none of them is a rejection."""
        granted_scopes = response.get("scope")
        if isinstance(granted_scopes, str) and granted_scopes and set(scopes).isdisjoint(granted_scopes.split()):
            return Rejected(200, "scope_missing")
        lifetime = timedelta(seconds=_lifetime(response.get("expires_in")))
        return _Token(str(response["access_token"]), self._now() + lifetime - RENEWAL_MARGIN)


def _lifetime(expires_in: object) -> int:
    usable = isinstance(expires_in, int) and not isinstance(expires_in, bool) and expires_in > 0
    return min(int(str(expires_in)), MAX_LIFETIME_SECONDS) if usable else DEFAULT_LIFETIME_SECONDS


def _only_deployment(registration: Registration) -> str:
    return next(iter(registration.deployments)) if len(registration.deployments) == 1 else ""
