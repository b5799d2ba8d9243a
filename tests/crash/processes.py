"""The tool as real processes that can be killed, and the demo platform in a thread."""

import json
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx2
import uvicorn
from starlette.applications import Starlette

from demo_platform.app import create_demo_platform
from demo_platform.registration import registration
from tests.crash.fork_server import ForkServer, Process

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    """A port that is free at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def running_lms(tool: str) -> Iterator[tuple[str, Starlette]]:
    """The demo platform on a real socket."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    app = create_demo_platform(base, tool)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield base, app
    server.should_exit = True
    thread.join(timeout=10)
    app.state.platform.http.close()


@dataclass
class Tool:
    """`careered serve` as a process (and `careered worker` beside it on PostgreSQL)."""

    port: int
    environment: dict[str, str]
    processes: list[Process] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)
    visitor: httpx2.Client = field(default_factory=lambda: httpx2.Client(timeout=1, verify=False))

    @cached_property
    def forks(self) -> ForkServer:
        """Where its processes come from."""
        return ForkServer(self.environment, ROOT, self.log)

    @property
    def base(self) -> str:
        """Where browsers find it."""
        return f"http://localhost:{self.port}"

    def command(self, *arguments: str) -> str:
        """Run a command to its end; its standard output."""
        done = self.run(*arguments)
        assert done.returncode == 0, (arguments, done.returncode, done.stdout[-500:], done.stderr[-2000:])
        return done.stdout

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end, whatever it is."""
        command = [sys.executable, "-m", "careered", *arguments]
        return subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False)

    def start(self, crash_at: str = "") -> None:
        """Start and wait until it answers. crash_at: where it kills itself once armed (failpoints.POINTS)."""
        self.processes.append(self.forks.start("serve", "--port", str(self.port), crash_at=crash_at))
        if self.is_on_postgresql:
            self.processes.append(self.forks.start("worker", crash_at=crash_at))
        for _ in range(1200):
            try:
                assert not any(process.poll() for process in self.processes), self.log.read_text()[-3000:]
                if self.visitor.get(f"{self.base}/healthz").status_code == 200:
                    return
            except httpx2.HTTPError:
                time.sleep(0.05)
        raise AssertionError(f"the tool does not answer:\n{self.log.read_text()[-3000:]}")

    @property
    def log(self) -> Path:
        """What the processes write."""
        return Path(self.environment["CAREERED_DATA_DIR"]) / "log"

    @property
    def is_on_postgresql(self) -> bool:
        """Whether the worker is a process of its own."""
        return self.environment["CAREERED_DATABASE_URL"].startswith("postgresql")

    def crash(self, patience_ends: Callable[[], bool], meanwhile: Callable[[], None]) -> bool:
        """Arm the point that it was started with, and wait until it has died there. False: patience ended before.

        meanwhile: is called again and again.
        """
        for process in self.processes:
            process.send_signal(signal.SIGUSR1)
        while not patience_ends():
            if any(process.poll() == -signal.SIGKILL for process in self.processes):
                return True
            meanwhile()
            time.sleep(0.05)
        return False

    def kill(self, way: str = "outside") -> None:
        """kill -9: no goodbye, no flush. way: how this death is counted."""
        self.stop()
        self.kills[way] += 1

    def stop(self) -> None:
        """End its processes at once."""
        for process in self.processes:
            process.kill()
        self.processes.clear()

    def close(self) -> None:
        """End everything."""
        self.stop()
        self.forks.close()
        self.visitor.close()

    def report(self, context_id: str) -> dict[str, Any]:
        """The class report by the command line."""
        report: dict[str, Any] = json.loads(self.command("report", "class", context_id, "--format", "json"))
        return report


def connected(tool: Tool, lms: str) -> None:
    """Schema, packs and platform by the documented commands."""
    registered = registration(lms)
    tool.command("db", "upgrade")
    tool.command("packs", "load", str(ROOT / "content" / "finland"), str(ROOT / "content" / "denmark"))
    tool.command(
        *("platforms", "add", "--name", "Moodle", "--issuer", registered.issuer, "--client-id", registered.client_id),
        *("--auth-url", registered.auth_url, "--token-url", registered.token_url, "--jwks-url", registered.jwks_url),
        *("--deployment", registered.deployment_id, "--country", "fi", "--family", "moodle"),
    )
