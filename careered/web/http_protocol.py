"""Connections of browsers: a request must arrive within a time and a size, or its connection is closed.

uvicorn waits for the rest of a request for ever; a few hundred half-sent ones would hold all that a server can hold.
It parses with httptools where that is installed, else with h11, in Python.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol

RECEIVE_SECONDS = 20.0
MIN_BYTES = 64 * 1024  # a slow line brings a pack's archive in several such periods, a form in one
MAX_HEADER_BYTES = 64 * 1024


class TimedProtocol(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """uvicorn's protocol, which closes a connection that owes the rest of a request for RECEIVE_SECONDS.

    A larger body may take longer, as long as each period brings MIN_BYTES. Between requests uvicorn's keep-alive
    limit holds.
    """

    loop: asyncio.AbstractEventLoop
    cycle: Any  # uvicorn's request and response under way, or the last; None before the first
    _timer: asyncio.TimerHandle | None = None
    _received = _received_before = _header_bytes = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A connection has been opened: its first request is owed."""
        super().connection_made(transport)
        self._expect_more()

    def data_received(self, data: bytes) -> None:
        """Some bytes have come: a whole request, or a part of one."""
        self._received += len(data)
        previous, body_before = self.cycle, self._body_so_far()
        super().data_received(data)
        is_body = body_before is None or (self.cycle, self._body_so_far()) != (previous, body_before)
        self._limit_headers(0 if is_body else len(data))
        if self._owes_more(previous):
            self._expect_more()
        else:
            self._stop_timer()

    def on_message_complete(self) -> None:
        """The end of a request, as httptools tells it: of a body too that is thrown away, the answer being sent."""
        super().on_message_complete()
        self.cycle.more_body = False

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is closed, by whomever."""
        self._stop_timer()
        super().connection_lost(exc)

    def _owes_more(self, previous: Any) -> bool:
        """Whether a body has begun and not ended, or, on a connection whose last request is answered, a header."""
        if self.cycle is None or self.cycle.more_body:
            return True
        return self.cycle is previous and bool(self.cycle.response_complete)

    def _body_so_far(self) -> int | None:
        """Bytes of the body that wait to be read; None within a body of a known length: nothing else can come."""
        if self.cycle is None or not self.cycle.more_body:
            return 0
        is_chunked = any(name == b"transfer-encoding" for name, _value in self.cycle.scope["headers"])
        return len(self.cycle.body) if is_chunked else None

    def _limit_headers(self, more: int) -> None:
        """Headers, and trailers, are held in memory until they are whole: h11 has such a limit too, httptools none."""
        self._header_bytes = self._header_bytes + more if more else 0
        if self._header_bytes > MAX_HEADER_BYTES and not self.transport.is_closing():
            self.send_400_response("Invalid HTTP request received.")

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
