"""Applications on real sockets of the loopback, on ports that the system picks."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette


def listener() -> socket.socket:
    """A socket that already listens, so that nobody need wait for the server."""
    return socket.create_server(("127.0.0.1", 0))


def port_of(bound: socket.socket) -> int:
    """The port that the system picked."""
    port: int = bound.getsockname()[1]
    return port


@contextmanager
def served(app: Starlette, bound: socket.socket | None = None) -> Iterator[str]:
    """The application's address, for as long as the block lasts."""
    bound = bound or listener()
    server = uvicorn.Server(uvicorn.Config(app, log_config=None))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{port_of(bound)}"
    finally:
        server.should_exit = True
        thread.join(30)
        bound.close()
