"""Databases as the product opens them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from careered.db.engine import Database
from careered.settings import Settings
from tests.support.databases import fresh


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The test runs once on each kind."""
    with _opened(database_url) as found:
        yield found


@pytest.fixture
def postgresql(tmp_path: Path) -> Iterator[Database]:
    """For what a file does not have: a server, which may end a connection, or have no more."""
    with fresh("postgresql", tmp_path) as url, _opened(url) as found:
        yield found


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    """For what a server does not have: a file of one process."""
    with fresh("sqlite", tmp_path) as url, _opened(url) as found:
        yield found


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    settings = Settings(base_url="https://careered.test", database_url=url, secret_key="for tests " * 5)
    found = Database(settings.sqlalchemy_url)
    yield found
    found.engine.dispose()
