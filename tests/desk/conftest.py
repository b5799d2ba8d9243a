"""A counsellor of two classes, and a third that is somebody else's."""

import pytest

from careered.web.app_state import AppState
from careered.web.permissions import Role
from tests.dashboard.conftest import app_state
from tests.dashboard.factories import Classroom, class_8b

__all__ = ["app_state", "class_b", "class_d", "class_e"]

COUNSELLOR = "Opo Lehto"
SUB = "course-8b-Opo Lehto"


@pytest.fixture
def class_b(app_state: AppState) -> Classroom:
    """8B: Aino has finished a lesson, Väinö has begun one, Siiri has not come."""
    return class_8b(app_state)


@pytest.fixture
def class_d(app_state: AppState, class_b: Classroom) -> Classroom:
    """9D, which has the same counsellor, a colleague, and a pupil."""
    classroom = Classroom(app_state, "9D", "course-9d")
    classroom.launches(COUNSELLOR, Role.TEACHER, sub=SUB)
    classroom.launches("Ope Kataja", Role.TEACHER)
    classroom.launches("Eetu Niemi")
    return classroom


@pytest.fixture
def class_e(app_state: AppState) -> Classroom:
    """9E, which is another teacher's."""
    classroom = Classroom(app_state, "9E", "course-9e")
    classroom.launches("Ope Vuori", Role.TEACHER)
    classroom.launches("Leo Saari")
    return classroom
