"""careered serve."""

from typing import Annotated, Any

import typer
import uvicorn

from careered.app import SchemaNotCurrentError, create_app
from careered.cli.common import fail, load_settings
from careered.db.faults import StorageFault
from careered.web.http_protocol import TimedProtocol


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

    A proxy's headers about the browser are not read: nobody asks for its address, and ours is a setting. Requests that
    arrive too slowly are cut off.
    """
    return {
        "access_log": False,
        "log_level": "warning",
        "server_header": False,
        "proxy_headers": False,
        "timeout_graceful_shutdown": 10,
        "http": TimedProtocol,
    }
