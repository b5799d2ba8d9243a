"""Fixtures shared with the pupils' questions."""

from tests.questions.conftest import aino, school, teacher

__all__ = ["aino", "school", "teacher"]
