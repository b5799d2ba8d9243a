"""`python -m bench.standby`: the primary is killed under pupils' answers, the standby promoted. What do pupils notice?

A primary and a synchronous standby on this machine, careered in front of them with both in its address
(`postgresql://…@127.0.0.1:P,127.0.0.1:S/…`). Pupils begin lessons and answer; what was acknowledged must be on the
promoted standby, a refusal must be a 503 with Retry-After. Nothing but the address and the promotion is by hand.
"""

import asyncio
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import psycopg
import typer

from bench.browser import Answer, Connection
from bench.cluster import USER, Node, primary, synchronous_standby
from bench.exchanges import FIRST_CARD
from bench.platform import platform
from bench.school import CHOICE, LESSON, Visitor, fill
from bench.server import BrokenError, Contender, careered_environment, free_port, prepare_store, running
from careered.web.session_cookies import COOKIE
from careered.web.sessions import hash_token

BEFORE_SECONDS, DEAD_SECONDS, AFTER_SECONDS, AGAIN_SECONDS = 2.0, 5.0, 8.0, 0.3
STORED = """
SELECT person_id, lesson_id FROM event WHERE kind = 'lesson_started'
UNION ALL SELECT person_id, lesson_id || '/' || step_id FROM answer
"""
PERSON = "SELECT token_hash, person_id FROM session"


@dataclass
class Seen:
    """What the pupils got. done: (moment, token, what) of each acknowledgement; refused: (moment, Retry-After)."""

    done: list[tuple[float, str, str]] = field(default_factory=list)
    refused: list[tuple[float, str]] = field(default_factory=list)
    other: list[str] = field(default_factory=list)


def bench(
    pupils: Annotated[int, typer.Option(help="Browsers at once.", min=1)] = 16,
    processes: Annotated[int, typer.Option(help="Of careered, behind one port.", min=1)] = 2,
) -> None:
    """Seconds by this machine's clock; acknowledged steps, and how many of them are lost."""
    try:
        with primary() as first, TemporaryDirectory(prefix="careered-bench-") as folder:
            measured(first, Path(folder), pupils, processes)
    except BrokenError as broken:
        typer.echo(str(broken), err=True)
        raise typer.Exit(1) from broken


def measured(first: Node, folder: Path, pupils: int, processes: int) -> None:
    """Set up, drive, kill, promote, count."""
    port = free_port()
    environment = careered_environment(folder, port, first.url)
    with platform() as lms:
        prepare_store(environment, lms)
        people = fill(environment, 0)
        with synchronous_standby(first) as standby:
            both = f"postgresql://{USER}@127.0.0.1:{first.port},127.0.0.1:{standby.port}/postgres"
            command = [sys.executable, "-m", "careered", "serve", "--port", str(port), "--workers", str(processes)]
            contender = Contender("careered", command, environment | {"CAREERED_DATABASE_URL": both})
            with running(contender, port, folder):
                seen, moments = asyncio.run(_switch(port, people.fresh, pupils, first, standby))
            report(seen, *moments, standby)


async def _switch(
    port: int, visitors: Sequence[Visitor], pupils: int, first: Node, standby: Node
) -> tuple[Seen, tuple[float, float]]:
    seen, stop, steps = Seen(), asyncio.Event(), _steps(visitors)
    async with asyncio.TaskGroup() as group:
        for _ in range(pupils):
            group.create_task(_pupil(port, steps, seen, stop))
        await asyncio.sleep(BEFORE_SECONDS)
        killed = time.monotonic()
        await asyncio.to_thread(first.kill)
        await asyncio.sleep(DEAD_SECONDS)
        await asyncio.to_thread(standby.promote)
        promoted = time.monotonic()
        await asyncio.sleep(AFTER_SECONDS)
        stop.set()
    return seen, (killed, promoted)


def _steps(visitors: Sequence[Visitor]) -> Iterator[tuple[Visitor, str]]:
    """An answer of each pupil, then lesson after lesson begun: each is stored once, so that a lost one is missed."""
    yield from ((visitor, f"{LESSON}/{FIRST_CARD}") for visitor in visitors)
    yield from (
        (visitor, f"fi-{number}") for number in (1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13) for visitor in visitors
    )


async def _pupil(port: int, steps: Iterator[tuple[Visitor, str]], seen: Seen, stop: asyncio.Event) -> None:
    async with Connection(port) as line:
        for visitor, step in steps:
            while not await _is_done(line, visitor, step, seen) and not stop.is_set():
                await asyncio.sleep(AGAIN_SECONDS)
            if stop.is_set():
                return


async def _is_done(line: Connection, visitor: Visitor, step: str, seen: Seen) -> bool:
    answer = await _send(line, visitor, step)
    if answer.status == 303:
        seen.done.append((time.monotonic(), visitor.token, step))
    elif answer.status == 503:
        seen.refused.append((time.monotonic(), answer.headers.get("retry-after", "")))
    else:
        seen.other.append(f"{answer.status} {answer.headers.get('careered-code', '')}")
    return answer.status == 303


async def _send(line: Connection, visitor: Visitor, step: str) -> Answer:
    lesson, _, card = step.partition("/")
    path = f"/lessons/{lesson}/steps/{card}" if card else f"/lessons/{lesson}/start"
    form = {"session": visitor.token, **({"choice": CHOICE} if card else {})}
    return await line.post(path, form, {COOKIE: visitor.token}, "same-origin")


def report(seen: Seen, killed: float, promoted: float, standby: Node) -> None:
    """Prints; ends with 1 where something acknowledged is lost, or a refusal was none."""
    lost = _lost(seen, standby)
    after = [moment - promoted for moment, _, _ in seen.done if moment > promoted]
    before = [killed - moment for moment, _, _ in seen.done if moment <= killed]
    unnamed = sum(not retry for _, retry in seen.refused)
    typer.echo(f"acknowledged {len(seen.done):,} ({len(before):,} before the primary died, {len(after):,} after)")
    typer.echo(f"lost {lost}; refused {len(seen.refused):,}, of them without Retry-After {unnamed}; else {seen.other}")
    typer.echo(f"dead until promoted {promoted - killed:.1f} s; first step after it {min(after, default=-1):.2f} s")
    if lost or unnamed or seen.other or not after:
        raise typer.Exit(1)


def _lost(seen: Seen, standby: Node) -> int:
    with psycopg.connect(standby.url) as db:
        people: dict[str, str] = dict(db.execute(PERSON).fetchall())
        stored = set(db.execute(STORED).fetchall())
    return sum((people[hash_token(token)], step) not in stored for _, token, step in seen.done)


if __name__ == "__main__":
    typer.run(bench)
