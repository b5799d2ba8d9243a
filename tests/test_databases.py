"""What a test finds is what it brought: a database that was used before is empty, whole, and nobody else's."""

from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import SQLModel

from careered.clock import now
from careered.db import migrate
from careered.db.engine import Database
from careered.db.faults import StorageBusy
from careered.db.schema_version import is_current
from careered.roster.tables import Organisation
from tests.support import databases
from tests.support.databases import fresh


def opened(url: str) -> Database:
    """As the product opens it."""
    return Database(url.replace("postgresql://", "postgresql+psycopg://"))


def leave_a_row(database: Database) -> None:
    """What a test leaves behind."""
    with database.transaction() as db:
        db.execute(Organisation.__table__.insert().values(organisation_id="left", name="Left behind", created_at=now()))


def rows(database: Database) -> int:
    """The rows of all tables."""
    with database.reading() as db:
        return sum(len(db.execute(table.select()).all()) for table in SQLModel.metadata.sorted_tables)


@pytest.fixture(autouse=True)
def none_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Databases of tests before this one do not come into it."""
    monkeypatch.setattr(databases, "_used", databases._used.__class__())


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_a_test_leaves_behind_the_next_does_not_find(kind: str, tmp_path: Path) -> None:
    with fresh(kind, tmp_path) as first:
        before = opened(first)
        leave_a_row(before)
        assert rows(before) == 1
    with fresh(kind, tmp_path) as second:
        assert second != first
        now_here = opened(second)
        assert rows(now_here) == 0
        assert is_current(now_here)
        if kind == "postgresql":  # whoever still runs cannot disturb
            assert not databases._used
            with pytest.raises((StorageBusy, DatabaseError)):
                leave_a_row(before)
            assert rows(now_here) == 0
        now_here.engine.dispose()
        before.engine.dispose()


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE person ADD COLUMN odd integer",
        "ALTER TABLE person ALTER COLUMN name DROP NOT NULL",
        "ALTER TABLE tool_key DROP CONSTRAINT pk_tool_key",
        "CREATE TABLE odd (number integer)",
        "CREATE SEQUENCE odd",
        "DROP TABLE event",
        "UPDATE alembic_version SET version_num = 'older'",
    ],
)
def test_a_database_whose_schema_was_changed_is_not_used_again(change: str, tmp_path: Path) -> None:
    with fresh("postgresql", tmp_path) as first:
        database = opened(first)
        with database.transaction() as db:
            db.execute(text(change))
        database.engine.dispose()
    with fresh("postgresql", tmp_path) as second:
        database = opened(second)
        assert is_current(database)
        assert migrate.schema_differences(database) == []
        with database.snapshot() as db:
            assert not inspect(db).has_table("odd")
            assert not inspect(db).get_sequence_names()
        database.engine.dispose()


def test_databases_in_use_at_the_same_time_are_two(tmp_path: Path) -> None:
    with fresh("postgresql", tmp_path) as one, fresh("postgresql", tmp_path) as other:
        first, second = opened(one), opened(other)
        leave_a_row(first)
        assert (rows(first), rows(second)) == (1, 0)
        first.engine.dispose()
        second.engine.dispose()


@pytest.mark.usefixtures("as_shipped")
def test_the_product_itself_waits_for_the_disk(tmp_path: Path) -> None:
    with fresh("sqlite", tmp_path) as url:
        database = Database(url)
        with database.reading() as db:
            assert db.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        database.engine.dispose()


def test_a_database_that_was_closed_or_set_otherwise_is_not_used_again(tmp_path: Path) -> None:
    for statement in ("ALLOW_CONNECTIONS false", "SET default_transaction_read_only = on"):
        with fresh("postgresql", tmp_path) as first:
            name = first.partition("?")[0].rpartition("/")[2]
            databases._admin_connection().execute(f"ALTER DATABASE {name} {statement}".encode())
        with fresh("postgresql", tmp_path) as second:
            database = opened(second)
            leave_a_row(database)
            assert rows(database) == 1
            database.engine.dispose()
