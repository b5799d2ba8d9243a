"""careered once more, unmeasured, which says in a header how many statements each exchange has sent to the database.

Without the worker, so that nobody else's are among them. BEGIN, COMMIT and the lock of a pressed button count not, nor
what a process asks once in some seconds, however many come: whether registrations and packs are still those in memory.
"""

import os
import sys
from typing import Any

import uvicorn
from sqlalchemy import event
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bench.server import Contender
from careered.app import create_app
from careered.cli.server import server_options
from careered.db import compiled
from careered.lti import registration_cache
from careered.packs.store import PackStore
from careered.settings import Settings

HEADER = "bench-statements"
_UNCOUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SELECT pg_advisory_xact_lock")


class Counting:
    """An ASGI application around careered's. One exchange at a time."""

    def __init__(self, app: ASGIApp, engine: Any) -> None:
        self._app, self._count = app, 0
        event.listen(engine, "before_cursor_execute", self._note)
        compiled.WATCHERS.append(lambda connection, statement: self._note(connection, None, statement))

    def _note(self, *args: Any) -> None:
        self._count += not args[2].startswith(_UNCOUNTED)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        self._count = 0

        async def send_with_count(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (HEADER.encode(), str(self._count).encode())]
            await send(message)

        await self._app(scope, receive, send_with_count)


def contender(careered: Contender, port: int) -> Contender:
    """On the store of a running careered, at an address of its own."""
    command = [sys.executable, "-m", "bench.contenders.counted"]
    own = {"CAREERED_BASE_URL": f"http://localhost:{port}", "BENCH_PORT": str(port)}
    return Contender("counted", command, {**careered.environment, **own})


def main() -> None:
    """Serve until ended."""
    app = create_app(Settings(), worker=False)
    registration_cache.LOOK_EVERY_SECONDS = 3600.0
    vars(app.state.careered.get(PackStore))["_clock"] = lambda: 0.0
    counting = Counting(app, app.state.careered.database.engine)
    uvicorn.run(counting, host="127.0.0.1", port=int(os.environ["BENCH_PORT"]), **server_options())


if __name__ == "__main__":
    main()
