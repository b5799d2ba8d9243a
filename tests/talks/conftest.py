"""A class whose pupils talk with their counsellor, and a school whose lessons have plans; SQL is not the point."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from careered.web.app_state import AppState
from tests.dashboard.conftest import classroom
from tests.dashboard.factories import valley_app_state
from tests.questions.conftest import aino, school, teacher
from tests.support.databases import fresh

__all__ = ["aino", "classroom", "school", "teacher"]


@pytest.fixture
def app_state(tmp_path: Path) -> Iterator[AppState]:
    """The tool's inside, on SQLite."""
    with fresh("sqlite", tmp_path) as url, valley_app_state(url) as state:
        yield state
