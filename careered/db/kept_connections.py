"""Connections that stay open between uses: a page is one statement, and opening one cost more than that.

Measured, CPU with one small statement: SQLite 46 microseconds where SQLAlchemy takes a connection from its pool and
gives it back, 12 so; PostgreSQL 136 and 63, a transaction 200 and 99. What they rest on: one that met no fault is
afterwards what it was before (docs/decisions/0038).
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, cast

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import ResourceClosedError

from careered.db.compiled import send
from careered.db.pool import is_usable, note_return
from careered.db.pooler import begin_reading

GIVEN_BACK = "This connection was given back when its block ended; by now it may be somebody else's."
MOST_IDLE = 4
"""For reading, and on PostgreSQL as many for transactions: each is a place of the pool, until nobody else has one."""
Idle = list[Connection]


class Reading:
    """A connection while its block lasts; afterwards it raises ResourceClosedError, as SQLAlchemy's closed ones do.

    Not for `sqlalchemy.inspect`, which knows connections by their class: `Database.snapshot` has one for that.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection: Connection | None = connection

    def __getattr__(self, name: str) -> Any:
        if self._connection is None:
            raise ResourceClosedError(GIVEN_BACK)
        return getattr(self._connection, name)

    def end(self) -> None:
        """The block has ended."""
        self._connection = None


class KeptConnections:
    """The pool's. Back to it at once goes one that met a fault, that a pooler shares (pooler.py), or that has been
    allowed to take long.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine, self._is_sqlite = engine, engine.dialect.name == "sqlite"
        self._reading: Idle = []
        self._writing: Idle = self._reading if self._is_sqlite else []  # PostgreSQL's readers are in AUTOCOMMIT

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for reading; on SQLite with one snapshot for the whole page. Raises SQLAlchemy's errors."""
        with _Lent(self, self._reading) as connection:
            self._begin(connection)
            reading = Reading(connection)
            try:
                yield cast(Connection, reading)
            finally:
                reading.end()
            self._end(connection)

    def writing(self) -> AbstractContextManager[Connection]:
        """A connection in no transaction, which is to be in none afterwards. Raises SQLAlchemy's errors."""
        return _Lent(self, self._writing)

    @property
    def idle(self) -> int:
        """How many nobody uses just now, which are open."""
        return len(self._reading) + (0 if self._is_sqlite else len(self._writing))

    def close(self) -> None:
        """Give back those that are idle."""
        for idle in (self._reading, self._writing):
            while connection := _last(idle):
                self.give_back(connection)

    def give_back(self, connection: Connection) -> None:
        """To the pool."""
        connection.close()

    def taken(self, idle: Idle) -> Connection:
        """One that was idle, or a new one."""
        return self._usable(idle) or self.opened()

    def opened(self) -> Connection:
        """One of the pool's that goes back to it when it is closed."""
        pool: Any = self.engine.pool
        if pool.is_used_up:  # perhaps by those that are idle for the other use
            self.close()
        return self.engine.connect()

    def _begin(self, connection: Connection) -> None:
        if self._is_sqlite:
            send(connection, "BEGIN")
        elif not connection.in_transaction():  # one that was idle is as it was begun
            begin_reading(connection)

    def _end(self, connection: Connection) -> None:
        if self._is_sqlite:
            send(connection, "ROLLBACK")

    def _usable(self, idle: Idle) -> Connection | None:
        while connection := _last(idle):
            if self._is_sqlite or is_usable(self.engine, connection.connection.driver_connection, connection):
                return connection
            self._discard([connection, *iter(lambda: _last(idle), None)])  # of a dead server none is asked twice
        return None

    def _discard(self, connections: Iterable[Connection]) -> None:
        for connection in connections:
            connection.invalidate()
            connection.close()

    def put_back(self, connection: Connection, idle: Idle, pool: Any) -> None:
        """Keep one that met no fault, if there is room. pool: of the engine when it was taken."""
        if len(idle) >= MOST_IDLE or pool.is_used_up or not self._may_stay(connection):
            self.give_back(connection)
            return
        note_return(connection)
        idle.append(connection)
        if self.engine.pool is not pool:  # looked at afterwards: who disposed of it has found this one, or is seen
            self.close()

    def _may_stay(self, connection: Connection) -> bool:
        if connection.closed or connection.invalidated:
            return False
        driver: Any = connection.connection.driver_connection
        return self._is_sqlite or not (driver.is_pooled or driver.is_unlimited)


class _Lent:
    """A connection while a block lasts: closed after an exception, else kept. A class: every request enters one."""

    def __init__(self, kept: KeptConnections, idle: Idle) -> None:
        self._kept, self._idle, self._pool = kept, idle, kept.engine.pool

    def __enter__(self) -> Connection:
        self._connection = self._kept.taken(self._idle)
        return self._connection

    def __exit__(self, kind: object, _fault: object, _trace: object) -> None:
        if kind is None:
            self._kept.put_back(self._connection, self._idle, self._pool)
        else:
            self._kept.give_back(self._connection)


def _last(idle: Idle) -> Connection | None:
    try:
        return idle.pop()  # at once, whatever other threads do
    except IndexError:
        return None
