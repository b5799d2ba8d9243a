"""Prefetch: rows that another statement brings along, as one JSON column, instead of a statement of their own.

Measured: a statement costs more than the rows that it brings, so what an answer needs comes with its session. Such a
column stays text until somebody asks for its rows: a page that is cached is found by the text alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Connection, Label, RowMapping, Select, bindparam, select

from careered.db.json_rows import Converters, Stored, converters_of, json_rows, json_values, read_rows
from careered.db.json_text import read_json
from careered.db.queries import where_equal

_PUPIL = ("organisation_id", "class_id", "person_id")
Row = Mapping[str, Any] | RowMapping
Value = Callable[[str], ColumnElement[Any]]
"""What a key column equals, by the value's name: a column of the other statement, or a parameter."""


class Prefetch(Protocol):
    """What another statement reads along with each of its rows, as one JSON column.

    A module's constant, so it equals itself only: statements are looked up by their prefetches at each request.
    """

    @property
    def name(self) -> str:
        """The name of the JSON column."""

    def column(self, value: Value) -> Label[Any]:
        """The JSON column."""


@dataclass(frozen=True, eq=False)
class TablePrefetch:
    """Columns of the rows of a table whose key columns have certain values. key: by column, the value's name.

    only: a further condition on the rows. label: tells it from another prefetch of the table; "" for the usual one.
    """

    table: Any
    columns: tuple[str, ...]
    key: tuple[tuple[str, str], ...] = tuple((name, name) for name in _PUPIL)
    only: ColumnElement[bool] | None = None
    label: str = ""

    @cached_property
    def name(self) -> str:
        """The name of the JSON column."""
        return f"rows_of_{self.label or self.table.name}"

    def column(self, value: Value) -> Label[Any]:
        """The JSON column; `value` gives what a key column equals, by the value's name."""
        where = where_equal(self.table, **{column: value(name) for column, name in self.key})
        where = where if self.only is None else where & self.only
        rows = select(json_rows(*[self.table.c[name] for name in self.columns])).select_from(self.table).where(where)
        return rows.correlate_except(self.table).scalar_subquery().label(self.name)

    def read(self, row: Row) -> list[dict[str, Any]]:
        """The rows out of a row with the JSON column, in no order."""
        return self.of_stored(read_json(row[self.name]))

    def by_first(self, row: Row) -> dict[str, list[Stored]]:
        """The same as stored, by the value of their first column, for `of_stored`."""
        found: dict[str, list[Stored]] = {}
        for stored in read_json(row[self.name]):
            found.setdefault(stored[0], []).append(stored)
        return found

    def of_stored(self, stored: Sequence[Stored]) -> list[dict[str, Any]]:
        """Rows as they are read, of those that are as stored."""
        return read_rows(stored, self.columns, self._converters)

    @cached_property
    def _converters(self) -> Converters:
        return converters_of((name, self.table.c[name]) for name in self.columns)


@dataclass(frozen=True, eq=False)
class SelectPrefetch:
    """The rows of a statement of its own, for tables that are joined.

    statement: with `columns`, in no order. tables: that it reads.
    """

    name: str
    columns: tuple[str, ...]
    tables: tuple[Any, ...]
    statement: Callable[[Value], Select[Any]]

    def column(self, value: Value) -> Label[Any]:
        """The JSON column; `value` as for `TablePrefetch.column`."""
        rows = self.statement(value)
        as_json = rows.with_only_columns(json_rows(*rows.selected_columns), maintain_column_froms=True)
        return as_json.correlate_except(*self.tables).scalar_subquery().label(self.name)

    def read(self, row: Row) -> list[dict[str, Any]]:
        """The rows out of a row with the JSON column, in no order."""
        return read_rows(read_json(row[self.name]), self.columns, self._converters)

    @cached_property
    def _converters(self) -> Converters:
        return converters_of(zip(self.columns, self.statement(bindparam).selected_columns, strict=True))


@dataclass(frozen=True, eq=False)
class ValuesPrefetch:
    """Single values, each of a subquery of its own that `subqueries` makes, as one JSON array."""

    name: str
    subqueries: Callable[[Value], Sequence[ColumnElement[Any]]]

    def column(self, value: Value) -> Label[Any]:
        """The JSON column; `value` as for `TablePrefetch.column`."""
        return json_values(*self.subqueries(value)).label(self.name)

    def read(self, row: Row) -> list[Any]:
        """The values as JSON has them, times as text, out of a row with the JSON column."""
        return list(read_json(row[self.name]))


@dataclass(frozen=True)
class BoundPrefetches:
    """The prefetches of one statement. parameters: the values of their keys that no column of it has, by name."""

    items: tuple[Prefetch, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)


NO_PREFETCHES = BoundPrefetches()


def select_rows(db: Connection, prefetches: Sequence[Prefetch], **values: str) -> Row:
    """A row with these prefetches alone, for their `read`. values: of their keys, by name. One statement."""
    return db.execute(_statement(tuple(prefetches)), values).mappings().one()


@lru_cache(maxsize=64)
def _statement(prefetches: tuple[Prefetch, ...]) -> Any:
    return select(*[prefetch.column(bindparam) for prefetch in prefetches])
