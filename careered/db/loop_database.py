"""PostgreSQL on an event loop: short work in greenlets, by connections of its own that wait without a thread.

A thread and back costs more than a small statement itself (async_statements.py), so what is one statement or a few is
done where the request is. What reads or writes for long stays in the threads: it holds the interpreter wherever it is.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from careered.db.compiled import send
from careered.db.greenlets import Greenlets, wait_for
from careered.db.kept_connections import KeptConnections

T = TypeVar("T")
AT_ONCE = 4
"""Pieces of work, and so connections in use; as measured (docs/decisions/0044)."""
PATIENCE_SECONDS = 2.5
"""Of who waits until it can begin."""
CLOSING_SECONDS = 3.0


class NotOnLoop(Exception):
    """A thread is to do it: of a file, or behind a pooler that shares connections, where nothing can be prepared."""


class LoopDatabase:
    """Of one event loop."""

    def __init__(self, engine: Engine) -> None:
        self.connections = LoopConnections(engine)
        self._greenlets = Greenlets(AT_ONCE, PATIENCE_SECONDS)

    async def run(self, work: Callable[[], T]) -> T:
        """What `work` returns or raises. Where it could not begin: NotOnLoop, or StorageBusy."""
        if self.connections.is_pooled:
            raise NotOnLoop
        return await self._greenlets.run(work)


class LoopConnections(KeptConnections):
    """Of one event loop. None goes back to the pool while the loop listens to it."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._loop = asyncio.get_running_loop()
        self.is_pooled = False

    def opened(self) -> Connection:
        """A new one, opened in a thread: it may take seconds. Raises NotOnLoop."""
        from careered.db.async_statements import AsyncStatements  # the driver, which SQLite's users need not load

        opened = wait_for(asyncio.to_thread(self._opened_in_thread))
        driver: Any = opened.connection.driver_connection
        driver.statements = AsyncStatements(driver)
        return opened

    def _opened_in_thread(self) -> Connection:
        opened = super().opened()
        driver: Any = opened.connection.driver_connection
        if driver.is_pooled:
            self.is_pooled = True
            opened.close()
            raise NotOnLoop
        send(opened, "DEALLOCATE ALL")  # it may have been in use before, in a thread or on a loop
        opened.rollback()
        return opened

    def give_back(self, connection: Connection) -> None:
        """To the pool, in no transaction. In a greenlet, but for those that are idle."""
        with suppress(DBAPIError):
            if connection.in_transaction():
                connection.rollback()
        driver: Any = None if connection.invalidated else connection.connection.driver_connection
        if driver is not None and driver.statements:
            driver.statements.end()
        super().give_back(connection)

    def close(self) -> None:
        """Give back those that are idle; from elsewhere, on their loop."""
        if self._loop.is_running() and _running_loop() is not self._loop:
            asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(CLOSING_SECONDS)
        else:
            super().close()

    async def _close(self) -> None:
        super().close()


def _running_loop() -> asyncio.AbstractEventLoop | None:
    with suppress(RuntimeError):
        return asyncio.get_running_loop()
    return None
