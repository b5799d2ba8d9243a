"""INSERT ... ON CONFLICT for both databases, built once per set of columns: the frequent writes of launch and step.

Measured: loading, changing and flushing objects takes 2.6 times as long as a Core upsert.
"""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from careered.db.compiled import run
from careered.db.queries import where_equal

Wins = Callable[[Any, Any], ColumnElement[bool]]
"""By the columns of a stored row and of the new one: whether the new one takes its place. A function of a module."""


def upsert(
    db: Connection,
    table: Any,
    values: Mapping[str, Any],
    *,
    key: Sequence[str],
    update_columns: Sequence[str] = (),
    returning: Sequence[str] = (),
) -> dict[str, Any]:
    """Insert a row, or update `update_columns` of the row with the same key.

    With `returning`, update_columns must not be empty (see `insert_if_new` for that). returning: columns of the stored
    row to return; without any, the result is empty.
    """
    statement = _statement(db.dialect.name, table, tuple(values), tuple(key), tuple(update_columns), tuple(returning))
    result = db.execute(statement, dict(values))
    return dict(result.mappings().one()) if returning else {}


def upsert_all(
    db: Connection,
    table: Any,
    rows: Sequence[Mapping[str, Any]],
    *,
    key: Sequence[str],
    update_columns: Sequence[str],
    wins: Wins | None = None,
) -> None:
    """`upsert` of rows with the same columns, all sent at once; of none, nothing.

    rows: in the order of their keys, where others write the same ones meanwhile: PostgreSQL locks them one by one.
    wins: when a stored row is updated, by default always: what others store meanwhile counts too.

    Not as one INSERT of many rows: SQLAlchemy would compile that anew each time, which costs more than the rows.
    """
    if rows:
        shape = tuple(rows[0]), tuple(key), tuple(update_columns)
        statement = _statement(db.dialect.name, table, *shape, (), wins=wins)
        db.execute(statement, [dict(row) for row in rows])


def upsert_few(
    db: Connection,
    table: Any,
    rows: Sequence[Mapping[str, Any]],
    *,
    key: Sequence[str],
    update_columns: Sequence[str] = (),
    wins: Wins | None = None,
) -> None:
    """`upsert_all` in one statement, by the driver (compiled.py), where somebody waits for it.

    rows: with keys of their own, and so few that there is a statement for each number of them.
    """
    if rows:
        shape = tuple(rows[0]), tuple(key), tuple(update_columns)
        run(db, _statement(db.dialect.name, table, *shape, (), len(rows), wins), _numbered(rows))


def _numbered(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {f"{name}_{number}": value for number, row in enumerate(rows) for name, value in row.items()}


def insert_if_new(db: Connection, table: Any, values: Mapping[str, Any], *, key: Sequence[str]) -> bool:
    """Insert a row unless its key exists. Returns whether it was inserted."""
    # By RETURNING: some drivers report the row count of an INSERT as -1 (unknown), which would be truthy.
    statement = _statement(db.dialect.name, table, tuple(values), tuple(key), (), (key[0],))
    return db.execute(statement, dict(values)).first() is not None


def insert_if_new_by_driver(db: Connection, table: Any, values: Mapping[str, Any], *, key: Sequence[str]) -> bool:
    """As `insert_if_new`, where many wait for it at once (compiled.py). values: of every column."""
    statement = _statement(db.dialect.name, table, tuple(values), tuple(key), (), (key[0],))
    return bool(run(db, statement, values))


def insert_once(
    db: Connection, table: Any, values: Mapping[str, Any], *, key: Sequence[str], same: Sequence[str]
) -> str:
    """Insert what somebody wrote, under the id that its form carries: what arrives twice is one row.

    A form that was gone back to brings its old id with other words: they get an id of their own, or they would be lost.
    key: with "id". same: the columns in which what arrives twice is the same. Returns the id of the row.
    """
    if insert_if_new(db, table, values, key=key):
        return str(values["id"])
    stored = (
        db.execute(select(table).where(where_equal(table, **{name: values[name] for name in key}))).mappings().first()
    )
    if stored is None or all(stored[name] == values[name] for name in same):
        return str(values["id"])
    return insert_once(db, table, {**values, "id": _id_of_words(values, same)}, key=key, same=same)


def _id_of_words(values: Mapping[str, Any], same: Sequence[str]) -> str:
    """An id for other words of a form, the same when they arrive twice."""
    digest = sha256("\n".join(str(values[name]) for name in ("id", *same)).encode()).digest()
    return urlsafe_b64encode(digest[:15]).decode().replace("-", "_")


@lru_cache(maxsize=256)
def _statement(
    dialect: str,
    table: Table,
    columns: tuple[str, ...],
    key: tuple[str, ...],
    update_columns: tuple[str, ...],
    returning: tuple[str, ...],
    count: int = 0,
    wins: Wins | None = None,
) -> Any:
    """count: of rows that are numbered (`_numbered`); 0 for one that is not. wins: as of `upsert_all`."""
    insert = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(table)
    if count:
        insert = insert.values(
            [{name: bindparam(f"{name}_{i}", type_=table.c[name].type) for name in columns} for i in range(count)]
        )
    key_columns = [table.c[name] for name in key]
    if update_columns:
        statement = insert.on_conflict_do_update(
            index_elements=key_columns,
            set_={name: insert.excluded[name] for name in update_columns},
            where=wins(table.c, insert.excluded) if wins else None,
        )
    else:
        statement = insert.on_conflict_do_nothing(index_elements=key_columns)
    return statement.returning(*[table.c[name] for name in returning]) if returning else statement
