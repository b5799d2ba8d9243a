"""Faults of the database are known by their codes, whatever language it speaks."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, ProgrammingError, TimeoutError

from careered.db import pooler
from careered.db.engine import Database
from careered.db.faults import StorageBusy, StorageFault, StorageFull, storage_fault
from careered.settings import Settings
from tests.support.databases import fresh, postgresql_server

BUSY = ["40001", "40P01", "55P03", "57014", "53300", "53200", "57P01", "57P02", "57P03", "08006", "08003", "25P03"]
FULL = ["53100", "25006", "58030"]
SQLITE_BUSY = [sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_SNAPSHOT, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL]
SQLITE_FULL = [
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_READONLY_DBMOVED,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_IOERR_FSYNC,
]
FINNISH = "VIRHE: toimenpide ei onnistunut"


def address(url: str) -> str:
    """The address as the tool's settings give it to SQLAlchemy."""
    return Settings(base_url="https://careered.test", database_url=url, secret_key="for tests " * 5).sqlalchemy_url


@contextmanager
def opened(kind: str, folder: Path) -> Iterator[Database]:
    with fresh(kind, folder) as url:
        database = Database(address(url))
        yield database
        database.engine.dispose()


@pytest.fixture
def postgresql(tmp_path: Path) -> Iterator[Database]:
    with opened("postgresql", tmp_path) as database:
        yield database


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    with opened("sqlite", tmp_path) as database:
        yield database


@pytest.mark.parametrize(("code", "kind"), [(c, StorageBusy) for c in BUSY] + [(c, StorageFull) for c in FULL])
def test_a_postgresql_that_speaks_finnish_is_understood(
    code: str, kind: type[StorageFault], postgresql: Database
) -> None:
    raised = f"DO $$ BEGIN RAISE EXCEPTION '{FINNISH}' USING ERRCODE = '{code}'; END $$"
    with pytest.raises(kind) as found, postgresql.transaction() as db:
        db.exec_driver_sql(raised)
    assert found.value.code == code
    assert FINNISH not in str(found.value)
    with postgresql.reading() as db:
        assert db.execute(text("SELECT 1")).scalar_one() == 1


def test_reading_behind_a_pooler_has_its_time_limits_too(postgresql: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection has none of its own there: in the next moment it is another client's."""
    with postgresql.reading() as db:
        db.exec_driver_sql("SET statement_timeout = 0")
        monkeypatch.setattr(db.connection.driver_connection, "is_pooled", True)
    monkeypatch.setattr(pooler, "STATEMENT_TIMEOUT_SECONDS", 0.05)
    with pytest.raises(StorageBusy) as found, postgresql.reading() as db:
        db.exec_driver_sql("SELECT pg_sleep(60)")
    assert found.value.code == "57014"


def test_a_server_lost_as_a_shared_transaction_sets_its_limits_is_a_fault_of_the_storage(
    postgresql: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with postgresql.reading() as db:
        monkeypatch.setattr(db.connection.driver_connection, "is_pooled", True)
    monkeypatch.setattr(pooler, "_SET_LIMITS", "SELECT pg_terminate_backend(pg_backend_pid())")
    with pytest.raises(StorageBusy), postgresql.transaction():
        pass
    monkeypatch.undo()
    with postgresql.transaction() as db:
        assert db.execute(text("SELECT 1")).scalar_one() == 1


def slow(db: Connection) -> None:
    db.execute(text("SET LOCAL statement_timeout = 1"))
    db.execute(text("SELECT pg_sleep(5)"))


def ended(db: Connection) -> None:
    db.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))


def standby(db: Connection) -> None:
    db.execute(text("SET TRANSACTION READ ONLY"))
    db.execute(text("CREATE TABLE leaf (id int)"))


def held(db: Connection) -> None:
    db.execute(text("SET LOCAL lock_timeout = 1"))
    db.execute(text("SELECT count(*) FROM answer"))


@pytest.mark.parametrize(("fault", "kind"), [(slow, StorageBusy), (ended, StorageBusy), (standby, StorageFull)])
def test_real_faults_of_postgresql_get_their_names(
    fault: Callable[[Connection], None], kind: type[StorageFault], postgresql: Database
) -> None:
    with pytest.raises(kind), postgresql.transaction() as db:
        fault(db)


def test_a_row_that_another_holds_is_waited_for_only_so_long(postgresql: Database) -> None:
    with postgresql.engine.connect() as other:
        other.execute(text("LOCK TABLE answer IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(StorageBusy), postgresql.transaction() as db:
            held(db)


def test_a_server_that_takes_nobody_more_is_busy(postgresql: Database) -> None:
    """libpq gives no SQLSTATE where no connection came about: too many clients, starting up, out of reach."""
    closed = postgresql.engine.url.database
    with psycopg.connect(postgresql_server(), autocommit=True) as server:
        server.execute(f"ALTER DATABASE {closed} ALLOW_CONNECTIONS false")
    with pytest.raises(StorageBusy), postgresql.reading():
        pass
    with pytest.raises(StorageBusy), Database("postgresql+psycopg://nobody@127.0.0.1:1/none").reading():
        pass


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_when_every_connection_is_in_use_for_too_long_it_is_busy(kind: str, tmp_path: Path) -> None:
    with opened(kind, tmp_path) as database, ExitStack() as held:
        database.engine.pool._timeout = 0.01  # type: ignore[attr-defined]
        database.engine.pool._max_overflow = 0  # type: ignore[attr-defined]
        for _ in range(database.engine.pool.size()):  # type: ignore[attr-defined]
            held.enter_context(database.engine.connect())
        with pytest.raises(StorageBusy), database.reading():
            pass


@pytest.mark.parametrize(
    ("code", "kind"), [(c, StorageBusy) for c in SQLITE_BUSY] + [(c, StorageFull) for c in SQLITE_FULL]
)
def test_sqlite_is_understood_by_its_codes(code: int, kind: type[StorageFault], sqlite: Database) -> None:
    """Extended codes too: their last byte is the primary one."""
    fault = sqlite3.OperationalError(FINNISH)
    fault.sqlite_errorcode, fault.sqlite_errorname = code, "SQLITE_X"
    with pytest.raises(kind) as found, sqlite.transaction():
        raise OperationalError("SELECT 1", None, fault)
    assert found.value.code == "SQLITE_X"


def test_real_faults_of_sqlite_get_their_names(sqlite: Database, tmp_path: Path) -> None:
    with pytest.raises(StorageFull), sqlite.transaction() as db:
        db.exec_driver_sql(f"ATTACH '{tmp_path}/nowhere/x.sqlite3' AS other")
    with sqlite.engine.connect() as db:
        db.exec_driver_sql("PRAGMA query_only = ON")  # the pool hands this connection out again
    with pytest.raises(StorageFull) as full, sqlite.transaction() as db:
        db.exec_driver_sql("CREATE TABLE leaf (id int)")
    assert full.value.code == "SQLITE_READONLY"
    sqlite.engine.dispose()
    other = sqlite3.connect(str(sqlite.engine.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with sqlite.engine.connect() as db:
        db.exec_driver_sql("PRAGMA busy_timeout = 1")  # the pool hands this connection out again
    with pytest.raises(StorageBusy) as found, sqlite.transaction():
        pass
    assert found.value.code == "SQLITE_BUSY"
    other.close()


def test_a_mistake_of_ours_is_no_storage_fault(database_url: str) -> None:
    database = Database(address(database_url))
    with pytest.raises(DBAPIError, match="connection_busy"), database.transaction() as db:
        db.execute(text("SELECT locked_and_full FROM connection_busy"))
    database.engine.dispose()
    for fault in (
        IntegrityError("", None, psycopg.errors.UniqueViolation("database is locked")),
        ProgrammingError("", None, psycopg.errors.UndefinedTable("disk full")),
        IntegrityError("", None, sqlite3.IntegrityError("UNIQUE failed: locked")),
    ):
        assert storage_fault(fault) is None
    assert isinstance(storage_fault(TimeoutError("QueuePool limit")), StorageBusy)
