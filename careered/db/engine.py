"""Engine and transactions. One read or one transaction per request; on SQLite one lock serialises the writers.

Measured: with forty threads contending for SQLite's write lock the p99 was one second; with one lock in the process
it was a ninth of that. Hence `Database.transaction` holds a lock, on SQLite only.
"""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event

from careered.db import traces
from careered.db.compiled import send
from careered.db.faults import StorageBusy, StorageFault, translate_errors
from careered.db.greenlets import is_in_greenlet
from careered.db.json_text import read_json
from careered.db.kept_connections import KeptConnections
from careered.db.loop_database import AT_ONCE, LoopDatabase, NotOnLoop
from careered.db.pool import ClosingPool, ping_where_needed
from careered.db.pooler import (
    LOCK_TIMEOUT_SECONDS,
    begin_session,
    begin_transaction,
    stores_each_statement,
)
from careered.db.reader import Reader
from careered.db.writer import Writer
from careered.private_file import make_private

WRITES = "careered_writes"
"""The execution option of a connection without a transaction that may write all the same."""
POSTGRESQL_THREADS = 4
"""Of a process's requests, beside those on its event loop."""
POSTGRESQL_PLACES = 2 * (POSTGRESQL_THREADS + AT_ONCE)
"""Connections of a process: some are idle for reading, some for transactions."""


class Database:
    """The only access to the data: `with database.reading() as db` or `with database.transaction() as db`.

    Both yield a Core connection. Leaving `transaction` commits; an exception rolls everything back. A locked or full
    database raises a StorageFault (`careered.db.faults`), so that nothing is acknowledged that was not stored.
    """

    writer: Writer | None = None
    """On SQLite: for the event loop, which waits for nobody."""
    reader: Reader | None = None
    """The same for what is read there."""

    def __init__(self, url: str) -> None:
        self.is_sqlite = url.startswith("sqlite")
        self.engine = _sqlite(url) if self.is_sqlite else _postgresql(url)
        self._kept = KeptConnections(self.engine)
        self._loops: dict[asyncio.AbstractEventLoop, LoopDatabase] = {}
        event.listen(self.engine, "engine_disposed", lambda _engine: self.close_idle())
        self._write_lock: threading.Lock | None = threading.Lock() if self.is_sqlite else None
        if self._write_lock:
            self.writer = Writer(self.engine, self._write_lock, LOCK_TIMEOUT_SECONDS)
            self.reader = Reader(self.engine, LOCK_TIMEOUT_SECONDS)

    def on_loop(self) -> LoopDatabase:
        """For short work on the running event loop. Raises NotOnLoop: a file has its `reader` and `writer`."""
        if self.is_sqlite:
            raise NotOnLoop
        loop = asyncio.get_running_loop()
        if loop not in self._loops:
            self._close_ended()
            self._loops[loop] = LoopDatabase(self.engine)
        return self._loops[loop]

    @property
    def kept(self) -> KeptConnections:
        """The connections of `reading` and `transaction`: the threads', or in a greenlet those of its loop."""
        return self.on_loop().connections if is_in_greenlet() else self._kept

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for reading. Nothing may be written through it (tests/support/watched.py sees to that)."""
        with translate_errors(), self.kept.reading() as connection:
            yield connection

    @contextmanager
    def single_statements(self) -> Iterator[Connection]:
        """PostgreSQL: each statement is stored by itself, without a BEGIN and a COMMIT that say nothing.

        Behind a pooler that shares connections they are one transaction, for the time limits; so the caller may
        expect neither. An exception takes nothing back for certain. On SQLite it is a transaction.
        """
        if self.is_sqlite:
            with self.transaction() as connection:
                yield connection
            return
        with translate_errors(), self.kept.reading() as connection:
            connection.execution_options(**{WRITES: True})
            yield connection
            if not stores_each_statement(connection):
                connection.commit()
            connection.execution_options(**{WRITES: False})

    @contextmanager
    def snapshot(self, *, is_long: bool = True) -> Iterator[Connection]:
        """A connection for reading, where every query sees the data as of the first one. is_long: without limits."""
        level = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with translate_errors(), self.kept.opened().execution_options(**level) as connection:
            if self.is_sqlite:
                send(connection, "BEGIN")
            else:
                begin_transaction(connection)
            if is_long:
                allow_long_statements(connection)
            yield connection

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One transaction: all or nothing."""
        with self._sqlite_write_lock(), translate_errors(), self.kept.writing() as connection:
            traces.begin_anew(connection)
            if self.is_sqlite:
                send(connection, "BEGIN IMMEDIATE")
            else:
                begin_transaction(connection)
            yield connection
            connection.commit()
            traces.act_after_commit(connection)
            if traces.must_leave_no_trace(connection) and self.is_sqlite:
                traces.truncate_journal(connection, int(LOCK_TIMEOUT_SECONDS * 1000))

    def truncate_journal(self) -> None:
        """Empty SQLite's journal of what was deleted lately; regularly, for a reader may have prevented it before."""
        if self.is_sqlite:
            with self._sqlite_write_lock(), translate_errors(), self.engine.connect() as connection:
                traces.truncate_journal(connection, int(LOCK_TIMEOUT_SECONDS * 1000))

    def close_idle(self) -> None:
        """Give back to the pool what nobody uses now."""
        for kept in (self._kept, *(each.connections for each in list(self._loops.values()))):
            kept.close()

    def _close_ended(self) -> None:
        """A server has one loop; where requests come by several (in tests), what an ended one had goes to the pool."""
        for loop in [each for each in list(self._loops) if each.is_closed()]:
            if ended := self._loops.pop(loop, None):
                ended.connections.close()

    @contextmanager
    def _sqlite_write_lock(self) -> Iterator[None]:
        if self._write_lock is None:
            yield
            return
        if not self._write_lock.acquire(timeout=LOCK_TIMEOUT_SECONDS):
            raise StorageBusy
        try:
            yield
        finally:
            self._write_lock.release()


def allow_long_statements(connection: Connection) -> None:
    """For this transaction no limit of a statement's time: migrations, backups, restores of a whole nation."""
    if connection.dialect.name == "postgresql":
        driver: Any = connection.connection.driver_connection
        driver.reply_timeout = None
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")


def need_not_last(connection: Connection) -> None:
    """This transaction may be lost in a crash: its COMMIT waits for no disk and no standby of PostgreSQL."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL synchronous_commit = off")


@contextmanager
def may_be_missing(connection: Connection) -> Iterator[None]:
    """What comes after a statement that is stored by itself: a fault of the storage takes nothing back of that.

    In a transaction it does, as everywhere: nothing is stored, and who asked may try again.
    """
    try:
        with translate_errors():
            yield
    except StorageFault:
        if not stores_each_statement(connection):
            raise


def _sqlite(url: str) -> Engine:
    path = Path(url.removeprefix("sqlite:///"))
    path.parent.mkdir(parents=True, exist_ok=True)
    make_private(path)  # SQLite gives its -wal and -shm the same rights
    for left_over in filter(Path.exists, (Path(f"{path}-wal"), Path(f"{path}-shm"))):  # after a crash
        make_private(left_over)
    engine = create_engine(
        url,
        hide_parameters=True,
        poolclass=ClosingPool,
        pool_size=8,
        pool_timeout=LOCK_TIMEOUT_SECONDS,
        connect_args={"timeout": LOCK_TIMEOUT_SECONDS, "check_same_thread": False},
        json_deserializer=read_json,
    )

    @event.listens_for(engine, "connect")
    def _set_pragmas(connection: Any, _record: object) -> None:
        # Autocommit at the driver, so that `transaction` can send BEGIN IMMEDIATE. FULL: acknowledged means on disk.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


# A server whose machine has vanished sends nothing: a thread would wait for it for minutes.
_KEEPALIVES = {"keepalives_idle": 5, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 20_000}


def _postgresql(url: str) -> Engine:
    from careered.db.reply_limit import LimitedConnection, limit_again  # the driver, which SQLite's users need not load

    engine = create_engine(
        url,
        hide_parameters=True,
        poolclass=ClosingPool,
        pool_size=POSTGRESQL_THREADS + AT_ONCE,  # beyond these they are closed again after a peak
        max_overflow=POSTGRESQL_PLACES - POSTGRESQL_THREADS - AT_ONCE,
        pool_timeout=LOCK_TIMEOUT_SECONDS,
        connect_args={"connect_timeout": 3, **_KEEPALIVES},
        json_deserializer=read_json,
    )
    event.listen(engine, "do_connect", lambda _dialect, _record, args, names: LimitedConnection.connect(*args, **names))
    event.listen(engine, "connect", lambda driver, _record: begin_session(driver))
    event.listen(engine, "checkin", lambda driver, _record: limit_again(driver) if driver else None)
    ping_where_needed(engine)
    return engine
