"""Two classes of one school."""

from collections.abc import Iterator

import pytest

from careered.web.edge import House
from careered.web.permissions import Role
from tests.dashboard.classroom import Classroom, class_8b, valley
from tests.guidance.conftest import aino, school, teacher

__all__ = ["aino", "house", "other_room", "room", "school", "teacher"]


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    """The tool's inside, on each kind of database."""
    with valley(database_url) as house:
        yield house


@pytest.fixture
def room(house: House) -> Classroom:
    """8B."""
    return class_8b(house)


@pytest.fixture
def other_room(house: House) -> Classroom:
    """Another class of the same school, with a teacher and a pupil of its own."""
    other = Classroom(house, "8C", "course-8c")
    other.comes("Opo Salo", Role.TEACHER)
    other.comes("Eetu Niemi")
    return other
