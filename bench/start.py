"""`python -m bench.start`: CPU until the first answer, memory, and what a server and a worker cost at rest.

careered as shipped with the Finnish pack, on both databases. CPU is user + system of the process, with its bytecode
there already. Beside each start the libraries alone are imported, in a process of their own: only the ratio to that
means anything on a machine with others on it.
"""

import asyncio
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from bench.browser import Connection
from bench.contenders import careered
from bench.measure import PROC, cpu_seconds, require_proc, spread
from bench.platform import platform
from bench.school import School, fill
from bench.server import ROOT, BrokenError, Contender, Server, free_port, running
from careered.web.session_cookies import COOKIE
from tests.support.databases import drop, fresh_as_shipped

LIBRARIES = "import sqlalchemy, sqlmodel, starlette, jinja2"
MEASURE = "import time; print(time.process_time())"
SETTLE_SECONDS, REQUESTS = 30.0, 1000
"""After a start the worker looks for what is rare, too, and counts; then it rests."""


@dataclass(frozen=True)
class Store:
    """A careered with a school in its database, and how to start it."""

    server: Contender
    people: School
    port: int
    folder: Path

    @property
    def worker(self) -> Contender:
        """The worker as a process of its own."""
        return Contender("worker", [sys.executable, "-m", "careered", "worker"], self.server.environment)


def bench(
    rounds: Annotated[int, typer.Option(help="Starts.", min=1)] = 7,
    seconds: Annotated[float, typer.Option(help="At rest.", min=1)] = 60,
    database: Annotated[list[str] | None, typer.Option(help="sqlite, postgresql; both by default.")] = None,
) -> None:
    """Medians with the smallest and the largest."""
    require_proc()
    for kind in database or ("sqlite", "postgresql"):
        with _store(kind) as store:
            for line in (*_starts(store, rounds), *_memory(store), *_rest(store, seconds)):
                typer.echo(f"{kind:11}{line}")


@contextmanager
def _store(kind: str) -> Iterator[Store]:
    with ExitStack() as stack:
        folder, port = Path(stack.enter_context(TemporaryDirectory(prefix="careered-bench-"))), free_port()
        url = "" if kind == "sqlite" else stack.enter_context(fresh_as_shipped(kind, folder))
        if url:
            stack.callback(drop, url)
        contender = careered.contender(folder, port, stack.enter_context(platform()), url)
        yield Store(contender, fill(contender.environment, 0), port, folder)


def _starts(store: Store, rounds: int) -> Iterator[str]:
    asyncio.run(_first_answer(store))  # the bytecode of what only a server imports
    pairs = [(_libraries(), asyncio.run(_first_answer(store))) for _ in range(rounds)]
    yield f"libraries imported        CPU s {spread(alone for alone, _ in pairs)}"
    yield f"until the first answer    CPU s {spread(whole for _, whole in pairs)}"
    yield f"  to the libraries        ratio {spread(whole / alone for alone, whole in pairs)}"


def _libraries() -> float:
    """CPU seconds of a Python that imports what careered is built with."""
    command = [sys.executable, "-c", f"{LIBRARIES}; {MEASURE}"]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


async def _first_answer(store: Store) -> float:
    """CPU seconds from a process's beginning to its first answer."""
    with running(store.server, store.port, store.folder) as server:
        await _ask(server, "/healthz", {}, 1)
        return server.cpu_seconds()


def _memory(store: Store) -> Iterator[str]:
    with running(store.server, store.port, store.folder) as server:
        asyncio.run(_ask(server, "/healthz", {}, 1))
        before, token = _resident(server), store.people.teacher.token
        for path in ("/healthz", f"/teacher/class/{store.people.teacher.class_id}"):
            asyncio.run(_ask(server, path, {COOKIE: token}, REQUESTS // 2))
        yield f"memory                    MB {before:.0f}, after {REQUESTS} requests {_resident(server):.0f}"


async def _ask(server: Server, path: str, cookies: dict[str, str], times: int) -> None:
    async with Connection(server.port) as line:
        for _ in range(times):
            answer = await line.get(path, cookies)
            if answer.status != 200:
                raise BrokenError(f"{path}: {answer.status}")


def _resident(server: Server) -> float:
    """Megabytes that a process has in memory (RSS)."""
    found = re.search(r"VmRSS:\s+(\d+) kB", (PROC / str(server.pid) / "status").read_text())
    assert found
    return int(found[1]) / 1024


def _rest(store: Store, seconds: float) -> Iterator[str]:
    with running(store.server, store.port, store.folder) as server:
        yield f"server at rest            CPU ms a second {_a_second(server.pid, seconds):.2f}"
    with _process(store.worker) as pid:
        yield f"worker at rest            CPU ms a second {_a_second(pid, seconds):.2f}"


@contextmanager
def _process(contender: Contender) -> Iterator[int]:
    """A running program that listens nowhere: its process id."""
    process = subprocess.Popen(contender.command, env=contender.environment, cwd=ROOT)
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def _a_second(pid: int, seconds: float) -> float:
    """CPU milliseconds a second of a process that nobody asks anything."""
    time.sleep(SETTLE_SECONDS)
    before = cpu_seconds(pid)
    time.sleep(seconds)
    return (cpu_seconds(pid) - before) / seconds * 1000


if __name__ == "__main__":
    typer.run(bench)
