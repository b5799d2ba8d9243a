"""The school by the sea, a pupil and a teacher in it."""

import pytest

from careered.web.permissions import Role
from tests.lessons.conftest import aino, school
from tests.lessons.factories import HarbourSchool, Visitor

__all__ = ["aino", "school", "teacher"]


@pytest.fixture
def teacher(school: HarbourSchool) -> Visitor:
    """The counsellor of 8 S."""
    return school.visitor("t", role=Role.TEACHER, name="Opo Lehto")
