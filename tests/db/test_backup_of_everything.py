"""A copy holds every column of every table as it was, whatever stands in it, from either kind of database to either."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    String,
    Table,
    delete,
    insert,
    select,
    text,
)
from sqlmodel import AutoString, SQLModel

from careered.db import backup
from careered.db.engine import Database
from careered.db.types import UtcDateTime
from careered.settings import Settings
from tests.support.databases import fresh

TABLES = SQLModel.metadata.sorted_tables
WORDS = "Ääkköset, “lainaus”, \n\t\\ \"'; 雪 🎓 \u2028 \u200f עברית"
NESTED = {"list": [1, 2.5, None, True, {"deep": [WORDS]}], "": {}, "big": 2**60, "1": "one"}
AT = datetime(2026, 3, 29, 3, 30, 0, 123456, timezone(timedelta(hours=3)))


def value_of(column: Column[Any], number: int) -> Any:
    """Something of the column's type that a careless copy would change; another for each row."""
    kind = column.type
    if column.name == "raises":  # a trigger stores what it says
        return [{**dict.fromkeys(("requirement_id", "state", "method", "pack_version"), WORDS), "evidence": [number]}]
    if isinstance(kind, UtcDateTime | DateTime):
        return AT + timedelta(microseconds=number)
    if isinstance(kind, Date):
        return date(2024, 2, 29) + timedelta(days=number)
    if isinstance(kind, JSON):
        return {**NESTED, "row": number}
    if isinstance(kind, Boolean):
        return number % 2 == 1
    if isinstance(kind, LargeBinary):
        return bytes(range(256)) + bytes([number])
    if isinstance(kind, Float):
        return 0.1 + number
    if isinstance(kind, Integer):
        return (2**62 if isinstance(kind, BigInteger) else 2**31 - 9) + number
    assert isinstance(kind, String | AutoString), f"{column}: think of a value for {kind!r}"
    return f"{WORDS}{number}"


def row_of(table: Table, number: int, *, full: bool) -> dict[str, Any]:
    """A row of the table; without `full`, all that may be null is."""
    return {column.name: value_of(column, number) if full or not column.nullable else None for column in table.columns}


def fill(database: Database) -> None:
    """Two rows in every table: one with everything, one with as little as may be."""
    with database.transaction() as db:
        for table in TABLES:
            db.execute(delete(table))  # what triggers have written
            db.execute(insert(table), [row_of(table, 1, full=True)])
            db.execute(insert(table), [row_of(table, 2, full=False)])


def everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, values with their types."""
    with database.reading() as db:
        return {table.name: sorted(map(tuple, db.execute(select(table))), key=str) for table in TABLES}


def opened(url: str) -> Database:
    settings = Settings(base_url="https://careered.test", database_url=url, secret_key="for tests " * 5)
    return Database(settings.sqlalchemy_url)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database with rows in every table."""
    database = opened(database_url)
    fill(database)
    yield database
    database.engine.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_row_of_every_table_comes_back_as_it_was(database: Database, kind: str, tmp_path: Path) -> None:
    before = everything(database)
    assert {len(rows) for rows in before.values()} == {2}
    written = backup.write_backup(database, tmp_path / "all.zip")
    assert set(written.values()) == {2}
    with fresh(kind, tmp_path) as url:
        new = opened(url)
        assert backup.restore_backup(new, tmp_path / "all.zip") == written
        after = everything(new)
        again = backup.write_backup(new, tmp_path / "again.zip")
        new.engine.dispose()
    assert again == written
    for name, rows in before.items():
        assert after[name] == rows, name
        assert [list(map(type, row)) for row in after[name]] == [list(map(type, row)) for row in rows], name


def test_postgresql_knows_at_once_how_full_its_tables_are(database: Database, tmp_path: Path) -> None:
    """Until it does, it plans for empty ones: the first minutes after a restore would be slow for everybody."""
    backup.write_backup(database, tmp_path / "all.zip")
    with fresh("postgresql", tmp_path) as url:
        new = opened(url)
        backup.restore_backup(new, tmp_path / "all.zip")
        with new.reading() as db:
            counted = text("SELECT relname FROM pg_class WHERE reltuples = 2")
            assert set(db.execute(counted).scalars()) >= {table.name for table in TABLES}
        new.engine.dispose()


def test_every_type_of_column_is_in_the_test() -> None:
    """A new type of column needs a value here, and a way through the copy."""
    kinds = {type(column.type) for table in TABLES for column in table.columns}
    assert {UtcDateTime, JSON, Boolean, Date} <= kinds
    for table in TABLES:
        assert row_of(table, 1, full=True)


def test_the_moment_is_the_same_to_the_microsecond(database: Database, tmp_path: Path) -> None:
    table = next(candidate for candidate in TABLES if candidate.name == "session")
    column = next(candidate for candidate in table.columns if isinstance(candidate.type, UtcDateTime))
    with database.reading() as db:
        moments = set(db.execute(select(column)).scalars())
    assert AT.astimezone(UTC) + timedelta(microseconds=1) in moments
