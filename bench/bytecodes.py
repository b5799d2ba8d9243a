"""`python -m bench.bytecodes`: what an exchange costs in bytecodes of Python, and which functions they are.

The same on every machine, however busy it is, so that a change of two in a hundred is seen; what C and the kernel do is
not in it. A tracing server is asked the bench's exchanges; the counts are those of one of each.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from bench.browser import Connection
from bench.contenders import careered, traced
from bench.exchanges import WARM_UP, Exchange, Pages, check
from bench.platform import PEOPLE, Platform, platform
from bench.school import fill
from bench.server import Server, free_port, running
from bench.visits import Visit, Visits
from tests.support.databases import fresh_as_shipped

COUNT = 10
"""Exchanges of a kind."""
Counts = Mapping[str, float]
Step = Callable[[Connection], Awaitable[object]]


def bench(
    only: Annotated[list[str] | None, typer.Option(help="Exchanges with this in their name.")] = None,
    functions: Annotated[int, typer.Option(help="The dearest functions of each.", min=0)] = 0,
    database: Annotated[str, typer.Option(help="sqlite or postgresql.")] = "sqlite",
) -> None:
    """A line for each exchange."""
    with TemporaryDirectory(prefix="careered-bench-") as name, platform() as school, ExitStack() as stack:
        folder, port = Path(name), free_port()
        url = "" if database == "sqlite" else stack.enter_context(fresh_as_shipped(database, folder))
        shipped = careered.contender(folder, port, school, url)
        pages = Pages(fill(shipped.environment, enders=COUNT + WARM_UP)).exchanges()
        server = stack.enter_context(running(traced.contender(shipped, port), port, folder))
        for exchange, counts in asyncio.run(_count(server, school, pages, only or [""])).items():
            typer.echo(f"{exchange:28}{sum(counts.values()):8.0f}")
            for function in sorted(counts, key=counts.__getitem__, reverse=True)[:functions]:
                typer.echo(f"{'':28}{counts[function]:8.0f}  {function}")


async def _count(
    server: Server, school: Platform, pages: Mapping[str, Exchange], wanted: Sequence[str]
) -> Mapping[str, Counts]:
    """The counts of the exchanges whose name has one of these words in it."""
    found = dict(await _of_visit(server, school)) if any(word in "login launch first page" for word in wanted) else {}
    for name, exchange in pages.items():
        if any(word in name for word in wanted) and (exchange.once or not exchange.prepare):
            found[name] = await _of_exchange(server, name, exchange)
    return found


async def _of_visit(server: Server, school: Platform) -> Mapping[str, Counts]:
    """Of somebody who comes back: each phase of a visit."""
    visits, found = Visits(server, school), {}
    await visits.sample(PEOPLE, 1)
    coming = [Visit(number) for number in range(COUNT)]
    for name, step in (("login", visits.login), ("launch", visits.launch), ("first page", visits.page)):
        if name == "launch":
            for visit in coming:
                visits.sign(visit)
        found[name] = await _between(server, [partial(step, visit=visit) for visit in coming])
    return found


async def _of_exchange(server: Server, name: str, exchange: Exchange) -> Counts:
    async def ask(line: Connection) -> None:
        check(name, exchange, await exchange.ask(line))

    async with Connection(server.port) as line:
        if exchange.prepare:
            await exchange.prepare(line)
        for _ in range(WARM_UP):
            await ask(line)
    return await _between(server, [ask] * COUNT)


async def _between(server: Server, steps: Sequence[Step]) -> Counts:
    """Bytecodes of one of these steps, by function, without those of asking for the counts."""
    async with Connection(server.port) as line:
        await line.get(traced.PATH, {})
        await line.get(traced.PATH, {})
        asking = json.loads((await line.get(traced.PATH, {})).body)
        for step in steps:
            await step(line)
        counted = json.loads((await line.get(traced.PATH, {})).body)
    return {function: (count - asking.get(function, 0)) / len(steps) for function, count in counted.items()}


if __name__ == "__main__":
    typer.run(bench)
