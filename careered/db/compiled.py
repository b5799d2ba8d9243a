"""Statements that are compiled once and sent by the driver itself: a launch's two, and the one of each page.

Measured: SQLAlchemy's execution of a statement by key costs several times what the driver takes for it. What it does is
left out here, so a statement must be a constant with all its parameters named in it, without lists (IN) and without
defaults of columns; its rows are few. Types, storage faults and the connection are as with `Connection.execute`.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.exc import DBAPIError

WATCHERS: list[Callable[[Connection, str], object]] = []
"""Told of each statement: SQLAlchemy's own events do not see it. Of tests and of the bench."""


def run(db: Connection, statement: Any, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of a statement, or of its RETURNING; none if it has neither. values: of all its parameters."""
    compiled = _compiled(statement, db.dialect)
    for watch in WATCHERS:
        watch(db, compiled.sql)
    return [compiled.row(row) for row in send(db, compiled.sql, compiled.parameters(values), rows=compiled.has_rows)]


def send(db: Connection, sql: str, parameters: Sequence[Any] = (), *, rows: bool = False) -> list[tuple[Any, ...]]:
    """Send a statement in the database's own SQL. rows: whether it has any. Faults are those of `Connection`."""
    if not db.in_transaction():
        db.begin()  # sends nothing; without it, SQLAlchemy would have nothing to commit
    driver: Any = db.connection.dbapi_connection
    kind = db.dialect.loaded_dbapi.Error
    try:
        if db.dialect.name != "sqlite":
            return list(driver.send(sql, parameters, rows=rows))
        cursor = driver.execute(sql, parameters)
        return list(cursor.fetchall()) if rows else []
    except kind as fault:
        raise DBAPIError.instance(sql, None, fault, kind, hide_parameters=True, dialect=db.dialect) from fault


class _Compiled:
    """A statement in a database's SQL, with what its types do to values on the way in and out."""

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=_numbering(dialect))
        self.sql: str = compiled.string
        if "POSTCOMPILE" in self.sql:
            raise ValueError("a list has another length each time")
        binds = {compiled.bind_names[bind]: bind.type for bind in compiled.bind_names}
        self._constants = {name: value for name, value in compiled.params.items() if value is not None}
        writers = {name: kind.dialect_impl(dialect).bind_processor(dialect) for name, kind in binds.items()}
        names: list[str] = compiled.positiontup
        self._in_order = itemgetter(*names) if len(names) > 1 else lambda values: [values[name] for name in names]
        self._writers = [(name, write) for name, write in writers.items() if write]
        columns = statement.exported_columns
        self.has_rows = len(columns) > 0
        readers = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        self._columns = [column.key for column in columns]
        self._readers = [(name, read) for name, read in zip(self._columns, readers, strict=True) if read]

    def parameters(self, values: Mapping[str, Any]) -> Sequence[Any]:
        """As the driver takes them: in their order."""
        written = {**self._constants, **values}
        for name, write in self._writers:
            written[name] = write(written[name])
        in_order: Sequence[Any] = self._in_order(written)
        return in_order

    def row(self, values: tuple[Any, ...]) -> dict[str, Any]:
        """By the names of the columns."""
        row = dict(zip(self._columns, values, strict=True))
        for name, read in self._readers:
            row[name] = read(row[name])
        return row


@cache
def _numbering(dialect: Dialect) -> Any:
    """The dialect whose SQL has parameters by their place: PostgreSQL's own $1, which its driver need not look for."""
    of_its_kind: Any = type(dialect)
    return dialect if dialect.name == "sqlite" else of_its_kind(paramstyle="numeric_dollar")


@lru_cache(maxsize=64)
def _compiled(statement: Any, dialect: Dialect) -> _Compiled:
    return _Compiled(statement, dialect)
