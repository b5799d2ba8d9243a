"""The same classes as the teacher's pages have."""

from tests.dashboard.conftest import app_state, classroom, other_classroom

__all__ = ["app_state", "classroom", "other_classroom"]
