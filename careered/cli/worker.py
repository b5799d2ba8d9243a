"""careered worker."""

import signal
import threading
from typing import Annotated

import typer

from careered.cli.common import fail, load_settings, open_database
from careered.db.schema_version import is_current
from careered.worker import Worker


def worker(
    drain: Annotated[bool, typer.Option("--drain", help="Deliver all that is due, then stop.")] = False,
) -> None:
    """Deliver scores and fetch rosters, as a separate process; for installations on PostgreSQL."""
    settings = load_settings()
    database = open_database(settings)
    if not is_current(database):
        fail("The database is not up to date. Run: careered db upgrade")
    job = Worker(settings, database)
    if not drain:
        _run_until_stopped(job)
        return
    undelivered = job.drain()
    typer.echo(f"Undelivered scores: {undelivered}")
    if undelivered:
        raise typer.Exit(1)


def _run_until_stopped(job: Worker) -> None:
    stop = threading.Event()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signal_number, lambda *_: stop.set())
    job.run(stop)
