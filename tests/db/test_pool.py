"""What is in use when the database is closed is closed when it comes back, and nothing stays open on the server."""

import gc
import weakref
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from careered.db import pool
from careered.db.engine import Database
from tests.support.databases import END_OTHER_CONNECTIONS, fresh


@pytest.fixture
def database(database_url: str) -> Database:
    """As the product opens it."""
    return Database(database_url.replace("postgresql://", "postgresql+psycopg://"))


def is_closed(driver: Any) -> bool:
    """Whether a driver's connection takes no statement any more."""
    try:
        driver.execute("SELECT 1")
    except Exception as error:
        return "closed" in str(error)
    return False


def test_a_connection_in_use_when_the_database_is_closed_is_closed_when_it_comes_back(database: Database) -> None:
    with database.reading() as reader, database.reading() as other:
        drivers = [connection.connection.driver_connection for connection in (reader, other)]
        database.engine.dispose()
        assert not any(map(is_closed, drivers))
        assert reader.exec_driver_sql("SELECT 1").scalar() == 1
    assert all(map(is_closed, drivers))


def test_one_that_fails_in_use_is_closed_too(database: Database) -> None:
    with database.reading() as db:
        driver = db.connection.driver_connection
        database.engine.dispose()
        with pytest.raises(DBAPIError):
            db.exec_driver_sql("SELECT nothing FROM nowhere")
    assert is_closed(driver)


def test_a_database_that_was_closed_opens_again_and_keeps_its_connection(database: Database) -> None:
    database.engine.dispose()
    with database.reading() as db:
        driver = db.connection.driver_connection
    with database.reading() as db:
        assert db.connection.driver_connection is driver
    database.engine.dispose()
    assert is_closed(driver)


def test_what_nobody_gave_back_before_the_database_was_closed_is_closed_when_it_is_forgotten(
    database: Database,
) -> None:
    forgotten = database.engine.connect()
    driver = forgotten.connection.driver_connection
    gone = weakref.ref(forgotten)
    database.engine.dispose()
    del forgotten
    gc.collect()
    assert gone() is None
    assert is_closed(driver)


@pytest.fixture
def postgresql(tmp_path: Path) -> Iterator[Database]:
    """One that has been asked something."""
    with fresh("postgresql", tmp_path) as url:
        database = Database(url.replace("postgresql://", "postgresql+psycopg://"))
        with database.reading() as db:
            db.exec_driver_sql("SELECT 1")
        yield database
        database.engine.dispose()


def pings(database: Database, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """From now on, the connections of which the server is asked whether it is there."""
    asked, ping = list[Any](), database.engine.dialect.do_ping

    def note(driver: Any) -> bool:
        asked.append(driver)
        return ping(driver)

    monkeypatch.setattr(database.engine.dialect, "do_ping", note)
    return asked


def test_a_server_that_says_nothing_is_not_asked_whether_it_is_there(
    postgresql: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = pings(postgresql, monkeypatch)
    for _ in range(3):
        with postgresql.reading() as db:
            assert db.exec_driver_sql("SELECT 1").scalar() == 1
    assert not asked


@pytest.mark.parametrize("way", [Database.reading, Database.transaction])
def test_after_long_idling_it_is_asked(
    way: Callable[[Database], AbstractContextManager[Connection]],
    postgresql: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with way(postgresql):
        asked = pings(postgresql, monkeypatch)
    monkeypatch.setattr(pool, "PING_AFTER_SECONDS", 0.0)
    with way(postgresql) as db:
        assert db.exec_driver_sql("SELECT 1").scalar() == 1
    assert len(asked) == 1


def test_a_connection_that_the_server_has_ended_is_replaced_unnoticed(postgresql: Database) -> None:
    with postgresql.reading() as one, postgresql.reading() as other:
        before = {one.connection.driver_connection, other.connection.driver_connection}
    url = postgresql.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as db:
        db.execute(END_OTHER_CONNECTIONS)
    for way in (postgresql.reading, postgresql.reading, postgresql.transaction):
        with way() as again:
            assert again.exec_driver_sql("SELECT 1").scalar() == 1
            assert again.connection.driver_connection not in before


def test_a_notice_of_the_server_ends_no_connection(postgresql: Database) -> None:
    with postgresql.reading() as db:
        driver = db.connection.driver_connection
        db.exec_driver_sql("LISTEN something")
    with postgresql.transaction() as other:
        other.exec_driver_sql("NOTIFY something")
    with postgresql.reading() as db:
        assert db.exec_driver_sql("SELECT 1").scalar() == 1
        assert db.connection.driver_connection is driver


def test_reading_sends_nothing_but_its_statements(postgresql: Database) -> None:
    with postgresql.reading() as db:
        db.exec_driver_sql("SELECT 1")
        driver: Any = db.connection.driver_connection
        assert driver.info.transaction_status.name == "IDLE"
