"""The school by the sea and a pupil in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lessons.factories import BAY_PACK, HarbourSchool, Visitor, harbour_school
from tests.support.databases import fresh


@pytest.fixture
def school(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[HarbourSchool]:
    """The school, on SQLite; tests about what is stored ask for each kind of database (`EACH_DATABASE`)."""
    with fresh(getattr(request, "param", "sqlite"), tmp_path) as url, harbour_school(url) as harbour:
        yield harbour


@pytest.fixture
def aino(school: HarbourSchool) -> Visitor:
    """A pupil of 8 S."""
    return school.visitor()


@pytest.fixture
def bay(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[HarbourSchool]:
    """A school whose pack has a lesson of cards."""
    with fresh(getattr(request, "param", "sqlite"), tmp_path) as url, harbour_school(url, BAY_PACK) as school:
        yield school


@pytest.fixture
def iida(bay: HarbourSchool) -> Visitor:
    """A pupil of the school with the lesson of cards."""
    return bay.visitor(name="Iida Impi")
