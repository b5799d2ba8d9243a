"""A platform's key server, scripted: what it answers, what it was asked, and a clock to turn."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime, timedelta

import httpx2
from joserfc.jwk import Key

from careered.lti.platform import Registration
from careered.lti.platform_jwks import PlatformKeys
from tests.lti.school import KEY, NOW, SCHOOL

Answer = httpx2.Response | httpx2.HTTPError | Callable[[], httpx2.Response]


def key_set(*keys: Key, **headers: str) -> httpx2.Response:
    """A set of public keys as a server would send it."""
    listed = [key.as_dict(private=False) for key in keys]
    return httpx2.Response(200, json={"keys": listed}, headers=headers)


class KeyServer:
    """Answers with `answer`, whatever it is just now, and counts."""

    def __init__(self, answer: Answer | None = None) -> None:
        self.answer: Answer = answer or key_set(KEY)
        self.requests: list[httpx2.Request] = []
        self.time: datetime = NOW
        self.keys = PlatformKeys(httpx2.AsyncClient(transport=httpx2.MockTransport(self._handle)), lambda: self.time)

    async def _handle(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        await asyncio.sleep(0)
        if isinstance(self.answer, httpx2.HTTPError):
            raise self.answer
        if isinstance(self.answer, httpx2.Response):
            return httpx2.Response(self.answer.status_code, content=self.answer.content, headers=self.answer.headers)
        return self.answer()

    def find(self, kid: str = "school-key", registration: Registration = SCHOOL) -> Sequence[Key]:
        """What one launch finds."""
        return asyncio.run(self.keys.find(registration, kid))

    def find_at_once(self, count: int, kid: str) -> list[object]:
        """What many launches at once find; refusals are in the list."""

        async def all_of_them() -> list[object]:
            launches = [self.keys.find(SCHOOL, kid) for _ in range(count)]
            return list(await asyncio.gather(*launches, return_exceptions=True))

        return asyncio.run(all_of_them())

    def advance(self, **passed: float) -> None:
        """Let time pass."""
        self.time += timedelta(**passed)


def endless_response() -> tuple[httpx2.Response, list[int]]:
    """An answer that never ends, and how many bytes of it were taken."""
    bytes_read: list[int] = []

    async def chunks() -> AsyncIterator[bytes]:
        while True:
            bytes_read.append(16_384)
            yield b" " * 16_384

    return httpx2.Response(200, content=chunks()), bytes_read
