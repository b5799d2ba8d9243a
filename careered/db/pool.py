"""A connection pool that leaves nothing open once it is disposed of.

SQLAlchemy's own closes only what lies in the pool: a connection in use at that moment goes back into the discarded pool
and stays open, on the server too, until Python happens to collect it.
"""

from sqlalchemy.pool import ConnectionPoolEntry, QueuePool


class ClosingPool(QueuePool):
    """A QueuePool. After `dispose` it closes each connection that comes back."""

    _is_disposed = False

    def dispose(self) -> None:
        """Close what is idle now and, when it is returned, what is in use."""
        self._is_disposed = True
        super().dispose()

    def _do_return_conn(self, record: ConnectionPoolEntry) -> None:
        super()._do_return_conn(record)
        if self._is_disposed:  # looked at afterwards: `dispose` in another thread found the connection, or is seen here
            super().dispose()
