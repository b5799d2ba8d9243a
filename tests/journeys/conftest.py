"""The town of the stories."""

from collections.abc import Iterator

import pytest

from tests.journeys.scenario import Scenario, open_scenario


@pytest.fixture
def scenario(database_url: str) -> Iterator[Scenario]:
    """A town on a Monday morning, with a Moodle; on each kind of database."""
    with open_scenario(database_url) as opened:
        yield opened
