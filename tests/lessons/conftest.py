"""The school by the sea and a pupil in it."""

from collections.abc import Iterator

import pytest

from tests.lessons.harbour_school import HarbourSchool, Visitor, harbour_school


@pytest.fixture
def school(database_url: str) -> Iterator[HarbourSchool]:
    """The school, on each kind of database."""
    with harbour_school(database_url) as found:
        yield found


@pytest.fixture
def aino(school: HarbourSchool) -> Visitor:
    """A pupil of 8 S."""
    return school.visitor()
