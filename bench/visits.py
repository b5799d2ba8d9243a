"""Visits to one server, phase by phase: all logins, all launches, all first pages. Every answer is checked."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from bench.browser import Answer, Connection
from bench.measure import percentile
from bench.platform import Platform, pupil
from bench.server import BrokenError, Server

SETTLE_SECONDS = 0.02


@dataclass
class Visit:
    """One pupil on the way in. cookies: what this browser keeps for the server."""

    index: int
    state: str = ""
    nonce: str = ""
    token: str = ""
    page: str = ""
    cookies: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass(frozen=True)
class Sample:
    """One round of one server at one concurrency. CPU in milliseconds a visit, p50 and p99 of login + launch in ms."""

    launch_ms: float
    page_ms: float
    per_second: float
    p50_ms: float
    p99_ms: float

    @property
    def tail(self) -> float:
        """How many times the usual wait the slowest in a hundred wait."""
        return self.p99_ms / self.p50_ms


@dataclass(frozen=True)
class _Spent:
    cpu: float
    wall: float


Step = Callable[[Connection, Visit], Awaitable[Answer]]


class Visits:
    """Sends visits to one server; the platform signs their tokens between the phases, outside every measurement."""

    def __init__(self, server: Server, platform: Platform) -> None:
        self._server, self._platform = server, platform
        self._target = server.target
        self._sent = 0

    async def sample(self, count: int, concurrency: int) -> Sample:
        """Measure a number of visits, so many at a time."""
        visits = [Visit(self._sent + number) for number in range(count)]
        self._sent += count
        login = await self._phase(visits, concurrency, self._login)
        for visit in visits:
            self.sign(visit)
        launch = await self._phase(visits, concurrency, self._launch)
        waits = [visit.seconds * 1000 for visit in visits]
        page = await self._phase(visits, concurrency, self._page)
        return Sample(
            launch_ms=(login.cpu + launch.cpu) / count * 1000,
            page_ms=page.cpu / count * 1000,
            per_second=count / (login.wall + launch.wall),
            p50_ms=percentile(waits, 0.5),
            p99_ms=percentile(waits, 0.99),
        )

    async def counted(self, header: str) -> tuple[int, int]:
        """What a header says of one more visit: of login + launch, and of the first page."""
        visit = Visit(0)
        async with Connection(self._server.port) as line:
            login = await self._login(line, visit)
            self.sign(visit)
            launch, page = await self._launch(line, visit), await self._page(line, visit)
        counts = [int(answer.headers[header]) for answer in (login, launch, page)]
        return counts[0] + counts[1], counts[2]

    async def _phase(self, visits: list[Visit], concurrency: int, step: Step) -> _Spent:
        waiting = iter(visits)
        cpu, started = self._server.cpu_seconds(), time.perf_counter()
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(concurrency):
                    group.create_task(self._go_on(waiting, step))
        except ExceptionGroup as broken:
            raise broken.exceptions[0] from broken
        wall = time.perf_counter() - started
        await asyncio.sleep(SETTLE_SECONDS)  # what the server still does after its last answer is its work too
        return _Spent(self._server.cpu_seconds() - cpu, wall)

    async def _go_on(self, waiting: Iterator[Visit], step: Step) -> None:
        async with Connection(self._server.port) as connection:
            for visit in waiting:
                started = time.perf_counter()
                await step(connection, visit)
                visit.seconds += time.perf_counter() - started

    async def login(self, connection: Connection, visit: Visit) -> Answer:
        """The first request of a launch, whatever it is answered."""
        form = self._platform.login_form(visit.index, self._target)
        answer = await connection.post(self._server.contender.login, form, {})
        asked = parse_qs(urlsplit(answer.headers.get("location", "")).query)
        visit.state, visit.nonce = (asked.get(name, [""])[0] for name in ("state", "nonce"))
        visit.cookies.update(answer.cookies)
        return answer

    def sign(self, visit: Visit) -> None:
        """The platform's part of it."""
        visit.token = self._platform.token(visit.index, visit.nonce, self._target)

    async def launch(self, connection: Connection, visit: Visit) -> Answer:
        """The second request, with the token."""
        form = {"id_token": visit.token, "state": visit.state}
        answer = await connection.post(self._server.contender.launch, form, visit.cookies)
        visit.page = answer.headers.get("location", "")
        visit.cookies.update(answer.cookies)
        return answer

    async def page(self, connection: Connection, visit: Visit) -> Answer:
        """The page that the launch leads to."""
        return await connection.get(visit.page, visit.cookies)

    async def _login(self, connection: Connection, visit: Visit) -> Answer:
        answer = await self.login(connection, visit)
        self._expect(answer, 302, "login")
        return answer

    async def _launch(self, connection: Connection, visit: Visit) -> Answer:
        answer = await self.launch(connection, visit)
        self._expect(answer, 303, "launch")
        return answer

    async def _page(self, connection: Connection, visit: Visit) -> Answer:
        answer = await self.page(connection, visit)
        self._expect(answer, 200, "first page")
        word = self._server.contender.word or pupil(visit.index).given
        if word.encode() not in answer.body:
            raise BrokenError(f"{self._server.contender.name}: the first page does not say {word}")
        return answer

    def _expect(self, answer: Answer, status: int, step: str) -> None:
        """A refusal is fast, and must never count as a launch."""
        if answer.status != status:
            code = answer.headers.get("careered-code", "")
            raise BrokenError(f"{self._server.contender.name}: {step} answered {answer.status} {code}, not {status}")
