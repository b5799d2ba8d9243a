"""Event loops for test clients, kept: a client that is not entered starts a thread and a loop for every request.

A request has a loop to itself, as before: one that waits for another request in its own handler cannot block it.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from queue import Empty, Full, LifoQueue

from anyio.from_thread import BlockingPortal, start_blocking_portal
from starlette.testclient import TestClient

KEPT = 4  # where two hundred ask at once, the others' loops end with their requests
Running = tuple[BlockingPortal, ExitStack]
_idle: LifoQueue[Running] = LifoQueue(KEPT)


@contextmanager
def kept_portal(client: TestClient) -> Iterator[BlockingPortal]:
    """The portal of an entered client, or one that no other request uses now."""
    if client.portal is not None:
        yield client.portal
        return
    portal, running = _take()
    try:
        yield portal
    finally:
        try:
            _idle.put_nowait((portal, running))
        except Full:
            running.close()


def close_portals() -> None:
    """At the end of a process's tests."""
    while not _idle.empty():
        _idle.get_nowait()[1].close()


def _take() -> Running:
    try:
        return _idle.get_nowait()
    except Empty:
        running = ExitStack()
        return running.enter_context(start_blocking_portal()), running
