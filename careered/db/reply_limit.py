"""A PostgreSQL connection that waits only so long for the server's answer.

The server's own limits (lock_timeout, statement_timeout) do not hold for a COMMIT that waits for a standby, nor where
the server's process has stopped while its machine still answers, which keep-alive packets do not notice.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.errors import _WaitTimeout
from psycopg.pq import TransactionStatus
from psycopg.waiting import wait_conn_async

from careered.db.async_statements import AsyncStatements
from careered.db.greenlets import wait_for

T = TypeVar("T")
REPLY_TIMEOUT_SECONDS = 20.0  # longer than the server's own limits, so that these are met first
CANCEL_TIMEOUT_SECONDS = 3.0


MOST_CURSORS = 100
"""As many statements as psycopg keeps prepared."""


class _KeptCursor(psycopg.RawCursor[Any]):
    """A cursor for one statement. It knows how to write its parameters and read its columns from the time before."""

    def forget(self) -> None:
        """No row of anybody's stays until the next time."""
        self._reset()
        if hasattr(self, "_tx"):  # not where the connection was lost before the first time
            self._tx.set_pgresult(None)


class LimitedConnection(psycopg.Connection[Any]):
    """reply_timeout: seconds for each answer; None for no limit. is_pooled: see `pooler.py`. statements: where it is
    used on the event loop.
    """

    reply_timeout: float | None = REPLY_TIMEOUT_SECONDS
    statements: AsyncStatements | None = None
    is_pooled = False

    def __init__(self, *args: Any, **names: Any) -> None:
        super().__init__(*args, **names)
        self._cursors: dict[str, _KeptCursor] = {}

    @property
    def is_unlimited(self) -> bool:
        """Whether something was allowed to take long."""
        return self.reply_timeout is None

    def send(self, sql: str, parameters: Sequence[Any], *, rows: bool) -> list[tuple[Any, ...]]:
        """Execute a statement with $1, $2, as PostgreSQL has them: psycopg looks through each long one for its own.

        rows: whether it has any. Measured: a new cursor each time cost 19 of 102 microseconds of a page's statement.
        """
        if self.statements:
            return self.statements.execute(sql, parameters, rows=rows)
        cursor = self._cursor(sql)
        try:
            cursor.execute(sql, parameters)
            return cursor.fetchall() if rows else []
        finally:
            cursor.forget()

    def _cursor(self, sql: str) -> _KeptCursor:
        if sql not in self._cursors:
            if len(self._cursors) >= MOST_CURSORS:
                self._cursors.clear()
            self._cursors[sql] = _KeptCursor(self)
        return self._cursors[sql]

    def wait(self, gen: PQGen[T], interval: float = 0.1, timeout: float | None = None) -> T:
        """As psycopg's. After reply_timeout the connection is closed and OperationalError raised.

        Whether a COMMIT that was under way is stored remains unknown, as when the connection breaks.
        """
        try:
            if self.statements:
                return self.statements.wait(gen, timeout or self.reply_timeout)
            return super().wait(gen, interval, timeout or self.reply_timeout)
        except _WaitTimeout:
            if timeout is None:
                self.leave()
            raise

    def commit(self) -> None:
        """As psycopg's."""
        if self.statements is None:
            super().commit()
        elif self.pgconn.transaction_status != TransactionStatus.IDLE:
            self.statements.command("COMMIT")

    def rollback(self) -> None:
        """As psycopg's."""
        if self.statements is None:
            super().rollback()
        elif self.pgconn.transaction_status != TransactionStatus.IDLE:
            self.statements.command("ROLLBACK")

    def close(self) -> None:
        """As psycopg's."""
        if self.statements:
            self.statements.end()
        super().close()

    def leave(self) -> None:
        """Close, and tell the server to stop: otherwise one more of its processes waits with each attempt."""
        try:
            with suppress(psycopg.Error):
                if self.statements:
                    wait_for(wait_conn_async(self._cancel_gen(), timeout=CANCEL_TIMEOUT_SECONDS))
                else:
                    self.cancel_safe(timeout=CANCEL_TIMEOUT_SECONDS)
        finally:
            self.close()


def limit_again(connection: LimitedConnection) -> None:
    """What was allowed to take long has ended."""
    vars(connection).pop("reply_timeout", None)
