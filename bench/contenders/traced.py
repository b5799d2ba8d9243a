"""careered once more, unmeasured, which counts the bytecodes that its Python runs, by function, in all its threads.

Without the worker, so that nobody else's are among them. Each function costs many times what it does otherwise.
"""

import os
import sys
import threading
from collections import Counter
from types import CodeType, FrameType
from typing import Any

import uvicorn
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bench.server import Contender
from careered.app import create_app
from careered.cli.server import server_options
from careered.settings import Settings

PATH = "/bench/bytecodes"
"""Answers what has been counted since it was asked last, by function, and begins anew."""


class BytecodeCounter:
    """An ASGI application around careered's."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._counted: Counter[CodeType] = Counter()

    def start(self) -> None:
        """Count from now on, in this thread and in those that begin later."""
        threading.settrace(self._enter)
        sys.settrace(self._enter)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http" or scope["path"] != PATH:
            await self._app(scope, receive, send)
            return
        await JSONResponse(self.take())(scope, receive, send)

    def take(self) -> dict[str, int]:
        """What has been counted by now, by function; the count begins anew."""
        counted, self._counted = self._counted, Counter()
        return {_name(code): count for code, count in counted.items()}

    def _enter(self, frame: FrameType, _event: str, _argument: object) -> Any:
        if frame.f_code.co_filename == __file__:
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        return self._step

    def _step(self, frame: FrameType, event: str, _argument: object) -> Any:
        if event == "opcode":
            self._counted[frame.f_code] += 1
        return self._step


def _name(code: CodeType) -> str:
    """Where a function stands, from the package on."""
    file = code.co_filename.rpartition("site-packages/")[2].rpartition("/lib/python")[2]
    return f"{file.removeprefix(os.getcwd()).lstrip('/')}:{code.co_firstlineno} {code.co_qualname}"


def contender(careered: Contender, port: int) -> Contender:
    """With careered's store."""
    return Contender(
        "traced",
        [sys.executable, "-m", "bench.contenders.traced"],
        {**careered.environment, "CAREERED_BASE_URL": f"http://localhost:{port}", "BENCH_PORT": str(port)},
    )


def main() -> None:
    """Serve until ended."""
    counter = BytecodeCounter(create_app(Settings(), worker=False))
    counter.start()
    uvicorn.run(counter, host="127.0.0.1", port=int(os.environ["BENCH_PORT"]), **server_options())


if __name__ == "__main__":
    main()
