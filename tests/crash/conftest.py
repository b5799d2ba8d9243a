"""Databases that keep what they have acknowledged, as on an operator's server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.databases import fresh_as_shipped


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """As everywhere, with the product's and PostgreSQL's own settings."""
    with fresh_as_shipped(request.param, tmp_path) as url:
        yield url
