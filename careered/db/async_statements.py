"""Statements of one PostgreSQL connection that a greenlet waits for on the event loop.

By libpq's asynchronous commands (PostgreSQL's manual, "Asynchronous Command Processing"), which psycopg has as they are
(`psycopg.pq`). Measured, CPU of one small statement: 21 microseconds; 34 by psycopg's cursor, which blocks the loop;
130 in a thread. Psycopg reads and writes the values.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import psycopg
from psycopg import abc
from psycopg.abc import PQGen
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult
from psycopg.waiting import wait_async

from careered.db.async_replies import AsyncReplies
from careered.db.greenlets import wait_for

if TYPE_CHECKING:
    from careered.db.reply_limit import LimitedConnection

T = TypeVar("T")
MOST_PREPARED = 100
"""As many statements as psycopg keeps prepared. Further ones are sent whole each time."""
_WORKED = {ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK}


class AsyncStatements:
    """Used on its event loop only, in a greenlet."""

    def __init__(self, connection: "LimitedConnection") -> None:
        """connection: on which nothing is prepared. Psycopg will not either: it deallocates all when it rolls back."""
        self._connection, self._pg = connection, connection.pgconn
        self._replies = AsyncReplies(connection)
        self._transformers: dict[str, abc.Transformer] = {}
        self._prepared: dict[tuple[str, tuple[int, ...]], bytes] = {}
        self._threshold, connection.prepare_threshold = connection.prepare_threshold, None

    def execute(self, sql: str, parameters: Sequence[Any], *, rows: bool) -> list[tuple[Any, ...]]:
        """The rows of a statement with $1, $2, if it has any. Raises psycopg.Error."""
        if self._pg.transaction_status == TransactionStatus.IDLE and not self._connection.autocommit:
            self.command("BEGIN")  # as psycopg does before its first statement
        values = self._transformer(sql)
        result = self._result(sql, values, parameters)
        if not rows:
            return []
        values.set_pgresult(result)
        try:
            return values.load_rows(0, result.ntuples, tuple)
        finally:
            values.set_pgresult(None)  # no row of anybody's stays until the next time

    def command(self, sql: str) -> None:
        """Execute what has neither parameters nor rows. Raises psycopg.Error."""
        self._pg.send_query(sql.encode())
        self._reply()

    def wait(self, gen: PQGen[T], timeout: float | None) -> T:
        """What psycopg itself says to the server. Raises as psycopg's own."""
        self._replies.deafen()
        try:
            return wait_for(wait_async(gen, self._pg.socket, timeout=timeout))
        except psycopg.Error:
            raise
        except BaseException:  # who asked has gone in the middle of it
            self._connection.close()
            raise
        finally:
            if not self._connection.closed:
                self._replies.listen()

    def end(self) -> None:
        """Leave the loop: before the connection is closed, or used elsewhere."""
        self._connection.statements, self._connection.prepare_threshold = None, self._threshold
        self._replies.deafen()

    def _transformer(self, sql: str) -> abc.Transformer:
        if sql not in self._transformers:
            if len(self._transformers) >= MOST_PREPARED:
                self._transformers.clear()
            self._transformers[sql] = Transformer(self._connection)
        return self._transformers[sql]

    def _result(self, sql: str, values: abc.Transformer, parameters: Sequence[Any]) -> PGresult:
        written = values.dump_sequence(parameters, [PyFormat.AUTO] * len(parameters))
        types = values.types or ()
        if name := self._prepared.get((sql, types)) or self._prepare(sql, types):
            self._pg.send_query_prepared(name, written, values.formats)
        else:
            self._pg.send_query_params(sql.encode(), written, types, values.formats)
        return self._reply()

    def _prepare(self, sql: str, types: tuple[int, ...]) -> bytes | None:
        if len(self._prepared) >= MOST_PREPARED:
            return None
        name = b"loop_%d" % len(self._prepared)
        self._pg.send_prepare(name, sql.encode(), types)
        self._reply()
        self._prepared[sql, types] = name
        return name

    def _reply(self) -> PGresult:
        result = self._replies.next()
        if result.status not in _WORKED:
            raise error_from_result(result, encoding=self._connection.info.encoding)
        return result
