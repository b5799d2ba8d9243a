"""What is in use when the database is closed is closed when it comes back, and nothing stays open on the server."""

import gc
import weakref
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from careered.db.engine import Database


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
