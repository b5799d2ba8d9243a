"""All contenders up on one database, measured in interleaved rounds; then careered's statements, counted."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typer

from bench.acceptance import LAUNCH, PAGE, POSTGRESQL
from bench.browser import Connection
from bench.contenders import careered, counted, floor, pylti1p3_flask, pylti1p3_frozen
from bench.exchanges import WARM_UP, Exchange, Pages, check, cpu_of
from bench.platform import PEOPLE, Platform, platform
from bench.school import fill
from bench.server import Server, free_port, running
from bench.visits import Sample, Visits
from tests.support.databases import fresh_as_shipped

CONTENDERS = {
    "careered": careered,
    "peer, frozen store": pylti1p3_frozen,
    "peer, present store": pylti1p3_flask,
    "floor": floor,
}
CONCURRENCIES, FIRST_VISITS, ENDING_SHARE = (1, 16), 32, 0.1
Figures = dict[str, list[float]]


@dataclass
class Bench:
    """The running contenders' visits by name, careered itself, its pages, and what is not to be measured."""

    visits: Mapping[str, Visits]
    server: Server
    exchanges: Mapping[str, Exchange]
    school: Platform
    folder: Path


@contextmanager
def contenders(database: str, wanted: set[str], rounds: int, visits: int) -> Iterator[Bench]:
    """careered, and whom the wanted figures name, up on a kind of database, each with a store of its own."""
    with TemporaryDirectory(prefix="careered-bench-") as name, platform() as school, ExitStack() as stack:
        folder = Path(name)
        needed = [one for name, one in CONTENDERS.items() if any(figure.startswith(name) for figure in wanted)]
        modules = [careered, *[one for one in needed if one is not careered]]
        started = [stack.enter_context(_started(module, folder, school, database)) for module in modules]
        server = started[0]
        people = fill(
            server.contender.environment, enders=rounds * (round(visits * ENDING_SHARE) + WARM_UP) + FIRST_VISITS
        )
        by_name = {one.contender.name: Visits(one, school) for one in started}
        yield Bench(by_name, server, Pages(people).exchanges(), school, folder)


@contextmanager
def _started(module: Any, folder: Path, school: Platform, database: str) -> Iterator[Server]:
    own, port = folder / module.__name__, free_port()
    own.mkdir()
    with ExitStack() as stack:
        has_store = database == POSTGRESQL and module is not floor
        url = stack.enter_context(fresh_as_shipped(database, own)) if has_store else ""
        yield stack.enter_context(running(module.contender(own, port, school, url), port, own))


async def measure(bench: Bench, wanted: set[str], rounds: int, visits: int) -> Figures:
    """The wanted figures, one a round. Who goes first changes from round to round."""
    samples = [
        (name, how_many) for name in bench.visits for how_many in CONCURRENCIES if _is_wanted(name, how_many, wanted)
    ]
    pages = [name for name in bench.exchanges if name in wanted]
    for name in dict(samples):  # everybody has come once: from now on they come back
        await bench.visits[name].sample(FIRST_VISITS, 1)
        await bench.visits[name].sample(PEOPLE - FIRST_VISITS, 16)
    for name in pages:
        await cpu_of(bench.server, name, bench.exchanges[name], 3)
    taken: Figures = {}
    for number in range(rounds):
        typer.echo(f"round {number + 1} of {rounds}", err=True)
        for name, how_many in _turned(samples, number):
            _add(taken, name, how_many, await bench.visits[name].sample(visits, how_many))
        for name in _turned(pages, number):
            exchange = bench.exchanges[name]
            count = max(1, round(visits * exchange.share))
            taken.setdefault(name, []).append(await cpu_of(bench.server, name, exchange, count))
    return {name: values for name, values in taken.items() if name in wanted}


async def statements(bench: Bench, wanted: set[str]) -> dict[str, int]:
    """How many statements each wanted exchange sends when it is not the first of its kind."""
    port = free_port()
    with running(counted.contender(bench.server.contender, port), port, bench.folder) as server:
        found = {
            name: await _counted(server, name, bench.exchanges[name]) for name in bench.exchanges if name in wanted
        }
        if LAUNCH in wanted or PAGE in wanted:
            visits = Visits(server, bench.school)
            await visits.sample(1, 1)
            found[LAUNCH], found[PAGE] = await visits.counted(counted.HEADER)
    return found


async def _counted(server: Server, name: str, exchange: Exchange) -> int:
    async with Connection(server.port) as line:
        for _ in range(2):
            if exchange.prepare:
                await exchange.prepare(line)
            answer = await exchange.ask(line)
            check(name, exchange, answer)
    return int(answer.headers[counted.HEADER])


def _is_wanted(name: str, concurrency: int, wanted: set[str]) -> bool:
    return any(figure in wanted for figure in _figures(name, concurrency))


def _figures(name: str, concurrency: int) -> list[str]:
    return [f"{name} {what} c={concurrency}" for what in ("launch", "page", "tail")]


def _add(taken: Figures, name: str, concurrency: int, sample: Sample) -> None:
    values = (sample.launch_ms, sample.page_ms, sample.tail)
    for figure, value in zip(_figures(name, concurrency), values, strict=True):
        taken.setdefault(figure, []).append(value)


def _turned(names: Sequence[Any], by: int) -> list[Any]:
    by %= max(1, len(names))
    return [*names[by:], *names[:by]]
