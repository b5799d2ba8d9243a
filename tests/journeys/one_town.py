"""One town for a whole module: for stories in which nothing is changed by those who try."""

from collections.abc import Iterator

import pytest

from tests.journeys.town import Town, town
from tests.support.databases import fresh


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def monday(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town on a Monday morning, on each kind of database."""
    with fresh(request.param, tmp_path_factory.mktemp("town")) as url, town(url) as found:
        yield found
