"""A PostgreSQL server's replies on one connection, heard by the event loop while a greenlet waits for them."""

import asyncio
from typing import TYPE_CHECKING

import psycopg
from psycopg.errors import _WaitTimeout
from psycopg.pq.abc import PGresult

from careered.db.greenlets import wait_for

if TYPE_CHECKING:
    from careered.db.reply_limit import LimitedConnection


class AsyncReplies:
    """One at a time. A connection that is lost is closed at once, also while nobody waits."""

    def __init__(self, connection: "LimitedConnection") -> None:
        self._loop = asyncio.get_running_loop()
        self._connection, self._pg, self._socket = connection, connection.pgconn, connection.pgconn.socket
        self._reply: asyncio.Future[PGresult] | None = None
        self._last: PGresult | None = None
        self.listen()

    def listen(self) -> None:
        """Hear the server from now on."""
        self._loop.add_reader(self._socket, self._receive)

    def deafen(self) -> None:
        """Leave the socket to somebody else."""
        if not self._loop.is_closed():
            self._loop.remove_reader(self._socket)

    def next(self) -> PGresult:
        """The reply to what libpq has been given to send. Raises psycopg.Error; after any fault it is closed."""
        reply: asyncio.Future[PGresult] = self._loop.create_future()
        self._reply = reply
        limit = self._connection.reply_timeout
        timer = self._loop.call_later(limit, self._fail, _WaitTimeout("no reply")) if limit else None
        try:
            while self._pg.flush() and not reply.done():
                wait_for(self._writable(reply))
            return wait_for(reply)
        except _WaitTimeout:
            self._connection.leave()
            raise
        except BaseException:  # what still comes would be taken for the next one's
            self._connection.close()
            raise
        finally:
            self._reply = None
            if timer:
                timer.cancel()

    async def _writable(self, reply: asyncio.Future[PGresult]) -> None:
        """Until the socket takes more, or there is nothing to send any more."""
        ready = self._loop.create_future()
        self._loop.add_writer(self._socket, lambda: None if ready.done() else ready.set_result(None))
        try:
            await asyncio.wait([ready, reply], return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._loop.remove_writer(self._socket)

    def _receive(self) -> None:
        """The server has sent something, or is gone."""
        try:
            self._pg.consume_input()
            while not self._pg.is_busy():
                if (result := self._pg.get_result()) is None:
                    self._take()
                    return
                self._last = result
        except psycopg.Error as fault:
            self._lose(fault)

    def _take(self) -> None:
        result, self._last = self._last, None
        if self._connection.closed:
            self._lose(psycopg.OperationalError("the connection is lost"))
        elif result and self._reply and not self._reply.done():
            self._reply.set_result(result)

    def _lose(self, fault: psycopg.Error) -> None:
        self._connection.close()
        self._fail(fault)

    def _fail(self, fault: psycopg.Error) -> None:
        if self._reply and not self._reply.done():
            self._reply.set_exception(fault)
