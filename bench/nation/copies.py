"""One school copied by SQL until it is a nation: every column as careered has stored it, identifiers made anew.

Bulk loading as PostgreSQL's manual has it (14.4): no triggers, no indexes meanwhile, ANALYZE at the end. The marks that
the triggers would leave are not missed: what is kept of a class is copied with it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.sql import SQL, Composable, Composed, Identifier, Literal

from bench.nation.size import Size

TABLES = (
    "school_class",
    "person",
    "enrolment",
    "event",
    "answer",
    "requirement_status",
    "line_item",
    "score_delivery",
    "class_counts",
    "board",
    "post",
    "post_reaction",
    "question",
)
_IDS = {"id", "class_id", "person_id", "line_item_id", "board_id", "post_id"}
_SCHOOL = "'s' || (n % {schools})"
_PLATFORM = "'m' || (n % {schools} % {municipalities})"
_NUMBERED = {"context_id", "sub", "title", "line_item_url"}
_SETTINGS = (
    "SET session_replication_role = replica",
    "SET synchronous_commit = off",
    "SET maintenance_work_mem = '512MB'",
    "SET work_mem = '64MB'",
)
_CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, 'ALTER TABLE ' || conrelid::regclass || ' ADD CONSTRAINT ' ||
  quote_ident(conname) || ' ' || pg_get_constraintdef(oid)
FROM pg_constraint WHERE contype IN ('p', 'u') AND conrelid = ANY(%s::regclass[])
"""
_INDEXES = """
SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = ANY(%s)
AND NOT EXISTS (SELECT FROM pg_constraint WHERE conname = indexname)
"""


def copy_school(url: str, size: Size) -> None:
    """Copy the only school of a database `size.copies - 1` times. url: as libpq takes it, of a superuser."""
    with psycopg.connect(url, autocommit=True) as db:
        for setting in _SETTINGS:
            db.execute(setting)
        _places(db, size)
        with _without_indexes(db):
            for table in TABLES:
                db.execute(_copy(db, table, size))
        db.execute(SQL("VACUUM (ANALYZE) {}").format(SQL(", ").join(map(Identifier, TABLES))))


def _places(db: psycopg.Connection[Any], size: Size) -> None:
    """Schools, and for each municipality a platform with its deployment, like the only ones that are there."""
    numbers, issuer = range(size.municipalities), "'https://lms-' || n || '.example'"
    _multiply(db, "platform", {"id": "'m' || n", "issuer": issuer}, numbers)
    _multiply(db, "deployment", {"platform_id": "'m' || n"}, numbers)
    own = {"id": "'s' || n", "code": "lpad(n::text, 5, '0')", "name": "name || ' ' || n"}
    _multiply(db, "school", own, range(1, size.schools))


def _multiply(db: psycopg.Connection[Any], table: str, own: dict[str, str], numbers: range) -> None:
    """Rows like the only one; own: SQL of the columns in which they differ, by their number n."""
    values = [SQL(own[name]) if name in own else Identifier(name) for name in _columns(db, table)]
    statement = SQL("INSERT INTO {0} SELECT {1} FROM {0}, generate_series({2}, {3}) AS n")
    names = Identifier(table), SQL(", ").join(values), Literal(numbers.start), Literal(numbers.stop - 1)
    db.execute(statement.format(*names))


def _copy(db: psycopg.Connection[Any], table: str, size: Size) -> Composed:
    values = [_value(table, name, size) for name in _columns(db, table)]
    statement = SQL("INSERT INTO {0} SELECT {1} FROM {0}, generate_series(1, {2}) AS n")
    return statement.format(Identifier(table), SQL(", ").join(values), Literal(size.copies - 1))


def _value(table: str, name: str, size: Size) -> Composable:
    column = Identifier(table, name)
    if name in _IDS:
        return SQL("left(md5({} || '/' || n), 22)").format(column)
    if name in _NUMBERED:
        return SQL("{} || '-' || n").format(column)
    text = {"school_id": _SCHOOL, "platform_id": _PLATFORM}.get(name)
    return SQL(text).format(**vars(size)) if text else column


def _columns(db: psycopg.Connection[Any], table: str) -> list[str]:
    order = (
        "SELECT column_name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND table_name = %s ORDER BY ordinal_position"
    )
    return [name for (name,) in db.execute(order, [table])]


@contextmanager
def _without_indexes(db: psycopg.Connection[Any]) -> Iterator[None]:
    """The tables have no key and no index while the block runs: made at the end they are sorted, not grown."""
    constraints = db.execute(_CONSTRAINTS, [list(TABLES)]).fetchall()
    indexes = db.execute(_INDEXES, [list(TABLES)]).fetchall()
    for table, name, _ in constraints:
        db.execute(SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(Identifier(table), Identifier(name)))
    for _, name, _ in indexes:
        db.execute(SQL("DROP INDEX {}").format(Identifier(name)))
    yield
    for _, _, definition in (*constraints, *indexes):
        db.execute(definition)
