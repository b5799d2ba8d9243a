"""Fixtures and hooks of all tests."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support import quicker, watched
from tests.support.databases import fresh, server_seconds
from tests.support.figures import COUNTED, Figures
from tests.support.portals import close_portals
from tests.support.slow import SLOW


def pytest_addoption(parser: pytest.Parser) -> None:
    """`make test` asks for the table."""
    parser.addoption("--figures", action="store_true", help="print what the tests of each folder took")


def pytest_configure(config: pytest.Config) -> None:
    """In every process that runs tests, and in the one that prints."""
    quicker.install()
    watched.install()
    config.pluginmanager.register(Figures(), "figures")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh migrated database; the test runs once on each kind."""
    with fresh(request.param, tmp_path) as url:
        yield url


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish() -> None:
    """Before a worker sends its figures."""
    close_portals()
    COUNTED["PostgreSQL CPU seconds"] += round(server_seconds())


@pytest.fixture
def as_shipped() -> Iterator[None]:
    """The product without what makes the tests quicker."""
    with quicker.as_shipped():
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks and order of all tests. The long ones come first: at the end no worker waits for one.

    Tests with a browser come last: its driver leaves an event loop running, and others begin one of their own.
    """
    for item in items:
        for mark in _marks(item):
            item.add_marker(mark)
    items.sort(key=lambda item: (_has(item, "browser"), not _has(item, "slow")))


def _has(item: pytest.Item, mark: str) -> bool:
    return item.get_closest_marker(mark) is not None


def _marks(item: pytest.Item) -> Iterator[str]:
    file, _, name = item.nodeid.removeprefix("tests/").partition("::")
    test, _, parameters = name.partition("[")
    if "playwright" in getattr(item, "fixturenames", ()):
        yield "browser"
    if "postgresql" in parameters:
        yield "postgresql"
    if file.startswith("crash/") or f"{file}::{test}" in SLOW:
        yield "slow"


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """How many presses each task of the journeys took, and how many requests the access matrix made."""
    reports = terminalreporter.stats.get("passed", [])
    properties = [item for report in reports for item in getattr(report, "user_properties", ())]
    for name, value in properties:
        if name == "presses":
            terminalreporter.write_line(f"presses: {value}")
    cells = [value for name, value in properties if name == "access cells"]
    if cells:
        terminalreporter.write_line(f"access matrix: {sum(cells)} cells")
