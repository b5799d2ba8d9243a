"""SQLite's reader for the event loop: what takes microseconds is read at once; who has to wait does so elsewhere.

It has a connection of its own, which stays open, as the writer has (writer.py).
"""

import threading

from sqlalchemy import Connection, Engine, event

from careered.db.compiled import send
from careered.db.faults import StorageBusy, StorageFault, storage_fault, translate_errors


class Reader:
    """One reading at a time, each with one snapshot: `with reader as db`. It never waits; `open` may.

    For SQLAlchemy the connection is always in one transaction; where it begins and ends is said to the driver.
    """

    def __init__(self, engine: Engine, patience: float) -> None:
        """patience: seconds that `close` waits for a reading that is under way."""
        self._engine, self._patience = engine, patience
        self._lock = threading.Lock()
        self._connection: Connection | None = None
        event.listen(engine, "engine_disposed", lambda _engine: self.close())

    def open(self) -> None:
        """Open the connection, where it is not open: not on the event loop. Raises StorageFault."""
        if self._connection is not None:
            return
        with translate_errors():
            opened = self._engine.connect()
            send(opened, "PRAGMA busy_timeout=0")
        with self._lock:
            self._connection, surplus = self._connection or opened, self._connection and opened
        _discard(surplus)

    def close(self) -> None:
        """Give the connection back, after what is under way."""
        if self._lock.acquire(timeout=self._patience):
            self._give_back()
            self._lock.release()

    def __enter__(self) -> Connection:
        """A connection for reading. Raises StorageBusy where it is not open, or in use."""
        if not self._lock.acquire(blocking=False):
            raise StorageBusy
        if self._connection is None:
            self._lock.release()
            raise StorageBusy
        send(self._connection, "BEGIN")  # takes no lock of SQLite's: the first statement does
        return self._connection

    def __exit__(self, _kind: object, fault: BaseException | None, _trace: object) -> None:
        """End the snapshot. Raises StorageFault for a fault of the storage; after one, `open` opens it anew."""
        known = storage_fault(fault)
        try:
            if known or isinstance(fault, StorageFault) or self._connection is None:
                self._give_back()
            else:
                send(self._connection, "ROLLBACK")
        finally:
            self._lock.release()
        if known:
            raise known from fault

    def _give_back(self) -> None:
        connection, self._connection = self._connection, None
        _discard(connection)


def _discard(connection: Connection | None) -> None:
    if connection is not None:
        connection.invalidate()  # it waits for nobody: in the pool it would refuse whoever had it next
        connection.close()
