"""Two classes of one school."""

from collections.abc import Iterator

import pytest

from careered.web.app_state import AppState
from careered.web.permissions import Role
from tests.dashboard.factories import Classroom, class_8b, valley_app_state
from tests.questions.conftest import aino, school, teacher

__all__ = ["aino", "app_state", "classroom", "other_classroom", "school", "teacher"]


@pytest.fixture
def app_state(database_url: str) -> Iterator[AppState]:
    """The tool's inside, on each kind of database."""
    with valley_app_state(database_url) as state:
        yield state


@pytest.fixture
def classroom(app_state: AppState) -> Classroom:
    """8B."""
    return class_8b(app_state)


@pytest.fixture
def other_classroom(app_state: AppState) -> Classroom:
    """Another class of the same school, with a teacher and a pupil of its own."""
    classroom = Classroom(app_state, "8C", "course-8c")
    classroom.launches("Opo Salo", Role.TEACHER)
    classroom.launches("Eetu Niemi")
    return classroom
