"""The network between the tool and its platforms, in one process: by host, with cut lines, and slow without waiting."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx2
import time_machine
from starlette.applications import Starlette
from starlette.testclient import TestClient

from careered.demo_lms.faults import ConnectionCut
from careered.lti.client import TIMEOUT_SECONDS

# What platforms say with a refused score (documented or measured). The demo platform cannot: an ASGI server sends no
# reason phrase, where Moodle has its words.
SAID = {
    ("moodle", 400): "Incorrect score received",
    ("canvas", 400): "Timestamp before last updated timestamp",
    ("canvas", 422): "User not found in course or is not a student",
}
_LEFT_OUT = {"content-length", "content-encoding", "transfer-encoding"}


@dataclass
class Wires(httpx2.BaseTransport):
    """What the worker calls through. slow: seconds that a host takes; the clock moves on instead of anybody waiting.

    asked: every address that was called, in order.
    """

    clock: time_machine.Traveller
    hosts: dict[str, TestClient] = field(default_factory=dict)
    profiles: dict[str, Callable[[], str]] = field(default_factory=dict)
    slow: dict[str, float] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    broken: dict[str, int] = field(default_factory=dict)
    lost: str = ""
    instead: dict[str, list[httpx2.Response]] = field(default_factory=dict)

    def say(self, part: str, *answers: httpx2.Response) -> None:
        """Requests to addresses with a part in them get these answers, one after the other, then the real ones."""
        self.instead[part] = list(answers)

    def break_after(self, part: str, good: int) -> None:
        """Requests to addresses with a part in them fail after the first few."""
        self.broken[part] = good

    def lose_answer_of(self, pattern: str) -> None:
        """The next request of this kind arrives, and its answer does not come back."""
        self.lost = pattern

    def mend(self) -> None:
        """All requests arrive again."""
        self.broken.clear()

    def connect(self, address: str, app: Starlette) -> None:
        """Lay a line to a platform."""
        host = httpx2.URL(address).host
        self.hosts[host] = TestClient(app, base_url=address, follow_redirects=False)
        self.profiles[host] = lambda: str(app.state.school.profile.name)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Carry one request to its host and the answer back."""
        self.asked.append(f"{request.method} {request.url}")
        host = request.url.host
        for part in [part for part, left in self.instead.items() if left and part in str(request.url)]:
            return self.instead[part].pop(0)
        for part in [part for part in self.broken if part in str(request.url)]:
            self.broken[part] -= 1
            if self.broken[part] < 0:
                return httpx2.Response(500, request=request)
        try:
            answer = self.hosts[host].request(
                request.method, request.url, content=request.read(), headers=request.headers
            )
        except ConnectionCut as cut:
            raise httpx2.RemoteProtocolError(str(cut), request=request) from cut
        if self.lost and re.search(self.lost, self.asked[-1]):
            self.lost = ""
            raise httpx2.ReadError("lost", request=request)
        self._pass_time(request, self.slow.get(host, 0))
        kept = [(name, value) for name, value in answer.headers.raw if name.decode().lower() not in _LEFT_OUT]
        said = SAID.get((self.profiles[host](), answer.status_code), "") if "/scores" in request.url.path else ""
        phrase = {"reason_phrase": said.encode()} if said else {}
        return httpx2.Response(answer.status_code, headers=kept, content=answer.content, extensions=phrase)

    def _pass_time(self, request: httpx2.Request, seconds: float) -> None:
        self.clock.shift(min(seconds, TIMEOUT_SECONDS))
        if seconds > TIMEOUT_SECONDS:
            raise httpx2.ReadTimeout("too slow", request=request)

    def calls(self, part: str) -> int:
        """How many called addresses contain a pattern."""
        return sum(re.search(part, address) is not None for address in self.asked)


class Keys(httpx2.AsyncBaseTransport):
    """What launches fetch platforms' keys through."""

    def __init__(self, apps: dict[str, Starlette]) -> None:
        self._lines = {host: httpx2.ASGITransport(app=app) for host, app in apps.items()}

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Carry one request."""
        try:
            return await self._lines[request.url.host].handle_async_request(request)
        except ConnectionCut as cut:
            raise httpx2.RemoteProtocolError(str(cut), request=request) from cut
