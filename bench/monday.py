"""`make monday`: pupils of many classes come within minutes, read cards and answer every 10 to 40 seconds.

careered as shipped before PostgreSQL: several server processes behind one port, the worker beside them. Pupils launch
with signed tokens at a rate that doubles from level to level; each reads the first page, opens a card and answers it,
thinks, and so on, and ends a lesson (each of 630 once), whose score must reach the platform's gradebook. A level breaks
where an answer is refused, the slowest of a hundred waits over 2.5 s, or a score takes over a minute.
"""

import asyncio
import random
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import psutil  # type: ignore[import-untyped]
import psycopg
import typer

from bench.browser import Answer, Connection
from bench.contenders import careered
from bench.exchanges import FIRST_CARD, LAST_CARD
from bench.gradebook import Gradebook
from bench.measure import cpu_seconds, percentile, require_proc
from bench.platform import PEOPLE, Platform, platform, pupil
from bench.school import CHOICE, LESSON
from bench.server import ROOT, BrokenError, Contender, Server, free_port, running
from bench.visits import Visit, Visits
from careered.lessons.kinds import registry
from careered.packs.load import read_pack
from tests.support.databases import as_shipped_server, fresh_as_shipped

ANSWERS, PATIENCE_SECONDS, DELIVERY_SECONDS = 4, 2.5, 60.0
_CHANCE = random.Random(9)  # noqa: S311 - not a secret: when pupils come
KINDS = ("login", "launch", "home", "card", "answer")
NEARLY_DONE = """
INSERT INTO event (organisation_id, id, class_id, person_id, kind, lesson_id, step_id, step_kind, correct, total,
  pack_id, pack_version, occurred_at)
SELECT organisation_id, gen_random_uuid()::text, class_id, person_id,
  CASE step WHEN '' THEN 'lesson_started' ELSE 'step_done' END,
  %s, step, 'cards', 0, 0, pack_id, (SELECT max(version) FROM pack_version), now()
FROM enrolment JOIN school_class USING (organisation_id), unnest(%s::text[]) AS step
WHERE school_class.id = class_id AND role = 'pupil'
"""


@dataclass
class Level:
    """What was seen at one rate. waits: seconds by kind of request; ended: when a pupil's lesson was acknowledged."""

    rate: float
    waits: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    refused: list[str] = field(default_factory=list)
    ended: dict[str, float] = field(default_factory=dict)
    late: int = 0

    @property
    def slowest(self) -> float:
        """p99 of all requests, in seconds."""
        return percentile([wait for waits in self.waits.values() for wait in waits], 0.99)

    def note(self, kind: str, begun: float, answer: Answer, status: int) -> bool:
        """One answer. False where it was not the one that was due."""
        self.waits[kind].append(time.monotonic() - begun)
        if answer.status != status:
            self.refused.append(f"{kind} {answer.status} {answer.headers.get('careered-code', '')}")
        return answer.status == status


def bench(
    seconds: Annotated[float, typer.Option(help="In which pupils come, a level.", min=1)] = 60,
    first: Annotated[float, typer.Option(help="Launches a second at the first level; then twice as many.")] = 2,
    processes: Annotated[int, typer.Option(help="Of the server, behind one port.", min=1)] = 2,
    pace: Annotated[float, typer.Option(help="Of thinking: 1 is 10 to 40 s between two answers.", min=0)] = 1,
    levels: Annotated[int, typer.Option(help="At most.", min=1)] = 6,
) -> None:
    """Raise the rate until something breaks, and say what."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is ended
    require_proc()
    gradebook = Gradebook()
    try:
        with platform(gradebook) as lms, _town(lms, processes) as (server, worker, url):
            storm = Storm(server, worker, lms, gradebook, url)
            asyncio.run(storm.rise([first * 2**number for number in range(levels)], seconds, pace))
    except BrokenError as broken:
        typer.echo(str(broken), err=True)
        raise typer.Exit(1) from broken


@contextmanager
def _town(lms: Platform, processes: int) -> Iterator[tuple[Server, Server, str]]:
    """Server and worker on a PostgreSQL with its own settings, with a pack and a platform."""
    with ExitStack() as stack:
        folder, port = Path(stack.enter_context(TemporaryDirectory(prefix="careered-bench-"))), free_port()
        url = stack.enter_context(fresh_as_shipped("postgresql", folder))
        one = careered.contender(folder, port, lms, url)
        many = Contender(one.name, [*one.command, "--workers", str(processes)], one.environment)
        server = stack.enter_context(running(many, port, folder))
        work = [sys.executable, "-m", "careered", "worker"]
        process = psutil.Popen(work, env=one.environment, cwd=ROOT)
        stack.callback(process.wait)
        stack.callback(process.terminate)
        yield server, Server(many, process.pid, port), url


class Storm:
    """Pupils at rising rates against one server."""

    def __init__(self, server: Server, worker: Server, lms: Platform, gradebook: Gradebook, url: str) -> None:
        self._server, self._worker, self._lms, self._gradebook, self._url = server, worker, lms, gradebook, url
        self._visits, self._come = Visits(server, lms), 0

    async def rise(self, rates: list[float], seconds: float, pace: float) -> None:
        """Level after level until one breaks."""
        await self._everybody_was_here()
        for rate in rates:
            level, before, begun = Level(rate), self._cpu(), time.monotonic()
            await self._level(level, seconds, pace)
            wall = time.monotonic() - begun
            spent = {name: (value - before[name]) / wall for name, value in self._cpu().items()}
            await self._scores_arrive(level)
            reason = self._report(level, wall, spent)
            if reason:
                typer.echo(f"breaks: {reason}")
                return

    async def _everybody_was_here(self) -> None:
        """All have launched before, and have two cards of a lesson left: of them the first and the last."""
        await self._visits.sample(8, 1)
        await self._visits.sample(PEOPLE - 8, 4)
        pack = read_pack(ROOT / "content" / "finland", registry()).pack
        lesson = pack.lesson(LESSON) if pack else None
        assert lesson
        steps = ["", *(step.id for step in lesson.steps if step.id not in {FIRST_CARD, LAST_CARD})]
        with psycopg.connect(self._url, autocommit=True) as db:
            db.execute(NEARLY_DONE, [LESSON, steps])
            db.execute("VACUUM (ANALYZE)")

    async def _level(self, level: Level, seconds: float, pace: float) -> None:
        """Pupils come one after the other, at random moments; the level ends when the last one has left."""
        until = time.monotonic() + seconds
        async with asyncio.TaskGroup() as group:
            while time.monotonic() < until:
                group.create_task(self._pupil(level, self._come, pace))
                self._come += 1
                await asyncio.sleep(_CHANCE.expovariate(level.rate))

    async def _pupil(self, level: Level, index: int, pace: float) -> None:
        visit = Visit(index)
        async with Connection(self._server.port) as line:
            if not await self._arrives(line, level, visit):
                return
            for number in range(ANSWERS):
                await asyncio.sleep(pace * _CHANCE.uniform(10, 40))
                await self._answers(line, level, visit, LAST_CARD if number == ANSWERS - 1 else FIRST_CARD)

    async def _arrives(self, line: Connection, level: Level, visit: Visit) -> bool:
        for kind, status, step in (
            ("login", 302, self._visits.login),
            ("launch", 303, self._visits.launch),
            ("home", 200, self._visits.page),
        ):
            if kind == "launch":
                self._visits.sign(visit)
            begun = time.monotonic()
            answer = await step(line, visit)
            if not level.note(kind, begun, answer, status):
                return False
        return True

    async def _answers(self, line: Connection, level: Level, visit: Visit, card: str) -> None:
        path, begun = f"/lessons/{LESSON}/{card}", time.monotonic()
        page = await line.get(path, visit.cookies)
        level.note("card", begun, page, 200)
        token = _session_in(page.body)
        form, begun = {"session": token, "choice": CHOICE}, time.monotonic()
        answer = await line.post(f"/lessons/{LESSON}/steps/{card}", form, visit.cookies, "same-origin")
        who = pupil(visit.index).sub
        if level.note("answer", begun, answer, 303) and card == LAST_CARD and visit.index < PEOPLE:
            level.ended[who] = time.monotonic()

    async def _scores_arrive(self, level: Level) -> None:
        until = time.monotonic() + DELIVERY_SECONDS
        while time.monotonic() < until and not level.ended.keys() <= self._gradebook.arrived.keys():
            await asyncio.sleep(0.2)
        level.late = len(level.ended.keys() - self._gradebook.arrived.keys())

    def _cpu(self) -> dict[str, float]:
        pids = {"servers": self._server.pid, "worker": self._worker.pid, "PostgreSQL": as_shipped_server().get_pid()}
        return {name: cpu_seconds(pid) for name, pid in pids.items()} | {"this bench": time.process_time()}

    def _report(self, level: Level, wall: float, spent: dict[str, float]) -> str:
        """Prints the level; returns why it broke, or ""."""
        number = len(level.waits["launch"])
        arrived = self._gradebook.arrived
        ages = [max(0.0, arrived[who] - at) for who, at in level.ended.items() if who in arrived]
        waits = "; ".join(f"{kind} {_both(level.waits[kind])}" for kind in KINDS if level.waits[kind])
        per_second = sum(map(len, level.waits.values())) / wall
        typer.echo(f"{level.rate:g} launches/s wanted: {number} pupils, {per_second:.1f} requests/s")
        typer.echo(f"  ms p50/p99: {waits}; refused {len(level.refused)} {sorted(set(level.refused))[:3]}")
        age = f"p99 {percentile(ages, 0.99):.1f} s" if ages else "none"
        typer.echo(f"  scores: {len(ages)} arrived, age {age}; not within a minute: {level.late}")
        typer.echo("  cores busy: " + ", ".join(f"{name} {share:.2f}" for name, share in spent.items()))
        if level.refused:
            return f"{len(level.refused)} refused, first {level.refused[0]}"
        if level.slowest > PATIENCE_SECONDS:
            return f"p99 of all requests is {level.slowest:.1f} s"
        return f"{level.late} scores are late" if level.late else ""


def _both(waits: list[float]) -> str:
    return f"{percentile(waits, 0.5) * 1000:.0f}/{percentile(waits, 0.99) * 1000:.0f}"


def _session_in(body: bytes) -> str:
    _, _, rest = body.partition(b'name="session" value="')
    return rest.partition(b'"')[0].decode()


if __name__ == "__main__":
    typer.run(bench)
