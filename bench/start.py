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
from contextlib import contextmanager
from typing import Annotated

import typer

from bench.browser import Connection
from bench.measure import PROC, cpu_seconds, require_proc, spread
from bench.server import ROOT, BrokenError, Contender, Server, running
from bench.store import Store, store
from careered.web.session_cookies import COOKIE

LIBRARIES = "import sqlalchemy, sqlmodel, starlette, jinja2"
MEASURE = "import time; print(time.process_time())"
SETTLE_SECONDS, REQUESTS = 30.0, 1000
"""After a start the worker looks for what is rare, too, and counts; then it rests."""


def bench(
    rounds: Annotated[int, typer.Option(help="Starts.", min=1)] = 7,
    seconds: Annotated[float, typer.Option(help="At rest.", min=1)] = 60,
    database: Annotated[list[str] | None, typer.Option(help="sqlite, postgresql; both by default.")] = None,
) -> None:
    """Medians with the smallest and the largest."""
    require_proc()
    for kind in database or ("sqlite", "postgresql"):
        with store(kind) as school:
            for line in (*_starts(school, rounds), *_memory(school), *_rest(school, seconds)):
                typer.echo(f"{kind:11}{line}")


def _starts(school: Store, rounds: int) -> Iterator[str]:
    asyncio.run(_first_answer(school))  # the bytecode of what only a server imports
    pairs = [(_libraries(), asyncio.run(_first_answer(school))) for _ in range(rounds)]
    yield f"libraries imported        CPU s {spread(alone for alone, _ in pairs)}"
    yield f"until the first answer    CPU s {spread(whole for _, whole in pairs)}"
    yield f"  to the libraries        ratio {spread(whole / alone for alone, whole in pairs)}"


def _libraries() -> float:
    """CPU seconds of a Python that imports what careered is built with."""
    command = [sys.executable, "-c", f"{LIBRARIES}; {MEASURE}"]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


async def _first_answer(school: Store) -> float:
    """CPU seconds from a process's beginning to its first answer."""
    with running(school.server, school.port, school.folder) as server:
        await _ask(server, "/healthz", {}, 1)
        return server.cpu_seconds()


def _memory(school: Store) -> Iterator[str]:
    with running(school.server, school.port, school.folder) as server:
        asyncio.run(_ask(server, "/healthz", {}, 1))
        before, token = _resident(server), school.people.teacher.token
        for path in ("/healthz", f"/teacher/class/{school.people.teacher.class_id}"):
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


def _rest(school: Store, seconds: float) -> Iterator[str]:
    with running(school.server, school.port, school.folder) as server:
        yield f"server at rest            CPU ms a second {_a_second(server.pid, seconds):.2f}"
    worker = Contender("worker", [sys.executable, "-m", "careered", "worker"], school.server.environment)
    with _process(worker) as pid:
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
