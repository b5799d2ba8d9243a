"""`make bench`: the whole table of what careered may cost, in one interleaved run on SQLite and on PostgreSQL."""

import asyncio
import json
import os
import platform as machine
import signal
import sys
from importlib.metadata import version
from typing import Annotated

import typer

from bench import report
from bench.acceptance import POSTGRESQL, ROWS, SQLITE, Result, Row, Samples, results
from bench.measure import NoProcError, require_proc
from bench.rounds import contenders, measure, statements
from bench.server import BrokenError

PACKAGES = ("PyLTI1p3", "Flask", "gunicorn", "starlette", "uvicorn", "httptools", "uvloop", "SQLAlchemy", "psycopg")


def bench(
    visits: Annotated[int, typer.Option(help="Visits of each contender, round and concurrency.", min=20)] = 100,
    rounds: Annotated[int, typer.Option(help="Interleaved rounds.", min=1, max=10)] = 5,
    only: Annotated[list[str] | None, typer.Option(help="Rows with this in their name; may be given again.")] = None,
    database: Annotated[list[str] | None, typer.Option(help="sqlite, postgresql; both by default.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print every sample as JSON.")] = False,
) -> None:
    """Measure. Gates are shown and do not fail the command; a wrong answer of any contender does."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is ended
    rows = [row for row in ROWS if any(word in row.name for word in only or [""])]
    about = {"python": machine.python_version(), "cores": os.cpu_count(), "visits": visits, "rounds": rounds}
    if not as_json:
        typer.echo(", ".join(f"{name} {value}" for name, value in {**about, **_versions()}.items()))
    try:
        require_proc()
        found = [(kind, *run(kind, rows, rounds, visits)) for kind in database or (SQLITE, POSTGRESQL)]
    except (NoProcError, BrokenError) as broken:
        typer.echo(str(broken), err=True)
        raise typer.Exit(1) from broken
    if as_json:
        data = [report.as_data(kind, found_rows, samples) for kind, found_rows, samples in found]
        typer.echo(json.dumps({**about, "packages": _versions(), "databases": data}, indent=2))
        return
    for kind, found_rows, samples in found:
        typer.echo(f"\n{report.table(kind, found_rows)}\n\n{report.figures(samples)}")


def run(database: str, rows: list[Row], rounds: int, visits: int) -> tuple[list[Result], Samples]:
    """The rows on one database."""
    wanted = {figure for row in rows for figure in row.figures}
    with contenders(database, wanted, rounds, visits) as started:
        samples = asyncio.run(measure(started, wanted, rounds, visits))
        counts = asyncio.run(statements(started, {row.exchange for row in rows}))
    return results(rows, samples, counts, database), samples


def _versions() -> dict[str, str]:
    return {name: version(name) for name in PACKAGES}


if __name__ == "__main__":
    typer.run(bench)
