"""Who upgrades keeps every value: the schema before the standard names, filled, and found again after them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Integer, LargeBinary, MetaData, Table, select

from careered.db import migrate
from careered.db.engine import Database
from tests.support.databases import empty

BEFORE = "0007"
TABLES = {"delivery": "score_delivery", "gradebook_column": "line_item"}
COLUMNS = {
    ("delivery", "column_id"): "line_item_id",
    ("delivery", "wanted"): "desired_score",
    ("delivery", "maximum"): "score_maximum",
    ("delivery", "wanted_at"): "desired_at",
    ("delivery", "sent"): "delivered_score",
    ("delivery", "sent_maximum"): "delivered_maximum",
    ("delivery", "sent_at"): "delivered_at",
    ("delivery", "stamp"): "score_timestamp",
    ("delivery", "due"): "next_attempt_at",
    ("delivery", "lease"): "leased_until",
    ("delivery", "words"): None,  # a copy of the state, dropped
    ("gradebook_column", "link_id"): "resource_link_id",
    ("gradebook_column", "measure"): "metric",
    ("gradebook_column", "address"): "line_item_url",
}


@pytest.fixture(params=["sqlite", "postgresql"])
def released(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of the schema before the standard names."""
    with empty(request.param, tmp_path) as url:
        database = Database(url.replace("postgresql://", "postgresql+psycopg://"))
        with database.transaction() as db:
            command.upgrade(migrate._config(db), BEFORE)
        yield database
        database.engine.dispose()


def tables_of(database: Database) -> dict[str, Table]:
    """The tables as they are in the database."""
    metadata = MetaData()
    with database.reading() as db:
        metadata.reflect(db)
    return {name: table for name, table in metadata.tables.items() if name != "alembic_version"}


def value_for(column: Column[Any], number: int) -> Any:
    """A value of the column's type that no other column has."""
    kinds: dict[type, Any] = {
        Boolean: True,
        Integer: number,
        DateTime: datetime(2026, 11, 28, 12, 30, number % 60, number, tzinfo=UTC),
        Date: date(2026, 11, 1 + number % 28),
        JSON: {"måned": [number, None, "ø"]},
        LargeBinary: b"\x00\xff" + bytes([number]),
    }
    found: Any = next(
        (value for kind, value in kinds.items() if isinstance(column.type, kind)), f"{column.name} å{number}"
    )
    is_naive = isinstance(column.type, DateTime) and not column.type.timezone
    return found.replace(tzinfo=None) if is_naive else found


def fill(database: Database, tables: dict[str, Table]) -> dict[tuple[str, str], Any]:
    """One row in every table with every column filled; what was written, as the database gives it back."""
    with database.transaction() as db:
        for table in tables.values():
            row = {column.name: value_for(column, n) for n, column in enumerate(table.columns, 1)}
            db.execute(table.insert().values(row))
        return {
            (name, key): value
            for name, table in tables.items()
            for key, value in db.execute(select(table)).mappings().one().items()
        }


def test_an_installation_that_upgrades_finds_every_value_under_its_new_name(released: Database) -> None:
    written = fill(released, tables_of(released))
    migrate.upgrade(released)
    tables = tables_of(released)
    with released.reading() as db:
        rows = {name: db.execute(select(table)).mappings().one() for name, table in tables.items()}
    moved = {
        (TABLES.get(table, table), new): value
        for (table, column), value in written.items()
        if (new := COLUMNS.get((table, column), column))
    }
    assert {place: rows[place[0]][place[1]] for place in moved} == moved
    assert migrate.schema_differences(released) == []
    assert len(rows) == len({table for table, _ in written})
