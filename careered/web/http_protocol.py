"""Connections of browsers: a request must arrive within a time, or its connection is closed.

uvicorn waits for the rest of a request for ever; a few hundred half-sent ones would hold all that a server can hold.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol

RECEIVE_SECONDS = 20.0
MIN_BYTES = 64 * 1024  # a slow line brings a pack's archive in several such periods, a form in one


class TimedProtocol(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """uvicorn's protocol, which closes a connection that owes the rest of a request for RECEIVE_SECONDS.

    A larger body may take longer, as long as each period brings MIN_BYTES. Between requests uvicorn's keep-alive
    limit holds.
    """

    loop: asyncio.AbstractEventLoop
    cycle: Any  # uvicorn's request and response under way, or the last; None before the first
    _timer: asyncio.TimerHandle | None = None
    _received = _received_before = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A connection has been opened: its first request is owed."""
        super().connection_made(transport)
        self._expect_more()

    def data_received(self, data: bytes) -> None:
        """Some bytes have come: a whole request, or a part of one."""
        self._received += len(data)
        previous = self.cycle
        super().data_received(data)
        if self._owes_more(previous):
            self._expect_more()
        else:
            self._stop_timer()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is closed, by whomever."""
        self._stop_timer()
        super().connection_lost(exc)

    def _owes_more(self, previous: Any) -> bool:
        """Whether a body has begun and not ended, or, on a connection whose last request is answered, a header."""
        if self.cycle is None or self.cycle.more_body:
            return True
        return self.cycle is previous and bool(self.cycle.response_complete)

    def _expect_more(self) -> None:
        if self._timer is None:
            self._received_before = self._received
            self._timer = self.loop.call_later(RECEIVE_SECONDS, self._time_is_up)

    def _time_is_up(self) -> None:
        self._timer = None
        if self._received - self._received_before >= MIN_BYTES:
            self._expect_more()
        else:
            self.transport.close()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
