"""Rows and values as JSON in one column of a statement, on SQLite and on PostgreSQL, and how they are read again."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import FunctionElement

from careered.db.types import UtcDateTime

_UTC = UtcDateTime()
Stored = Sequence[Any]
"""A row's values as they stand in the JSON column, times as text."""
Converters = list[tuple[str, Callable[[Any], Any]]]
"""From a value in JSON to the column's: by the column's name, for those columns where the two differ."""


class json_rows(FunctionElement[Any]):  # noqa: N801 - a function of SQL
    """All rows as a JSON array of arrays, in text; times are read by `read_time`."""

    type = String()
    inherit_cache = True


class json_values(FunctionElement[Any]):  # noqa: N801 - a function of SQL
    """Single values as a JSON array, in text. Inside another one it is a text like any other."""

    type = String()
    inherit_cache = True


@compiles(json_values, "sqlite")
def _values_on_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    return f"json_array({compiler.process(element.clauses, **options)})"


@compiles(json_values, "postgresql")
def _values_on_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    return f"json_build_array({compiler.process(element.clauses, **options)})::text"


@compiles(json_rows, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    return f"json_group_array(json_array({compiler.process(element.clauses, **options)}))"


@compiles(json_rows, "postgresql")
def _on_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    return f"coalesce(json_agg(json_build_array({compiler.process(element.clauses, **options)})), '[]')::text"


def converters_of(columns: Iterable[tuple[str, Any]]) -> Converters:
    """columns: each with its name, in any order."""
    converters = [(name, _converter(column.type)) for name, column in columns]
    return [(name, convert) for name, convert in converters if convert]


def read_rows(stored: Sequence[Stored], columns: Sequence[str], converters: Converters) -> list[dict[str, Any]]:
    """Rows by column, of those that are stored. columns: the names in their order."""
    rows = [dict(zip(columns, values, strict=True)) for values in stored]
    for name, convert in converters:
        for row in rows:
            row[name] = convert(row[name])
    return rows


def _converter(kind: Any) -> Callable[[Any], Any] | None:
    """From a value in JSON to that of a column of a type; None for the same. SQLite has times and JSON as text."""
    if isinstance(kind, UtcDateTime):
        return read_time
    if isinstance(kind, JSON):
        return lambda value: json.loads(value) if isinstance(value, str) else value
    return _to_bool if isinstance(kind, Boolean) else None


def read_time(text: str | None) -> datetime | None:
    """A time of a JSON column in UTC; None for none."""
    return _UTC.process_result_value(datetime.fromisoformat(text), None) if text else None


def _to_bool(value: Any) -> Any:
    return value if value is None else bool(value)
