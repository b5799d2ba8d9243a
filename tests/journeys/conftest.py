"""The town of the stories."""

from collections.abc import Iterator

import pytest

from tests.journeys.town import Town, town


@pytest.fixture
def monday(database_url: str) -> Iterator[Town]:
    """A town on a Monday morning, with a Moodle; on each kind of database."""
    with town(database_url) as found:
        yield found
