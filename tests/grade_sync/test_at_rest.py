"""A worker that has nothing to do hardly looks at the database; counted, not timed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
import time_machine
from sqlalchemy import insert

from careered.clock import now
from careered.db.changes import Changes
from careered.db.engine import Database
from careered.roster.tables import Organisation
from careered.settings import Settings
from careered.worker import LOOK_INTERVAL, Worker

MORNING = datetime(2026, 11, 30, 8, tzinfo=UTC)
SETTINGS = Settings(base_url="https://careered.test", secret_key="for tests only: forty characters or more")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    address = database_url.replace("postgresql://", "postgresql+psycopg://")
    database = Database(address)
    yield database
    database.engine.dispose()


def store(database: Database, name: str, *, is_taken_back: bool = False) -> None:
    """Somebody stores something."""
    row = {"organisation_id": name, "name": name, "created_at": now()}
    with database.transaction() as db:
        db.execute(insert(Organisation.__table__).values(**row))
        if is_taken_back:
            raise ZeroDivisionError


def test_what_somebody_stores_is_a_change_once_and_what_is_read_or_taken_back_is_none(database: Database) -> None:
    changes = Changes(database)
    assert changes.any(), "before anybody has looked"
    is_told_each_time = not database.is_sqlite
    with database.reading() as db:
        db.exec_driver_sql("SELECT 1")
    with pytest.raises(ZeroDivisionError):
        store(database, "village", is_taken_back=True)
    assert changes.any() == is_told_each_time
    store(database, "town")
    assert changes.any()
    assert changes.any() == is_told_each_time
    changes.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_worker_looks_where_something_was_stored_or_may_have_become_due_by_time(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[datetime] = []
    monkeypatch.setattr(Worker, "start_work", lambda _self: looked.append(now()))
    with time_machine.travel(MORNING, tick=False) as clock:
        worker = Worker(SETTINGS, database)
        asked = partial(_looks, worker, looked)
        assert asked() == 5
        clock.shift(timedelta(seconds=3))
        assert asked() == 0
        store(database, "town")
        assert asked() == 5, "until what is rare, such as a connection to check, has been looked for too"
        clock.shift(timedelta(seconds=3))
        assert asked() == 0
        clock.shift(LOOK_INTERVAL)
        assert asked() == 1


def _looks(worker: Worker, looked: list[datetime]) -> int:
    """How often the worker looks when it has the chance five times at one moment."""
    looked.clear()
    for _ in range(5):
        worker._start_what_changed()
    return len(looked)
