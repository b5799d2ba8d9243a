"""A contender as a process of its own: prepared, started on a free port, ended by its own id."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.measure import cpu_seconds
from bench.platform import CLIENT_ID, DEPLOYMENT, Platform

ROOT = Path(__file__).parent.parent
START_SECONDS = 60


class BrokenError(RuntimeError):
    """Something did not work as it must; nothing measured after it would mean anything."""


@dataclass(frozen=True)
class Contender:
    """How to run a tool and where its doors are. word: stands on its first page; empty: the pupil's given name."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    login: str = "/lti/login"
    launch: str = "/lti/launch"
    word: str = ""


@dataclass(frozen=True)
class Server:
    """A running contender. beside: further processes whose work is its own, such as its database's."""

    contender: Contender
    pid: int
    port: int
    beside: Sequence[int] = ()

    @property
    def target(self) -> str:
        """The address that the platform says to open."""
        return f"http://localhost:{self.port}{self.contender.launch}"

    def cpu_seconds(self) -> float:
        """CPU so far, of its processes and of those beside it."""
        return sum(map(cpu_seconds, (self.pid, *self.beside)))


def free_port() -> int:
    """A loopback port that nobody has just now; the tools must know their own address before they start."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def peer_environment(platform: Platform) -> dict[str, str]:
    """What a peer must know of the platform."""
    addresses = {"BENCH_AUTH_URL": platform.auth_url, "BENCH_TOKEN_URL": platform.token_url}
    return {**os.environ, **addresses, "BENCH_ISSUER": platform.issuer, "BENCH_JWKS_URL": platform.jwks_url}


def careered_environment(folder: Path, port: int, database_url: str = "") -> dict[str, str]:
    """The settings of a careered with its data in a folder; whatever the developer has set stays outside.

    database_url: of PostgreSQL; "" for a file of SQLite in the folder.
    """
    own = {name: value for name, value in os.environ.items() if not name.startswith("CAREERED_")}
    return {
        **own,
        **({"CAREERED_DATABASE_URL": database_url} if database_url else {}),
        "CAREERED_ALLOW_LOOPBACK": "1",
        "CAREERED_BASE_URL": f"http://localhost:{port}",
        "CAREERED_DATA_DIR": str(folder),
        "CAREERED_SECRET_KEY": "only-for-the-bench-and-for-nothing-else",
    }


def prepare_store(environment: Mapping[str, str], platform: Platform) -> None:
    """careered's database as an operator makes it: schema, the Finnish pack, one platform."""
    careered(environment, "db", "upgrade")
    careered(environment, "packs", "load", str(ROOT / "content" / "finland"))
    addresses = {"auth-url": platform.auth_url, "token-url": platform.token_url, "jwks-url": platform.jwks_url}
    known = {"name": "Koulu", "issuer": platform.issuer, "client-id": CLIENT_ID, "deployment": DEPLOYMENT}
    options = {**known, **addresses, "country": "fi", "family": "moodle"}
    careered(environment, "platforms", "add", *(word for name in options for word in (f"--{name}", options[name])))


def careered(environment: Mapping[str, str], *arguments: str) -> None:
    """Run a command of careered; its own words are the error when it fails."""
    command = [sys.executable, "-m", "careered", *arguments]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BrokenError(f"careered {' '.join(arguments)}:\n{done.stdout}{done.stderr}")


@contextmanager
def running(contender: Contender, port: int, folder: Path) -> Iterator[Server]:
    """The contender answers on its port while the block runs."""
    log = folder / "log"
    with log.open("w") as out:
        process = subprocess.Popen(contender.command, env=contender.environment, cwd=ROOT, stdout=out, stderr=out)
        try:
            _wait(process, port, contender.name, log)
            yield Server(contender, process.pid, port)
        finally:
            _end(process)


def _wait(process: subprocess.Popen[bytes], port: int, name: str, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise BrokenError(f"{name} did not start:\n{log.read_text()[-3000:]}")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
