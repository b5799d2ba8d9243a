"""PyLTI1p3 with Flask on the store of commit 6a80bec (frozen_store.py): engine and transactions as they were there."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from bench.contenders import frozen_store, frozen_tables
from bench.contenders.flask_tool import LTI, command, flask_application
from bench.platform import Platform
from bench.server import Contender, peer_environment

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")


def contender(folder: Path, port: int, platform: Platform, database_url: str) -> Contender:
    """An empty database of its own. database_url: of PostgreSQL; "" for a file of SQLite."""
    own = {"BENCH_STORE": database_url.replace("postgresql://", "postgresql+psycopg://") or f"sqlite:///{folder}/peer"}
    environment = {**peer_environment(platform), **own}
    return Contender("peer, frozen store", command(port, "bench.contenders.pylti1p3_frozen"), environment)


class FrozenStore:
    """Launches in the frozen tables; the page has a name and no more."""

    def __init__(self, url: str) -> None:
        self._engine = _sqlite(url) if url.startswith("sqlite") else _postgresql(url)
        frozen_tables.metadata.create_all(self._engine)

    def keep(self, claims: Any) -> str:
        """See `flask_tool.Store`."""
        context, issuer = claims[f"{LTI}context"], urlsplit(claims["iss"])
        launched = {
            "sub": claims["sub"],
            "name": claims.get("name", ""),
            "context_id": context["id"],
            "title": context["title"],
            "lang": claims[f"{LTI}launch_presentation"]["locale"],
            "origin": f"{issuer.scheme}://{issuer.netloc}",
            "nonce": claims["nonce"],
        }
        with self._transaction("BEGIN IMMEDIATE") as db:
            token = frozen_store.keep(db, launched)
            db.commit()
            return token

    def first_page(self, token: str) -> bytes:
        """See `flask_tool.Store`."""
        with self._transaction("BEGIN") as db:
            return f"<!doctype html><title>{frozen_store.name_of(db, token)}</title>".encode()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        with self._engine.connect() as connection:
            if self._engine.dialect.name == "sqlite":
                connection.exec_driver_sql(begin)
            yield connection


def _sqlite(url: str) -> Engine:
    waits = {"timeout": 3.0, "check_same_thread": False}
    engine = create_engine(url, poolclass=QueuePool, pool_size=8, connect_args=waits)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _postgresql(url: str) -> Engine:
    limits = {"options": "-c lock_timeout=3000 -c statement_timeout=15000 -c search_path=frozen"}
    with create_engine(url).begin() as connection:
        connection.exec_driver_sql("CREATE SCHEMA IF NOT EXISTS frozen")
    return create_engine(url, pool_size=8, pool_timeout=3.0, pool_pre_ping=True, connect_args=limits)


def application() -> Flask:
    """The Flask application that gunicorn serves."""
    return flask_application(FrozenStore(os.environ["BENCH_STORE"]), os.environ)
