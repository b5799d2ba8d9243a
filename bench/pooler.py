"""`python -m bench.pooler`: careered's statements behind PgBouncer in transaction mode, with two connections in all.

PgBouncer is not among what pip brings: `apt install pgbouncer`. It says how many rows that several threads wrote were
read again, and ends with 1 where one is missing, or where a statement that takes a minute has no limit.
"""

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import typer
from sqlalchemy import bindparam, func, select
from sqlalchemy.engine import make_url

from bench.server import free_port
from careered.clock import new_id, now
from careered.db import pooler
from careered.db.compiled import run
from careered.db.engine import Database
from careered.db.faults import StorageBusy
from careered.db.upsert import insert_if_new_by_driver
from careered.roster.tables import Organisation
from tests.support.databases import fresh_as_shipped

CONNECTIONS, THREADS, ROUNDS, LIMIT_SECONDS = 2, 5, 80, 0.2
_organisations = Organisation.__table__
_ONE = select(_organisations.c.name).where(_organisations.c.organisation_id == bindparam("id"))


def bench() -> None:
    """Threads write and read by turns; then a statement that would take a minute."""
    if shutil.which("pgbouncer") is None:
        typer.echo("There is no pgbouncer on this machine.", err=True)
        raise typer.Exit(1)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="careered-bench-")))
        url = stack.enter_context(fresh_as_shipped("postgresql", folder))
        database = Database(stack.enter_context(pgbouncer(url, folder)))
        begun, done = time.monotonic(), crowd(database)
        seconds = time.monotonic() - begun
        ended = long_reading_ends(database)
        database.engine.dispose()
    typer.echo(f"{done} of {THREADS * ROUNDS} came back through {CONNECTIONS} connections in {seconds:.1f} s")
    typer.echo(f"a long reading is {'ended by its limit' if ended else 'NOT LIMITED'}")
    raise typer.Exit(0 if ended and done == THREADS * ROUNDS else 1)


@contextmanager
def pgbouncer(url: str, folder: Path) -> Iterator[str]:
    """The address of a database behind PgBouncer."""
    asked, port, file = make_url(url), free_port(), folder / "pgbouncer.ini"
    socket = Path(str(asked.query["host"]))
    place = f"host={socket} dbname={asked.database} user={asked.username}"
    options = {"listen_addr": "127.0.0.1", "listen_port": port, "auth_type": "any", "pool_mode": "transaction"}
    options |= {"default_pool_size": CONNECTIONS, "max_client_conn": 100, "unix_socket_dir": ""}
    lines = [
        "[databases]",
        f"shared = {place}",
        "[pgbouncer]",
        *[f"{name} = {value}" for name, value in options.items()],
    ]
    file.write_text("\n".join(lines))
    folder.chmod(0o755)
    as_owner = ["-u", socket.owner()] if os.geteuid() == 0 else []  # it refuses to be root
    process = subprocess.Popen(["pgbouncer", "-q", *as_owner, str(file)])
    time.sleep(1)
    try:
        yield f"postgresql+psycopg://{asked.username}@127.0.0.1:{port}/shared"
    finally:
        process.terminate()
        process.wait()


def crowd(database: Database) -> int:
    """How many of what the threads wrote they read again."""
    found: list[bool] = []

    def work() -> None:
        for _ in range(ROUNDS):
            row = {"organisation_id": new_id(), "name": "Town", "country": "fi", "lang": "fi", "created_at": now()}
            with database.transaction() as db:
                insert_if_new_by_driver(db, _organisations, row, key=("organisation_id",))
            with database.reading() as db:
                found.append(run(db, _ONE, {"id": row["organisation_id"]}) == [{"name": "Town"}])

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(found)


def long_reading_ends(database: Database) -> bool:
    """Whether a statement that takes a minute is ended by careered's limit, made short here."""
    pooler.STATEMENT_TIMEOUT_SECONDS = LIMIT_SECONDS  # type: ignore[assignment]
    try:
        with database.reading() as db:
            db.execute(select(func.pg_sleep(60)))
    except StorageBusy as fault:
        return fault.code == "57014"
    return False


if __name__ == "__main__":
    typer.run(bench)
