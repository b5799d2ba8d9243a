"""One town for a whole module: for stories in which nothing is changed by those who try."""

from collections.abc import Iterator

import pytest

from tests.journeys.scenario import Scenario, open_scenario
from tests.support.databases import fresh


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def scenario(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scenario]:
    """A town on a Monday morning, on each kind of database."""
    with fresh(request.param, tmp_path_factory.mktemp("town")) as url, open_scenario(url) as opened:
        yield opened
