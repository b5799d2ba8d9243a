"""careered serve, careered worker."""

import signal
import threading
from typing import Annotated, Any

import typer
import uvicorn

from careered.app import SchemaNotCurrentError, create_app
from careered.cli.common import fail, load_settings, open_database
from careered.db.faults import StorageFault
from careered.db.schema_version import is_current
from careered.web.http_protocol import TimedProtocol
from careered.worker import Worker


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(help="Processes; more than one needs PostgreSQL.", min=1)] = 1,
) -> None:
    """Run the tool. On SQLite the worker that delivers scores runs in the same process."""
    settings = load_settings()
    if workers > 1 and settings.is_sqlite:
        fail("SQLite allows only one process. Set CAREERED_DATABASE_URL=postgresql://... to use more --workers.")
    try:
        app = create_app(settings)
    except SchemaNotCurrentError as error:
        fail(str(error))
    except StorageFault as fault:
        fail(f"The database cannot be used ({fault.code}): {settings.data_location}")
    if workers == 1:
        uvicorn.run(app, host=host, port=port, **server_options())
        return
    app.state.careered.database.engine.dispose()  # each process makes its own
    uvicorn.run(
        "careered.cli.server:application", factory=True, host=host, port=port, workers=workers, **server_options()
    )


def application() -> object:
    """The ASGI application of one server process; uvicorn calls this factory in each."""
    return create_app(load_settings())


def server_options() -> dict[str, Any]:
    """uvicorn's options: no access log (IP addresses are personal data), no header with server and version.

    Requests that arrive too slowly are cut off.
    """
    return {
        "access_log": False,
        "log_level": "warning",
        "server_header": False,
        "timeout_graceful_shutdown": 10,
        "http": TimedProtocol,
    }


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
