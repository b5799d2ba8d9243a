"""The network between the tool and its platforms, in one process: by host, with cut lines, and slow without waiting."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx2
import time_machine
from starlette.applications import Starlette
from starlette.testclient import TestClient

from careered.lti.client import TIMEOUT_SECONDS
from demo_platform.service_endpoint import ConnectionCut

# What platforms say with a refused score (documented or measured). The demo platform cannot: an ASGI server sends no
# reason phrase, where Moodle has its words.
REASON_PHRASES = {
    ("moodle", 400): "Incorrect score received",
    ("canvas", 400): "Timestamp before last updated timestamp",
    ("canvas", 422): "User not found in course or is not a student",
}
_DROPPED_HEADERS = {"content-length", "content-encoding", "transfer-encoding"}


@dataclass
class Network(httpx2.BaseTransport):
    """The worker's transport. delays: seconds that a host takes, by which the clock is shifted.

    requests: method and URL of every request, in order.
    """

    clock: time_machine.Traveller
    hosts: dict[str, TestClient] = field(default_factory=dict)
    profiles: dict[str, Callable[[], str]] = field(default_factory=dict)
    delays: dict[str, float] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    failing_after: dict[str, int] = field(default_factory=dict)
    response_to_drop: str = ""
    canned_responses: dict[str, list[httpx2.Response]] = field(default_factory=dict)
    distorted_responses: dict[str, list[httpx2.Response]] = field(default_factory=dict)

    def respond_with(self, part: str, *responses: httpx2.Response) -> None:
        """Requests that match `part` ("POST …/scores") get these responses, one by one, then the real ones."""
        self.canned_responses[part] = list(responses)

    def distort(self, pattern: str, *responses: httpx2.Response) -> None:
        """Requests that match a pattern arrive, and these answers come back instead of the real ones, one by one."""
        self.distorted_responses[pattern] = list(responses)

    def break_after(self, part: str, successes: int) -> None:
        """Requests to URLs that contain `part` fail with 500 after so many successes."""
        self.failing_after[part] = successes

    def drop_response_to(self, pattern: str) -> None:
        """The next request that matches arrives, and its response is lost."""
        self.response_to_drop = pattern

    def restore(self) -> None:
        """No request fails any more."""
        self.failing_after.clear()

    def connect(self, address: str, app: Starlette) -> None:
        """Connect a platform by its host."""
        host = httpx2.URL(address).host
        self.hosts[host] = TestClient(app, base_url=address, follow_redirects=False)
        self.profiles[host] = lambda: str(app.state.platform.profile.name)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Pass a request to its host and the response back."""
        self.requests.append(f"{request.method} {request.url}")
        host = request.url.host
        for part in [
            part
            for part, responses in self.canned_responses.items()
            if responses and re.search(part, f"{request.method} {request.url}")
        ]:
            return self.canned_responses[part].pop(0)
        for part in [part for part in self.failing_after if part in str(request.url)]:
            self.failing_after[part] -= 1
            if self.failing_after[part] < 0:
                return httpx2.Response(500, request=request)
        try:
            response = self.hosts[host].request(
                request.method, request.url, content=request.read(), headers=request.headers
            )
        except ConnectionCut as cut:
            raise httpx2.RemoteProtocolError(str(cut), request=request) from cut
        if self.response_to_drop and re.search(self.response_to_drop, self.requests[-1]):
            self.response_to_drop = ""
            raise httpx2.ReadError("lost", request=request)
        for pattern, responses in self.distorted_responses.items():
            if responses and re.search(pattern, self.requests[-1]):
                return responses.pop(0)
        self._pass_time(request, self.delays.get(host, 0))
        headers = [
            (name, value) for name, value in response.headers.raw if name.decode().lower() not in _DROPPED_HEADERS
        ]
        phrase_text = (
            REASON_PHRASES.get((self.profiles[host](), response.status_code), "")
            if "/scores" in request.url.path
            else ""
        )
        phrase = {"reason_phrase": phrase_text.encode()} if phrase_text else {}
        return httpx2.Response(response.status_code, headers=headers, content=response.content, extensions=phrase)

    def _pass_time(self, request: httpx2.Request, seconds: float) -> None:
        self.clock.shift(min(seconds, TIMEOUT_SECONDS))
        if seconds > TIMEOUT_SECONDS:
            raise httpx2.ReadTimeout("too slow", request=request)

    def calls(self, part: str) -> int:
        """How many requests match a pattern."""
        return sum(re.search(part, address) is not None for address in self.requests)


class KeyTransport(httpx2.AsyncBaseTransport):
    """The transport by which launches fetch platforms' keys."""

    def __init__(self, apps: dict[str, Starlette]) -> None:
        self._transports = {host: httpx2.ASGITransport(app=app) for host, app in apps.items()}

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Pass a request to its host."""
        try:
            return await self._transports[request.url.host].handle_async_request(request)
        except ConnectionCut as cut:
            raise httpx2.RemoteProtocolError(str(cut), request=request) from cut
