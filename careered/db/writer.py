"""SQLite's writer for the event loop: it begins a transaction without waiting; who has to wait does so elsewhere.

It has a connection of its own, which stays open, and the lock of all writers of this process while it lasts.
"""

import threading
import time

from sqlalchemy import Connection, Engine, event

from careered.db import traces
from careered.db.compiled import send
from careered.db.faults import StorageBusy, storage_fault


class Writer:
    """One transaction at a time, begun where it costs nothing to begin it. `try_begin` never waits; the others may.

    For SQLAlchemy the connection is always in one transaction; where it begins and ends is said to the driver.
    """

    def __init__(self, engine: Engine, lock: threading.Lock, patience: float) -> None:
        """lock: of all writers of this process. patience: seconds that `close` waits for it."""
        self._engine, self._lock, self._patience = engine, lock, patience
        self._connection: Connection | None = None
        event.listen(engine, "engine_disposed", lambda _engine: self.close())

    def try_begin(self) -> Connection | None:
        """A connection in a transaction, in which nobody else can write; None while somebody else does."""
        if not self._lock.acquire(blocking=False):
            return None
        if self._connection is None:
            self._lock.release()
            return None
        try:
            with _RolledBackIfItFails(self):
                send(self._connection, "BEGIN IMMEDIATE")
        except StorageBusy:
            return None
        return self._connection

    def begin(self, seconds: float) -> Connection:
        """As `try_begin`, after waiting, so many seconds for all others together. Raises StorageFault."""
        until = time.monotonic() + seconds
        if not self._lock.acquire(timeout=seconds):
            raise StorageBusy
        with _RolledBackIfItFails(self):
            self._connection = connection = self._connection or self._engine.connect()
            self._wait_for_others(connection, max(until - time.monotonic(), 0.0))
            send(connection, "BEGIN IMMEDIATE")
            self._wait_for_others(connection, 0)
        return connection

    def commit(self, connection: Connection) -> None:
        """End it: all that was written is on the disk, or nothing is. Raises StorageFault."""
        with _RolledBackIfItFails(self):
            send(connection, "COMMIT")
            traces.act_after_commit(connection)
        self._lock.release()

    def rollback(self) -> None:
        """End it, as if nothing had been written."""
        try:
            self._give_back()
        finally:
            self._lock.release()

    def close(self) -> None:
        """Give the connection back, after what is under way."""
        if self._lock.acquire(timeout=self._patience):
            self.rollback()

    def _give_back(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()  # it waits for nobody: in the pool it would refuse whoever had it next
            connection.close()

    @staticmethod
    def _wait_for_others(connection: Connection, seconds: float) -> None:
        """How long the connection's next statements wait for another process that writes."""
        send(connection, f"PRAGMA busy_timeout={int(seconds * 1000)}")


class _RolledBackIfItFails:
    """A block of which a fault ends the writer's transaction, translated (faults.py)."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def __enter__(self) -> None:
        """Nothing to begin."""

    def __exit__(self, kind: object, fault: BaseException | None, _trace: object) -> None:
        if fault is None:
            return
        self._writer.rollback()
        if known := storage_fault(fault):
            raise known from fault
