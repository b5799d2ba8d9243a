"""Event loops for test clients, kept: a client that is not entered starts a thread and a loop for every request.

A request has a loop to itself, as before: one that waits for another request in its own handler cannot block it. The
loop runs in the thread that asks, while it waits: a client asks it nine times for a request, and a wait for another
thread costs more than most of what is asked. Where that thread runs a loop already, a thread of its own has the loop.
"""

import asyncio
import inspect
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Future
from concurrent.futures import wait as wait_for_futures
from contextlib import ExitStack, contextmanager
from queue import Empty, Full, LifoQueue
from threading import get_ident
from typing import Any

from anyio.from_thread import BlockingPortal, start_blocking_portal
from starlette.testclient import TestClient

KEPT = 4  # of each kind; where two hundred ask at once, the others' loops end with their requests


class OwnLoop:
    """What a client asks of a portal, done by a loop that runs in the caller's own thread."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self.thread = get_ident()
        """A loop stays in its thread: what waits on it in a greenlet cannot go on in another one."""

    def call(self, function: Callable[..., Any], *args: object) -> Any:
        """What a function returns, or a coroutine function in the end."""
        return self._loop.run_until_complete(_result(function, args))

    def start_task_soon(self, function: Callable[[], Any]) -> "asyncio.Task[Any]":
        """A task that goes on during later calls."""
        return self._loop.create_task(function())

    def close(self) -> None:
        """No more calls."""
        self._loop.close()


Portal = BlockingPortal | OwnLoop
Running = tuple[Portal, ExitStack]
_idle: LifoQueue[Running] = LifoQueue(KEPT)
_idle_beside: LifoQueue[Running] = LifoQueue(KEPT)


@contextmanager
def kept_portal(client: TestClient) -> Iterator[Portal]:
    """The portal of an entered client, or one that no other request uses now."""
    if client.portal is not None:
        yield client.portal
        return
    idle, start = (_idle_beside, _start_beside) if _is_running_a_loop() else (_idle, _start)
    portal, running = _take(idle, start)
    try:
        yield portal
    finally:
        try:
            idle.put_nowait((portal, running))
        except Full:
            running.close()


def wait_for_tasks(tasks: Collection[Any]) -> None:
    """Wait until tasks are done: those of an `OwnLoop` run meanwhile, and only then."""
    for task in tasks:
        if isinstance(task, Future):
            wait_for_futures([task])
        elif not task.done():
            task.get_loop().run_until_complete(asyncio.wait([task]))


def close_portals() -> None:
    """At the end of a process's tests."""
    for idle in (_idle, _idle_beside):
        while not idle.empty():
            idle.get_nowait()[1].close()


async def _result(function: Callable[..., Any], args: tuple[object, ...]) -> Any:
    result = function(*args)
    return await result if inspect.isawaitable(result) else result


def _is_running_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _start() -> Running:
    portal, running = OwnLoop(), ExitStack()
    running.callback(portal.close)
    return portal, running


def _start_beside() -> Running:
    running = ExitStack()
    return running.enter_context(start_blocking_portal()), running


def _take(idle: LifoQueue[Running], start: Callable[[], Running]) -> Running:
    try:
        portal, running = idle.get_nowait()
    except Empty:
        return start()
    if isinstance(portal, OwnLoop) and portal.thread != get_ident():
        running.close()
        return start()
    return portal, running
