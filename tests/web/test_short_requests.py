"""What takes microseconds is answered on the event loop; where it cannot be, in a thread."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from httpx2 import Response

from careered.db import engine
from tests.lessons.factories import BAY_PACK, HarbourSchool, Visitor, harbour_school
from tests.support.counters import hops_counted
from tests.support.databases import fresh

SORTED = {"item-exam": "upper", "item-workplace": "vocational", "item-apply": "both"}


@contextmanager
def school_on(kind: str, folder: Path) -> Iterator[HarbourSchool]:
    with fresh(kind, folder) as url, harbour_school(url, BAY_PACK) as here:
        yield here


@pytest.fixture
def bay(tmp_path: Path) -> Iterator[HarbourSchool]:
    """A school on a file."""
    with school_on("sqlite", tmp_path) as here:
        yield here


@pytest.fixture
def bay_of_a_server(tmp_path: Path) -> Iterator[HarbourSchool]:
    """A school on PostgreSQL."""
    with school_on("postgresql", tmp_path) as here:
        yield here


def hops_of(ask: Callable[[], Response], status: int) -> int:
    """In how many threads somebody waited for a reply."""
    with hops_counted() as found:
        assert ask().status_code == status
    return len(found)


def hops(pupil: Visitor) -> int:
    """The same for the first page."""
    return hops_of(lambda: pupil.client.get("/lessons"), 200)


def hands_in(pupil: Visitor) -> int:
    """The same for an answer."""
    return hops_of(lambda: pupil.post("/lessons/xb-3/steps/schools", SORTED), 303)


def test_after_the_file_was_closed_one_page_opens_it_and_the_next_ones_wait_for_no_thread(bay: HarbourSchool) -> None:
    app_state, aino = bay.app.state.careered, bay.visitor()
    hops(aino)
    assert hops(aino) == 0
    app_state.database.engine.dispose()
    assert [hops(aino) for _ in range(3)] == [1, 0, 0]


def test_while_somebody_else_reads_by_it_a_page_comes_from_a_thread(bay: HarbourSchool) -> None:
    app_state, aino = bay.app.state.careered, bay.visitor()
    hops(aino)
    with app_state.database.reader:
        assert hops(aino) == 1
    assert hops(aino) == 0


def test_a_page_that_is_not_there_leaves_the_next_one_on_the_event_loop(bay: HarbourSchool) -> None:
    aino = bay.visitor()
    hops(aino)
    assert aino.client.get("/lessons/nowhere").status_code == 404
    assert hops(aino) == 0


def test_where_the_database_is_a_server_pages_and_answers_wait_for_no_thread(bay_of_a_server: HarbourSchool) -> None:
    aino = bay_of_a_server.visitor()
    hops(aino)
    assert (hops(aino), hands_in(aino)) == (0, 0)


def test_behind_a_pooler_they_do(bay_of_a_server: HarbourSchool, monkeypatch: pytest.MonkeyPatch) -> None:
    aino = bay_of_a_server.visitor()
    hops(aino)
    bay_of_a_server.app.state.careered.database.engine.dispose()
    monkeypatch.setattr(engine, "begin_session", lambda driver: setattr(driver, "is_pooled", True))
    assert (hops(aino), hands_in(aino)) == (1, 1)
