"""Connections stay open between uses; whoever gets one next notices nothing of it."""

from contextlib import ExitStack
from typing import Any

import pytest
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, ResourceClosedError

from careered.db import pool
from careered.db.compiled import send
from careered.db.engine import POSTGRESQL_PLACES, Database, allow_long_statements
from careered.db.faults import StorageFault
from careered.db.kept_connections import MOST_IDLE


def driver_of(db: Connection) -> Any:
    return db.connection.driver_connection


def leaves(db: Connection) -> Any:
    return db.exec_driver_sql("SELECT count(*) FROM leaf").scalar()


def test_the_next_page_has_the_same_connection_and_sees_what_was_stored_meanwhile(database: Database) -> None:
    with database.transaction() as db:
        db.exec_driver_sql("CREATE TABLE leaf (id int)")
    with database.reading() as db:
        first = driver_of(db)
        assert leaves(db) == 0
    with database.transaction() as db:
        db.exec_driver_sql("INSERT INTO leaf VALUES (1)")
    with database.reading() as db:
        assert (driver_of(db), leaves(db)) == (first, 1)


def test_who_asks_for_the_schema_waits_only_so_long(postgresql: Database) -> None:
    with postgresql.snapshot(is_long=False) as db:
        assert driver_of(db).reply_timeout is not None
        assert db.exec_driver_sql("SHOW statement_timeout").scalar() != "0"


def test_a_connection_that_is_lost_before_a_statement_s_first_time_is_a_fault_of_the_storage(
    postgresql: Database,
) -> None:
    with pytest.raises(StorageFault):
        _asks_by_a_lost_connection(postgresql)


def _asks_by_a_lost_connection(postgresql: Database) -> None:
    with postgresql.reading() as db:
        driver_of(db).close()
        send(db, "SELECT 1", rows=True)


def test_who_uses_one_after_its_block_is_told_so(database: Database) -> None:
    with database.reading() as late:
        assert late.exec_driver_sql("SELECT 1").scalar() == 1
    with database.reading() as db:
        with pytest.raises(ResourceClosedError, match="given back"):
            late.exec_driver_sql("SELECT 1")
        assert db.exec_driver_sql("SELECT 1").scalar() == 1


def test_the_next_who_writes_has_the_same_connection_and_no_transaction_on_it(database: Database) -> None:
    with database.transaction() as db:
        first = driver_of(db)
        db.exec_driver_sql("CREATE TABLE leaf (id int)")
    with database.transaction() as db:
        assert driver_of(db) is first
        db.exec_driver_sql("INSERT INTO leaf VALUES (1)")
    with pytest.raises(DBAPIError), database.transaction() as db:
        db.exec_driver_sql("INSERT INTO leaf VALUES (2), (nothing)")
    with database.transaction() as db:
        assert leaves(db) == 1


def test_one_that_was_allowed_to_take_long_is_limited_again_for_who_comes_next(postgresql: Database) -> None:
    with postgresql.transaction() as db:
        driver, usual = driver_of(db), driver_of(db).reply_timeout
        allow_long_statements(db)
        assert driver.reply_timeout is None
    assert (postgresql.kept.idle, driver.reply_timeout) == (0, usual)


def test_a_page_gets_the_place_of_one_that_is_idle_for_writing(postgresql: Database) -> None:
    with ExitStack() as many:
        for _ in range(POSTGRESQL_PLACES - MOST_IDLE):
            many.enter_context(postgresql.reading())
        with ExitStack() as writers:
            for _ in range(MOST_IDLE - 1):
                writers.enter_context(postgresql.transaction())
        many.enter_context(postgresql.reading())
        assert postgresql.engine.pool.is_used_up  # type: ignore[attr-defined]
        with postgresql.reading() as db:
            assert db.exec_driver_sql("SELECT 1").scalar() == 1


def test_one_that_met_a_fault_is_nobodys_next(database: Database) -> None:
    with pytest.raises(DBAPIError), database.reading() as db:
        db.exec_driver_sql("SELECT nothing FROM nowhere")
    assert database.kept.idle == 0
    assert database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_of_many_at_once_only_some_stay_open_and_the_pool_has_the_others(database: Database) -> None:
    with ExitStack() as many:
        drivers = {driver_of(many.enter_context(database.reading())) for _ in range(MOST_IDLE + 2)}
    assert len(drivers) == MOST_IDLE + 2
    assert database.kept.idle == database.engine.pool.checkedout() == MOST_IDLE  # type: ignore[attr-defined]


def test_of_a_dead_server_one_is_asked_and_all_are_given_up(
    postgresql: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ExitStack() as many:
        before = {driver_of(many.enter_context(postgresql.reading())) for _ in range(MOST_IDLE)}
    asked: list[Any] = []

    def is_silent(_engine: Engine, driver: Any) -> bool:
        asked.append(driver)
        return False

    monkeypatch.setattr(pool, "PING_AFTER_SECONDS", -1.0)
    monkeypatch.setattr(pool, "_answers", is_silent)
    with postgresql.reading() as db:
        assert driver_of(db) not in before
    assert len(asked) == 1


def test_where_all_places_are_taken_one_that_comes_back_goes_to_who_waits(postgresql: Database) -> None:
    with ExitStack() as many:
        for _ in range(POSTGRESQL_PLACES - 1):
            many.enter_context(postgresql.transaction())
        with postgresql.reading():
            assert postgresql.engine.pool.is_used_up  # type: ignore[attr-defined]
        assert postgresql.kept.idle == 0
        with postgresql.transaction() as db:
            assert db.exec_driver_sql("SELECT 1").scalar() == 1
