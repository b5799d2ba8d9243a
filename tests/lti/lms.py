"""A platform's services, scripted: a token endpoint and whatever a test says, with a log of all requests."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import parse_qs

import httpx2
from joserfc import jwt
from joserfc.jwk import RSAKey

from careered.lti.client import ServiceClient
from tests.lti.school import NOW, SCHOOL

TOOL_KEY = RSAKey.generate_key(2048, {"kid": "tool-key"})
Handler = Callable[[httpx2.Request], httpx2.Response]


class Lms:
    """`services` answers what is no token request; `token_answer` replaces the usual token, where it is set."""

    def __init__(self, services: Handler | None = None) -> None:
        self.answer_service: Handler = services or (lambda _request: httpx2.Response(200))
        self.token_answer: httpx2.Response | httpx2.HTTPError | None = None
        self.token_requests: list[httpx2.Request] = []
        self.requests: list[httpx2.Request] = []
        self.now: datetime = NOW
        http = httpx2.Client(transport=httpx2.MockTransport(self._handle))
        self.client = ServiceClient(http, lambda: TOOL_KEY, lambda: self.now)

    def _handle(self, request: httpx2.Request) -> httpx2.Response:
        if str(request.url) in {SCHOOL.token_url, "http://localhost:8100/token"}:
            self.token_requests.append(request)
            return self._token()
        self.requests.append(request)
        return self.answer_service(request)

    def _token(self) -> httpx2.Response:
        if isinstance(self.token_answer, httpx2.HTTPError):
            raise self.token_answer
        if self.token_answer is not None:
            given = self.token_answer
            return httpx2.Response(given.status_code, content=given.content, headers=given.headers)
        return httpx2.Response(200, json={"access_token": f"token-{len(self.token_requests)}", "expires_in": 3600})

    def advance(self, **passed: float) -> None:
        """Let time pass."""
        self.now += timedelta(**passed)

    def form(self, index: int = -1) -> dict[str, str]:
        """The fields of a token request."""
        fields = parse_qs(self.token_requests[index].content.decode(), strict_parsing=True)
        return {name: value for name, (value,) in fields.items()}

    def assertion(self, index: int = -1) -> dict[str, object]:
        """The claims of a token request's assertion, its signature checked."""
        return jwt.decode(self.form(index)["client_assertion"], TOOL_KEY, algorithms=["RS256"]).claims

    @property
    def tokens_used(self) -> list[str]:
        """The tokens of the service requests, in order."""
        return [request.headers["authorization"].removeprefix("Bearer ") for request in self.requests]

    @property
    def bodies(self) -> list[dict[str, object]]:
        """What was sent as JSON, in order."""
        return [json.loads(request.content) for request in self.requests if request.content]
