"""A worker that has nothing to do hardly looks at the database; counted, not timed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from sqlalchemy import JSON, Boolean, Integer, insert

from careered.clock import now
from careered.db.changes import Changes
from careered.db.engine import Database
from careered.db.types import UtcDateTime
from careered.jobs.connection_check import CHECK_REQUESTED
from careered.jobs.due_work import is_anything_due
from careered.lti.tables import ConnectionEventRow, Deployment, Platform
from careered.progress.tables import ScoreDelivery
from careered.roster.tables import Organisation, SchoolClass
from careered.settings import Settings
from careered.worker import LOOK_INTERVAL, Worker
from tests.support.counters import statements_of

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


def test_a_worker_at_rest_asks_one_question_and_whether_counts_are_stale(database: Database) -> None:
    worker = Worker(SETTINGS, database)
    with statements_of(database) as statements:
        assert not worker.start_work()
        assert len(statements) == 2
        assert not worker.start_work()
    assert len(statements) == 3


DUE: dict[str, tuple[Any, dict[str, Any]]] = {
    "a score": (ScoreDelivery, {"next_attempt_at": MORNING}),
    "a list": (SchoolClass, {"roster_due_at": MORNING}),
    "a check": (ConnectionEventRow, {"step": CHECK_REQUESTED, "occurred_at": MORNING}),
    "a subscription": (Deployment, {"notices_url": "https://lms.test/notices", "notices_subscribed_at": None}),
    "a subscription again": (Deployment, {"notices_url": "a", "notices_subscribed_at": MORNING - timedelta(days=31)}),
}


@pytest.mark.parametrize("what", DUE)
def test_at_a_glance_a_worker_sees_what_may_be_due(database: Database, what: str) -> None:
    table, due = DUE[what]
    with database.transaction() as db:
        db.execute(insert(Platform.__table__).values(**row_of(Platform, {"id": "x", "status": "active"})))
        assert not is_anything_due(db, MORNING)
        db.execute(insert(table.__table__).values(**row_of(table, {"platform_id": "x", **due})))
        assert is_anything_due(db, MORNING)
        if "subscription" not in what:
            assert is_anything_due(db, MORNING - timedelta(seconds=1)) == (what == "a check")


def row_of(table: Any, own: dict[str, Any]) -> dict[str, Any]:
    """A row with these values; whatever else it must have says nothing."""
    saying_nothing = [(UtcDateTime, MORNING), (JSON, []), (Boolean, False), (Integer, 1)]
    columns = table.__table__.columns
    needed = [one for one in columns if not one.nullable and one.name not in own]
    values = {
        one.name: next((word for kind, word in saying_nothing if isinstance(one.type, kind)), "x") for one in needed
    }
    return values | {name: value for name, value in own.items() if name in columns}
