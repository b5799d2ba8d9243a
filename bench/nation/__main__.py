"""`make nation`: builds a Finland in PostgreSQL, then measures it and a school in interleaved rounds."""

import asyncio
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from bench import report
from bench.acceptance import POSTGRESQL, results
from bench.contenders import careered
from bench.measure import NoProcError, require_proc
from bench.nation.build import build
from bench.nation.jobs import dump
from bench.nation.rounds import Place, measure
from bench.nation.rows import ROWS
from bench.nation.size import Size, finland
from bench.platform import Platform, platform
from bench.server import ROOT, BrokenError, free_port, running
from careered.lessons.kinds import registry
from careered.packs.load import read_pack
from careered.packs.store import PackStore
from tests.support.databases import as_shipped_server, drop, fresh_as_shipped

SCHOOL = Size(copies=5, schools=1, municipalities=1)
"""Fifteen classes, as many as the nation's first school has, beside those of the measured people."""


def bench(
    share: Annotated[float, typer.Option(help="How much of Finland, 0-1.", min=0.0, max=1.0)] = 1.0,
    rounds: Annotated[int, typer.Option(help="Interleaved rounds.", min=1, max=10)] = 5,
    visits: Annotated[int, typer.Option(help="Visits of each, a round.", min=20)] = 60,
) -> None:
    """Measure. CPU is careered's and PostgreSQL's together."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is ended
    try:
        require_proc()
        measured(finland(share), rounds, visits)
    except (NoProcError, BrokenError) as broken:
        typer.echo(str(broken), err=True)
        raise typer.Exit(1) from broken


def measured(size: Size, rounds: int, visits: int) -> None:
    """Build, measure, print."""
    with platform() as lms, TemporaryDirectory(prefix="careered-bench-") as folder, ExitStack() as stack:
        places = [
            stack.enter_context(_place(*one, Path(folder), lms)) for one in (("nation", size), ("school", SCHOOL))
        ]
        samples = asyncio.run(measure(places[0], places[1], lms, rounds, visits))
        saved = dump(_program(), places[0].url)
    typer.echo(report.table(f"A nation of {size.classes:,} classes", results(ROWS, samples, {}, POSTGRESQL)))
    typer.echo(f"\n{report.figures(samples)}")
    typer.echo(f"pg_dump -Fc: {saved[0]:.0f} s, {saved[1]:,.0f} MB of {saved[2]:,.0f} MB")


@contextmanager
def _place(name: str, size: Size, folder: Path, lms: Platform) -> Iterator[Place]:
    own, port, pack = folder / name, free_port(), read_pack(ROOT / "content" / "finland", registry()).pack
    assert pack
    own.mkdir()
    with fresh_as_shipped(POSTGRESQL, own) as url:
        contender, begun = careered.contender(own, port, lms, url), time.monotonic()
        organisation_id = build(url, pack, PackStore(registry()), size)
        typer.echo(f"{name}: {size.classes:,} classes, made in {time.monotonic() - begun:.0f} s", err=True)
        with running(contender, port, own) as server:
            yield Place(name, url, server, organisation_id)
        drop(url)


def _program() -> Path:
    return Path(as_shipped_server().bin_path) / "pg_dump"


if __name__ == "__main__":
    typer.run(bench)
