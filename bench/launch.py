"""`make bench`: server CPU of login + launch + first page, careered beside PyLTI1p3 with Flask and beside a floor."""

import asyncio
import json
import os
import platform as machine
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from bench import report
from bench.contenders import careered, floor, pylti1p3_flask
from bench.measure import NoProcError, require_proc
from bench.platform import Platform, platform
from bench.server import BrokenError, free_port, running
from bench.visits import Sample, Visits

CONCURRENCIES = (1, 16)
WARM_UP = 32
CONTENDERS = (careered, pylti1p3_flask, floor)
PACKAGES = ("PyLTI1p3", "Flask", "gunicorn", "starlette", "uvicorn", "joserfc", "SQLAlchemy")
Taken = dict[tuple[str, int], list[Sample]]


def bench(
    visits: Annotated[int, typer.Option(help="Visits of each contender, round and concurrency.", min=20)] = 200,
    rounds: Annotated[int, typer.Option(help="Interleaved rounds.", min=1)] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Print every sample as JSON.")] = False,
) -> None:
    """Measure. Gates are shown and do not fail the command; a wrong answer of any contender does."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is ended
    try:
        require_proc()
        taken = _measure(visits, rounds)
    except (NoProcError, BrokenError) as broken:
        typer.echo(str(broken), err=True)
        raise typer.Exit(1) from broken
    _show(taken, visits, rounds, as_json=as_json)


def _measure(visits: int, rounds: int) -> Taken:
    with _contenders() as runners:
        return asyncio.run(_rounds(runners, visits, rounds))


@contextmanager
def _contenders() -> Iterator[dict[str, Visits]]:
    """All contenders up, each with a folder of its own; all gone afterwards."""
    with TemporaryDirectory(prefix="careered-bench-") as folder, platform() as school, ExitStack() as stack:
        servers = [stack.enter_context(_started(module, Path(folder), school)) for module in CONTENDERS]
        yield dict(servers)


@contextmanager
def _started(module: Any, folder: Path, school: Platform) -> Iterator[tuple[str, Visits]]:
    own, port = folder / module.__name__, free_port()
    own.mkdir()
    contender = module.contender(own, port, school)
    with running(contender, port, own) as server:
        yield contender.name, Visits(server, school)


async def _rounds(runners: dict[str, Visits], visits: int, rounds: int) -> Taken:
    """Every round takes every contender; who goes first changes from round to round."""
    for runner in runners.values():
        await runner.sample(WARM_UP, 1)
    taken: Taken = {(name, concurrency): [] for name in runners for concurrency in CONCURRENCIES}
    for number in range(rounds):
        typer.echo(f"round {number + 1} of {rounds}", err=True)
        for concurrency in CONCURRENCIES:
            for name in _turned(list(runners), number):
                taken[name, concurrency].append(await runners[name].sample(visits, concurrency))
    return taken


def _turned(names: Sequence[str], by: int) -> list[str]:
    by %= len(names)
    return [*names[by:], *names[:by]]


def _show(taken: Taken, visits: int, rounds: int, *, as_json: bool) -> None:
    found = report.ratios(taken)
    about = {"python": machine.python_version(), "cores": os.cpu_count(), "visits": visits, "rounds": rounds}
    packages = {name: version(name) for name in PACKAGES}
    if as_json:
        typer.echo(json.dumps({**about, "packages": packages, **report.as_data(taken, found)}, indent=2))
        return
    typer.echo(
        f"{rounds} interleaved rounds of {visits} visits, one process each, {os.cpu_count()} cores shared by all."
    )
    typer.echo(f"Python {about['python']}, " + ", ".join(f"{name} {one}" for name, one in packages.items()))
    typer.echo("Absolute times are noise of this machine and moment; only ratios within a round count.\n")
    typer.echo(f"{report.table(taken)}\n\n{report.ratio_table(found)}")


if __name__ == "__main__":
    typer.run(bench)
