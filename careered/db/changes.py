"""Whether anything has been stored since one looked last, without looking for it."""

from typing import Any

from careered.db.engine import Database


class Changes:
    """Asked by one thread. On SQLite it costs some ten microseconds; PostgreSQL cannot say: there it is always so."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: Any = None
        self._version: int | None = None

    def any(self) -> bool:
        """Whether somebody has stored something since the last call, in this process or another one."""
        if not self._database.is_sqlite:
            return True
        before, self._version = self._version, self._stored_version()
        return before != self._version

    def close(self) -> None:
        """Give the connection back."""
        if self._connection is not None:
            self._connection.close()

    def _stored_version(self) -> int:
        """SQLite's own count of commits by other connections, so from a connection that stores nothing."""
        if self._connection is None:
            self._connection = self._database.engine.raw_connection()
        return int(self._connection.driver_connection.execute("PRAGMA data_version").fetchone()[0])
