"""`python -m bench.pool`: 200 pupils at once: how many connections does an event loop need at a time?

In each round every contender serves the same: all pupils open a lesson, hand in its first step, and again for the next
lesson. SQLite has its one writer; PostgreSQL is a server of its own on this machine. The browsers sit on the same
cores: only ratios within a round count.
"""

import asyncio
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import httpx2
import typer

import careered.db.engine
import careered.db.loop_database
from bench.lesson import SECRET, class_of
from bench.measure import percentile, spread
from bench.server import ROOT, Contender, Server, careered_environment, free_port, running
from careered.cli import app as command_line
from careered.db.engine import Database
from careered.lessons.kinds import registry
from careered.packs import version_store
from careered.packs.load import read_pack
from careered.packs.models import Pack
from careered.settings import Settings
from tests.support.databases import fresh_as_shipped

STANDARD, CHOICES = 4, (1, 2, 4, 8)
SQLITE = 0


@dataclass(frozen=True)
class Answers:
    """What the pupils got: seconds of each answer that was given, how many were 503, and of all of it."""

    waits: Sequence[float]
    refused: int
    seconds: float

    @property
    def per_second(self) -> float:
        """Requests that were served."""
        return len(self.waits) / self.seconds


def bench(
    pupils: Annotated[int, typer.Option(help="Browsers at once.", min=1)] = 200,
    rounds: Annotated[int, typer.Option(help="Each with all numbers of connections.", min=1)] = 3,
    lessons: Annotated[int, typer.Option(help="That each pupil begins in a round.", min=1, max=10)] = 1,
) -> None:
    """Requests a second, waits and refusals; ratios to PostgreSQL with the number of connections that it has."""
    pack = read_pack(ROOT / "content" / "finland", registry()).pack
    assert pack
    found: dict[int, list[Answers]] = {at_once: [] for at_once in (SQLITE, *CHOICES)}
    for number in range(rounds):
        order = sorted(found, key=lambda at_once: (at_once + number) % 5)
        for at_once in order:
            with served(at_once, pupils) as (server, tokens):
                found[at_once].append(asyncio.run(crowd(server, pack, tokens, lessons)))
    for at_once, answers in found.items():
        typer.echo(line(at_once, answers, found[STANDARD]))


def line(at_once: int, answers: Sequence[Answers], standard: Sequence[Answers]) -> str:
    """One contender: ratios by round, the rest over all rounds."""
    ratios = spread(one.per_second / other.per_second for one, other in zip(answers, standard, strict=True))
    waits = [wait for one in answers for wait in one.waits]
    refused = sum(one.refused for one in answers) / (len(waits) + sum(one.refused for one in answers))
    name = f"PostgreSQL, {at_once}" if at_once else "SQLite"
    return (
        f"{name:18} {spread(one.per_second for one in answers)} requests/s, ratio {ratios}; median "
        f"{percentile(waits, 0.5):.2f} s, 99 % {percentile(waits, 0.99):.2f} s; 503: {refused:.1%}"
    )


@contextmanager
def served(at_once: int, pupils: int) -> Iterator[tuple[Server, list[str]]]:
    """A careered with an empty database and a class; the pupils' sessions."""
    with ExitStack() as stack:
        folder, port = Path(stack.enter_context(TemporaryDirectory(prefix="careered-bench-"))), free_port()
        kind = "sqlite" if at_once == SQLITE else "postgresql"
        url = stack.enter_context(fresh_as_shipped(kind, folder))
        environment = careered_environment(folder, port) | {"CAREERED_DATABASE_URL": url}
        settings = Settings(
            base_url=environment["CAREERED_BASE_URL"], database_url=url, secret_key=SECRET, allow_loopback=True
        )
        database = Database(settings.sqlalchemy_url)
        loaded = read_pack(ROOT / "content" / "finland", registry())
        assert loaded.pack
        with database.transaction() as db:
            version_store.save_pack(db, loaded.files, loaded.pack)
        tokens, _ = class_of(database, pupils)
        database.engine.dispose()
        command = [sys.executable, "-m", "bench.pool", "serve", "--port", str(port)]
        contender = Contender(kind, command, environment | {"BENCH_AT_ONCE": str(at_once)})
        yield stack.enter_context(running(contender, port, folder)), tokens


async def crowd(server: Server, pack: Pack, tokens: Sequence[str], lessons: int) -> Answers:
    """All pupils at once."""
    limits = httpx2.Limits(max_connections=len(tokens), max_keepalive_connections=len(tokens))
    waits: list[float] = []
    refused: list[str] = []
    begun = time.monotonic()
    address = f"http://localhost:{server.port}"
    async with httpx2.AsyncClient(base_url=address, limits=limits, timeout=60, follow_redirects=False) as browsers:
        await asyncio.gather(*[pupil(browsers, pack, token, lessons, waits, refused) for token in tokens])
    return Answers(waits, len(refused), time.monotonic() - begun)


async def pupil(
    browsers: httpx2.AsyncClient, pack: Pack, token: str, lessons: int, waits: list[float], refused: list[str]
) -> None:
    """Opens each lesson and hands in its first step."""
    for lesson in pack.lessons[:lessons]:
        steps = (f"/lessons/{lesson.id}/steps/{lesson.steps[0].id}", {"session": token})
        for path, form in ((f"/lessons/{lesson.id}", None), steps):
            begun, headers = time.monotonic(), {"x-careered-session": token}
            answer = await browsers.request("POST" if form else "GET", path, data=form, headers=headers)
            assert answer.status_code in {200, 303, 307, 503}, (path, answer.status_code)
            if answer.status_code == 503:
                refused.append(path)
            else:
                waits.append(time.monotonic() - begun)


def serve() -> None:
    """`careered serve` with another number of connections that a loop uses at a time."""
    at_once = int(os.environ["BENCH_AT_ONCE"])
    for module in (careered.db.engine, careered.db.loop_database):
        vars(module)["AT_ONCE"] = at_once
    vars(careered.db.engine)["POSTGRESQL_PLACES"] = 2 * (careered.db.engine.POSTGRESQL_THREADS + at_once)
    command_line()


if __name__ == "__main__":
    serve() if sys.argv[1:2] == ["serve"] else typer.run(bench)
