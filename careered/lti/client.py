"""HTTP client for a platform's services. Only the worker uses it: no pupil waits for a platform's gradebook.

Nothing here raises for what a platform or the network does; every outcome is a ServiceResult.
"""

import json
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from urllib.parse import urlsplit

import httpx2
from joserfc.jwk import RSAKey

from careered.lti import urls
from careered.lti.network import is_refused
from careered.lti.platform import Registration
from careered.lti.service_response import NoResponse, Ok, Rejected, RetryLater, ServiceResult, classify
from careered.lti.time_limit import remaining_seconds, time_limit
from careered.lti.tokens import AccessTokens

__all__ = ["NoResponse", "Ok", "Rejected", "RetryLater", "ServiceClient", "ServiceResult"]

TIMEOUT_SECONDS = 10
TOTAL_TIMEOUT_SECONDS = 20
MAX_BODY_BYTES = 8 * 1024 * 1024
_NOT_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.UnsupportedProtocol)


@dataclass(frozen=True)
class _Call:
    method: str
    url: str
    headers: Mapping[str, str]
    content: bytes | None


class ServiceClient:
    """Requests with an access token, renewed once if the platform rejects it. Thread-safe."""

    def __init__(self, http: httpx2.Client, signing_key: Callable[[], RSAKey], now: Callable[[], datetime]) -> None:
        self._http, self._now = http, now
        self._stopped = threading.Event()
        self._tokens = AccessTokens(signing_key, now, self._post_form)

    def stop(self) -> None:
        """No request from now on; each is answered by RetryLater. One that is under way ends within its time."""
        self._stopped.set()

    def token(self, registration: Registration, scopes: Iterable[str]) -> str | Rejected | RetryLater:
        """An access token for these scopes, or the failure of the token request."""
        return self._tokens.get(registration, scopes)

    def request(
        self,
        registration: Registration,
        scopes: Iterable[str],
        method: str,
        url: str,
        *,
        accept: str | None = None,
        content_type: str | None = None,
        body: object = None,
    ) -> ServiceResult:
        """Send one request. scopes: of its access token. body: sent as JSON with content_type."""
        if not _may_call(registration, url):
            return Rejected(0, "address_refused")
        optional_headers = {"Accept": accept, "Content-Type": content_type}
        headers = {name: value for name, value in optional_headers.items() if value}
        content = None if body is None else json.dumps(body).encode()
        return self._authorized(registration, list(scopes), _Call(method, url, headers, content))

    def _authorized(self, registration: Registration, scopes: list[str], call: _Call) -> ServiceResult:
        """A platform may revoke a token before it expires: retry once with a new one (SEC 4.1)."""
        rejected_token = ""
        for _attempt in range(2):
            token = self._tokens.get(registration, scopes, rejected_token)
            if not isinstance(token, str):
                return token
            answer = self._send(call, {"Authorization": f"Bearer {token}"})
            if not isinstance(answer, Rejected) or answer.status != 401:
                return answer
            rejected_token = token
        return Rejected(401, "token_refused")

    def _send(self, call: _Call, extra_headers: Mapping[str, str]) -> ServiceResult:
        if self._stopped.is_set() or remaining_seconds() <= 0:
            return RetryLater(None, "no_answer")
        try:
            with time_limit(TOTAL_TIMEOUT_SECONDS):
                return self._exchange(call, {**call.headers, **extra_headers, "User-Agent": USER_AGENT})
        except (*_NOT_SENT, httpx2.InvalidURL) as error:
            return Rejected(0, "address_refused") if is_refused(error) else RetryLater(None, "no_answer")
        except httpx2.HTTPError:
            return NoResponse("no_answer")

    def _exchange(self, call: _Call, headers: Mapping[str, str]) -> ServiceResult:
        timeout = httpx2.Timeout(TIMEOUT_SECONDS)
        with self._http.stream(
            call.method, call.url, headers=headers, content=call.content, timeout=timeout, follow_redirects=False
        ) as response:
            return classify(read_limited(response), self._now())

    def _post_form(self, url: str, form: Mapping[str, str]) -> ServiceResult:
        """Send a token request. It is safe to repeat after a lost response; a rejection is about the tool, no user."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        content = str(httpx2.QueryParams(form)).encode()
        match self._send(_Call("POST", url, headers, content), {}):
            case NoResponse(reason=reason):
                return RetryLater(None, reason)
            case Rejected(status=status, reason=reason) if reason != "address_refused":
                return Rejected(status, reason if reason == "scope_missing" and status != 403 else "client_refused")
            case answer:
                return answer


def _may_call(registration: Registration, url: str) -> bool:
    """https to public hosts that the platform has named; services on this machine only for a platform on it (trial).

    Whoever answers a request must not choose whom our tokens and the pupils' scores go to.
    """
    is_allowed = urls.is_outgoing_allowed(url, allow_loopback=urls.is_local(registration.token_url))
    return is_allowed and urlsplit(url).hostname in registration.called_hosts


def read_limited(response: httpx2.Response) -> httpx2.Response:
    """A streamed response with its body. Raises httpx2.DecodingError above MAX_BODY_BYTES, ReadTimeout out of time."""
    body = b""
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise httpx2.DecodingError("answer too large")
        if remaining_seconds() <= 0:
            raise httpx2.ReadTimeout("answer too slow")
    return httpx2.Response(
        response.status_code,
        headers=[(name, value) for name, value in response.headers.raw if name.lower() != b"content-encoding"],
        content=body,
        request=response.request,
        extensions=response.extensions,
    )


USER_AGENT = f"careered/{version('careered')} (LTI 1.3 tool)"
