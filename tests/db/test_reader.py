"""SQLite's reader for the event loop: one snapshot at a time, waiting for nobody; a fault ends its connection."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection

from careered.db.compiled import send
from careered.db.engine import Database
from careered.db.faults import StorageBusy, StorageFault
from careered.db.reader import Reader


@pytest.fixture
def reader(sqlite: Database) -> Reader:
    """Of a database with a table of leaves."""
    with sqlite.transaction() as db:
        send(db, "CREATE TABLE leaf (id int)")
    assert sqlite.reader
    sqlite.reader.open()
    return sqlite.reader


def leaves(db: Connection) -> int:
    return int(send(db, "SELECT count(*) FROM leaf", rows=True)[0][0])


def test_a_page_sees_one_moment_and_the_next_page_what_was_stored_meanwhile(reader: Reader, sqlite: Database) -> None:
    with reader as db:
        before = leaves(db)
        with sqlite.transaction() as other:
            send(other, "INSERT INTO leaf VALUES (1)")
        assert leaves(db) == before
    with reader as db:
        assert leaves(db) == before + 1


def test_who_would_have_to_wait_for_another_reading_is_told_at_once(reader: Reader) -> None:
    told: list[StorageBusy] = []

    def ask() -> None:
        try:
            with reader:
                pass
        except StorageBusy as busy:
            told.append(busy)

    with reader:
        asking = threading.Thread(target=ask)
        asking.start()
        asking.join()
    assert len(told) == 1
    with reader as db:
        assert leaves(db) == 0


def test_what_is_written_by_it_all_the_same_is_not_stored(reader: Reader) -> None:
    with reader as db:
        send(db, "INSERT INTO leaf VALUES (1)")
    with reader as db:
        assert leaves(db) == 0


def test_a_refusal_of_ours_keeps_the_connection_and_a_fault_of_the_storage_ends_it(reader: Reader) -> None:
    with pytest.raises(LookupError), reader:
        raise LookupError
    with reader as db:
        assert leaves(db) == 0
    with pytest.raises(StorageFault), reader as db:
        send(db, "ATTACH '/nowhere/at/all.sqlite3' AS other")
    with pytest.raises(StorageBusy), reader:
        pass
    reader.open()
    with reader as db:
        assert leaves(db) == 0


def test_a_mistake_of_ours_is_no_storage_fault_and_ends_nothing(reader: Reader) -> None:
    with pytest.raises(Exception, match="no such table"), reader as db:
        send(db, "SELECT * FROM absent")
    with reader as db:
        assert leaves(db) == 0


def test_nothing_stays_open_when_the_database_is_closed(reader: Reader, sqlite: Database) -> None:
    sqlite.engine.dispose()
    with pytest.raises(StorageBusy), reader:
        pass
    file = str(sqlite.engine.url.database)
    assert not Path(f"{file}-wal").exists(), "the last connection that is closed removes the journal"
    with closing(sqlite3.connect(file)) as other:
        assert other.execute("SELECT count(*) FROM leaf").fetchone() == (0,)


def test_opened_twice_there_is_one_connection(reader: Reader, sqlite: Database) -> None:
    in_use = sqlite.engine.pool.checkedout()  # type: ignore[attr-defined]
    reader.open()
    assert sqlite.engine.pool.checkedout() == in_use  # type: ignore[attr-defined]
