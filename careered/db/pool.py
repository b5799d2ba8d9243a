"""A connection pool that leaves nothing open once it is disposed of, and asks a server only where it has reason to.

SQLAlchemy's own closes only what lies in the pool: a connection in use at that moment goes back into the discarded pool
and stays open, on the server too, until Python happens to collect it. And it asks "are you there" before each use.
"""

import select
import time
from contextlib import suppress
from typing import Any, Protocol

from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

PING_AFTER_SECONDS = 5.0
"""A server whose machine has vanished, or whose process stands still, does not say so."""


class ClosingPool(QueuePool):
    """A QueuePool. After `dispose` it closes each connection that comes back."""

    _is_disposed = False

    def dispose(self) -> None:
        """Close what is idle now and, when it is returned, what is in use."""
        self._is_disposed = True
        super().dispose()

    @property
    def is_used_up(self) -> bool:
        """Whether who comes next must wait for a connection to come back."""
        return self.checkedout() >= self.size() + self._max_overflow

    def _do_return_conn(self, record: ConnectionPoolEntry) -> None:
        super()._do_return_conn(record)
        if self._is_disposed:  # looked at afterwards: `dispose` in another thread found the connection, or is seen here
            super().dispose()


def ping_where_needed(engine: Engine) -> None:
    """Before a use of a pooled connection ask the server only if it has sent something meanwhile, or after long idling.

    A server that ends a connection (restart, switch to a standby, an administrator) tells the socket: looking at that
    costs two microseconds, asking the server a round trip. Of a dead connection the whole pool is renewed.
    """

    @event.listens_for(engine, "checkin")
    def _remember_time(_driver: Any, record: ConnectionPoolEntry) -> None:
        note_return(record)

    @event.listens_for(engine, "checkout")
    def _check(driver: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
        if not is_usable(engine, driver, record):
            raise InvalidatePoolError


class HasInfo(Protocol):
    """What remembers things about a driver's connection: SQLAlchemy's record of it, or a Connection that has it."""

    @property
    def info(self) -> dict[Any, Any]:
        """What is remembered, for as long as the driver's connection lasts."""


def note_return(connection: HasInfo) -> None:
    """It is idle from now on."""
    connection.info["returned_at"] = time.monotonic()


def is_usable(engine: Engine, driver: Any, connection: HasInfo) -> bool:
    """Whether a server's connection that was idle can be used. driver: the connection as its driver has it."""
    returned_at = connection.info.get("returned_at")
    return returned_at is None or not _is_doubtful(driver, returned_at) or _answers(engine, driver)


def _is_doubtful(driver: Any, returned_at: float) -> bool:
    return bool(
        time.monotonic() - returned_at > PING_AFTER_SECONDS or driver.closed or _has_sent_something(driver.fileno())
    )


def _has_sent_something(socket: int) -> bool:
    """Whether the server has sent something to an idle connection: mostly that it has ended it."""
    watched = select.poll()
    watched.register(socket, select.POLLIN)
    return bool(watched.poll(0))


def _answers(engine: Engine, driver: Any) -> bool:
    with suppress(engine.dialect.loaded_dbapi.Error):
        return engine.dialect.do_ping(driver)
    return False
