"""Engine and transactions. One read or one transaction a request; writers on SQLite take turns by one lock.

Measured before the first line was written: forty threads fighting for SQLite's write lock cost a p99 of a second;
one lock in the process cut it nine times. Hence `Database.write` holds a lock on SQLite only.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import QueuePool

from careered.db.faults import StorageBusy, storage_fault

LOCK_TIMEOUT_SECONDS = 3.0


class Database:
    """The one way to the data: `with db.read() as c` or `with db.write() as c` gives a Core connection.

    Leaving `write` commits; an exception rolls everything back. A locked or full database becomes a refusal with
    its own name (`careered.db.faults`), so that nothing is ever acknowledged that was not stored.
    """

    def __init__(self, url: str) -> None:
        self.is_sqlite = url.startswith("sqlite")
        self.engine = _sqlite(url) if self.is_sqlite else _postgresql(url)
        self._write_lock: threading.Lock | None = threading.Lock() if self.is_sqlite else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for reading; nothing written through it is kept."""
        with _translate_errors(), self.engine.connect() as connection:
            if self.is_sqlite:
                connection.exec_driver_sql("BEGIN")  # one snapshot for the whole page
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A connection for reading for long: everything as it was at the first look."""
        level = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with _translate_errors(), self.engine.connect().execution_options(**level) as connection:
            if self.is_sqlite:
                connection.exec_driver_sql("BEGIN")
            yield connection

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One transaction: all or nothing."""
        with self._sqlite_write_lock(), _translate_errors(), self.engine.connect() as connection:
            if self.is_sqlite:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection
            connection.commit()

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


@contextmanager
def _translate_errors() -> Iterator[None]:
    """Storage faults get names of ours; the web edge makes 503 pages of them."""
    try:
        yield
    except SQLAlchemyError as error:
        known = storage_fault(error)
        if known is None:
            raise
        raise known from error


def _sqlite(url: str) -> Engine:
    path = url.removeprefix("sqlite:///")
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        hide_parameters=True,
        poolclass=QueuePool,
        pool_size=8,
        connect_args={"timeout": LOCK_TIMEOUT_SECONDS, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _set_pragmas(connection: Any, _record: object) -> None:
        # Autocommit at the driver, so that BEGIN IMMEDIATE is ours to say. FULL: acknowledged means on disk.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _postgresql(url: str) -> Engine:
    return create_engine(
        url,
        hide_parameters=True,
        pool_size=8,
        pool_timeout=LOCK_TIMEOUT_SECONDS,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": int(LOCK_TIMEOUT_SECONDS),
            "options": f"-c lock_timeout={int(LOCK_TIMEOUT_SECONDS * 1000)} -c statement_timeout=15000",
        },
    )
