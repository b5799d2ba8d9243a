"""`python -m bench.meanwhile`: what others wait while something large is made: papers, a table, a pack checked, loaded.

careered as shipped with 12,000 invented pupils beside a counsellor's 290. Some pupils open cards and answer them, first
undisturbed, then while one thing after another is made again and again. Waits are seconds of the clock, so on a
machine with others on it only the ratio means something: p99 not over twice as long, nobody over 2.5 s.
"""

import asyncio
import shutil
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from bench.browser import Connection
from bench.exchanges import FIRST_CARD
from bench.measure import percentile
from bench.municipality import fill as fill_town
from bench.school import CHOICE, LESSON, School, Visitor
from bench.server import ROOT, BrokenError, Server, running
from bench.store import store
from careered.db.engine import Database
from careered.lessons.kinds import registry
from careered.packs.load import read_pack
from careered.settings import Settings
from careered.web.session_cookies import COOKIE

PUPILS, PAUSE_SECONDS, PATIENCE_SECONDS = 6, 0.1, 2.5
Work = Callable[[], Awaitable[None]]


@dataclass
class Waits:
    """Seconds of each answer of others, and how many were 503."""

    seconds: list[float] = field(default_factory=list)
    refused: int = 0

    @property
    def p99(self) -> float:
        """The slowest of a hundred."""
        return percentile(self.seconds, 0.99)


def bench(
    seconds: Annotated[float, typer.Option(help="Of each measurement.", min=1)] = 15,
    database: Annotated[list[str] | None, typer.Option(help="sqlite, postgresql; both by default.")] = None,
) -> None:
    """p99 and the longest wait of others, beside those of undisturbed ones right before."""
    for kind in database or ("sqlite", "postgresql"):
        with _town(kind) as (server, people, folder):
            for name, work in Works(server, people, folder).by_name().items():
                before = asyncio.run(_others(server, people, seconds, _nothing))
                during = asyncio.run(_others(server, people, seconds, work))
                typer.echo(f"{kind:11}{name:34}{_line(before, during)}")


def _line(before: Waits, during: Waits) -> str:
    ratio, longest = during.p99 / before.p99, max(during.seconds)
    holds = "holds" if ratio <= 2 and longest <= PATIENCE_SECONDS and not during.refused else "DOES NOT HOLD"
    p99 = f"p99 {before.p99 * 1000:.0f} -> {during.p99 * 1000:.0f} ms, ratio {ratio:.1f}"
    return f"{p99}; longest {longest:.2f} s; 503: {during.refused} of {len(during.seconds)}; {holds}"


@contextmanager
def _town(kind: str) -> Iterator[tuple[Server, School, Path]]:
    """careered with everybody in its database."""
    with store(kind) as found:
        _fill_town(Settings(data_dir=found.folder, database_url=found.url, base_url=f"https://localhost:{found.port}"))
        with running(found.server, found.port, found.folder) as server:
            yield server, found.people, found.folder


def _fill_town(settings: Settings) -> None:
    database, pack = Database(settings.sqlalchemy_url), read_pack(ROOT / "content" / "finland", registry()).pack
    assert pack
    with database.transaction() as db:
        fill_town(db, pack)
        db.exec_driver_sql("ANALYZE")
    database.engine.dispose()


class Works:
    """What is made meanwhile."""

    def __init__(self, server: Server, people: School, folder: Path) -> None:
        self._server, self._people, self._folder, self._version = server, people, folder, 0

    def by_name(self) -> dict[str, Work]:
        """One at a time, again and again."""
        return {
            "evidence sheets of a class, PDF": lambda: self._report("what=evidence&as=pdf"),
            "a class's report, XLSX": lambda: self._report("as=xlsx"),
            "a pack is checked": lambda: self._command("packs", "check", str(ROOT / "content" / "finland")),
            "a pack is loaded, 12,000 pupils": self._load,
        }

    async def _report(self, query: str) -> None:
        teacher = self._people.teacher
        async with Connection(self._server.port) as line:
            answer = await line.get(f"/teacher/class/{teacher.class_id}/report?{query}", {COOKIE: teacher.token})
        if answer.status != 200:
            raise BrokenError(f"{query}: {answer.status}")

    async def _load(self) -> None:
        """Another version each time."""
        self._version += 1
        copy = self._folder / f"pack-{self._version}"
        shutil.copytree(ROOT / "content" / "finland", copy)
        text = (copy / "pack.yaml").read_text()
        version = text.partition('version: "')[2].partition('"')[0]
        (copy / "pack.yaml").write_text(text.replace(f'"{version}"', f'"99.0.{self._version}"', 1))
        await self._command("packs", "load", str(copy))

    async def _command(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "careered", *arguments]
        quiet, environment = asyncio.subprocess.DEVNULL, self._server.contender.environment
        process = await asyncio.create_subprocess_exec(*command, env=environment, cwd=ROOT, stdout=quiet, stderr=quiet)
        if await process.wait():
            raise BrokenError(f"careered {' '.join(arguments)} failed")


async def _nothing() -> None:
    await asyncio.sleep(1)


async def _others(server: Server, people: School, seconds: float, work: Work) -> Waits:
    """Pupils go on while something is made; it begins at once, and the last one is waited for."""
    waits, stop = Waits(), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for visitor in people.fresh[:PUPILS]:
            group.create_task(_pupil(server, visitor, waits, stop))
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            await work()
        stop.set()
    return waits


async def _pupil(server: Server, visitor: Visitor, waits: Waits, stop: asyncio.Event) -> None:
    card, cookies = f"/lessons/{LESSON}/{FIRST_CARD}", {COOKIE: visitor.token}
    form = {"session": visitor.token, "choice": CHOICE}
    async with Connection(server.port) as line:
        while not stop.is_set():
            for path in ("", card):
                begun = time.monotonic()
                step = line.get(path, cookies) if path else line.post(_answers(), form, cookies, "same-origin")
                answer = await step
                waits.seconds.append(time.monotonic() - begun)
                waits.refused += answer.status == 503
                if answer.status not in {200, 303, 503}:
                    raise BrokenError(f"{path or 'answer'}: {answer.status}")
            await asyncio.sleep(PAUSE_SECONDS)


def _answers() -> str:
    return f"/lessons/{LESSON}/steps/{FIRST_CARD}"


if __name__ == "__main__":
    typer.run(bench)
