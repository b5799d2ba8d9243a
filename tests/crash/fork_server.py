"""Commands as processes that need not load their code again: a server of forks has loaded it, asked by lines of JSON.

What is forked is code alone: no command has begun there, no connection or pack is open. So a process that is killed
takes everything with it that it knew, and the next one begins as a started command does, a second and a half sooner.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import careered.cli.server
import careered.cli.worker  # noqa: F401 - what `serve` and `worker` load
from careered.cli import app
from careered.lessons.kinds import registry
from tests.crash import failpoints


@dataclass
class Process:
    """A command that runs; used as a subprocess.Popen is."""

    server: "ForkServer"
    pid: int
    returncode: int | None = None

    def poll(self) -> int | None:
        """How it ended: its exit code, or the negative number of the signal; None while it runs."""
        if self.returncode is None:
            self.returncode = self.server.ask(ended=self.pid)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it still runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """kill -9, and wait until it is gone."""
        self.send_signal(signal.SIGKILL)
        while self.poll() is None:
            threading.Event().wait(0.002)


class ForkServer:
    """The server of forks, as a process. log: where commands write."""

    def __init__(self, environment: dict[str, str], root: Path, log: Path) -> None:
        command, pipe = [sys.executable, "-m", "tests.crash.fork_server"], subprocess.PIPE
        with log.open("ab") as errors:
            self._process = subprocess.Popen(
                command, env=environment, cwd=root, stdin=pipe, stdout=pipe, stderr=errors, text=True
            )

    def start(self, *arguments: str, crash_at: str = "") -> Process:
        """Start a command of careered. crash_at: where it kills itself once armed (failpoints.POINTS)."""
        return Process(self, self.ask(arguments=arguments, crash_at=crash_at))

    def ask(self, **request: Any) -> Any:
        """The answer to one request."""
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps(request), file=self._process.stdin, flush=True)
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        """End it. Its commands are ended by who started them."""
        self._process.communicate()


def _ended(pid: int) -> int | None:
    gone, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if gone else None


def _become(arguments: list[str], crash_at: str) -> None:
    """Be the command, in the forked process; ends with SystemExit."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    os.environ["CRASH_AT"] = crash_at
    app(arguments)


def _serve() -> None:
    failpoints.install()
    registry()
    assert threading.active_count() == 1, "a fork has no other thread than the one that forks"
    for line in sys.stdin:
        request = json.loads(line)
        if "ended" in request:
            answer = _ended(request["ended"])
        elif (answer := os.fork()) == 0:
            _become(**request)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    _serve()
