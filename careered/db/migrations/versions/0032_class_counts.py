"""Counts kept by class, and triggers that say which of them no longer hold.

Revision ID: 0032
Revises: 0031
"""

from collections.abc import Iterator

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

from careered.db.types import UtcDateTime

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

KEY = ("organisation_id", "class_id")
ROW_KEYS = {
    "enrolment": (*KEY, "person_id"),
    "requirement_status": (*KEY, "person_id", "requirement_id"),
    "school_class": ("organisation_id", "id"),
}
COUNTED_BY = {
    "enrolment": ("role", "status"),
    "requirement_status": ("state", "method"),
    "school_class": ("school_id", "pack_id", "grade", "kept_version", "context_id", "ended_at"),
}
SQLITE = """
CREATE TRIGGER {table}_{event}_marks_class AFTER {event} ON {table}
WHEN {differs} NOT EXISTS
(SELECT 1 FROM stale_class WHERE organisation_id = {row}.organisation_id AND class_id = {row}.{class_id})
BEGIN INSERT INTO stale_class VALUES ({row}.organisation_id, {row}.{class_id}, lower(hex(randomblob(16)))); END
"""
# PostgreSQL: a statement at a time. Not only where none is there: the worker may be about to take that one away.
FUNCTION = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
INSERT INTO stale_class SELECT organisation_id, class_id, gen_random_uuid()::text
FROM (SELECT DISTINCT organisation_id, changed.{class_id} AS class_id FROM changed {joined}) AS of_classes;
RETURN NULL; END $$
"""
TRIGGER = """
CREATE TRIGGER {table}_{event}_marks_class AFTER {event} ON {table}
REFERENCING {rows} FOR EACH STATEMENT EXECUTE FUNCTION {name}()
"""
ROWS = {
    "insert": "NEW TABLE AS changed",
    "update": "NEW TABLE AS changed OLD TABLE AS former",
    "delete": "OLD TABLE AS changed",
}


def upgrade() -> None:
    op.create_table(
        "class_counts",
        *(sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), nullable=False) for name in KEY),
        sa.Column("pupils", sa.Integer(), nullable=False),
        sa.Column("statuses", sa.JSON(), nullable=False),
        sa.Column("counted_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(*KEY, name="pk_class_counts"),
    )
    op.create_table(
        "stale_class",
        *(sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), nullable=False) for name in (*KEY, "id")),
        sa.PrimaryKeyConstraint(*KEY, "id", name="pk_stale_class"),
    )
    for statement in triggers(op.get_bind().dialect.name):
        op.execute(statement)
    op.execute("INSERT INTO stale_class SELECT organisation_id, id, id FROM school_class")


def triggers(dialect: str) -> Iterator[str]:
    """What makes the triggers."""
    for table in ROW_KEYS:
        for event in ROWS:
            yield from _sqlite(table, event) if dialect == "sqlite" else _postgresql(table, event)


def _sqlite(table: str, event: str) -> Iterator[str]:
    differs = f"({_differs(table, 'NEW', 'OLD', 'IS NOT')}) AND" if event == "update" else ""
    names = {"table": table, "event": event, "class_id": _class_id(table), "row": "OLD" if event == "delete" else "NEW"}
    yield SQLITE.format(differs=differs, **names)


def _postgresql(table: str, event: str) -> Iterator[str]:
    name = f"mark_class_after_{table}_{event}"
    joined = _with_former(table) if event == "update" else ""
    yield FUNCTION.format(name=name, class_id=_class_id(table), joined=joined)
    yield TRIGGER.format(table=table, event=event, rows=ROWS[event], name=name)


def _class_id(table: str) -> str:
    return ROW_KEYS[table][1]


def _with_former(table: str) -> str:
    """A join with the rows as they were, where they were counted in another way."""
    return f"JOIN former USING ({', '.join(ROW_KEYS[table])}) WHERE {_differs(table, 'changed', 'former')}"


def _differs(table: str, after: str, before: str, operator: str = "IS DISTINCT FROM") -> str:
    return " OR ".join(f"{after}.{name} {operator} {before}.{name}" for name in COUNTED_BY[table])
