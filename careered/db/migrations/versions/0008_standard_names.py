"""Tables and columns by the terms of LTI and of schools.

PostgreSQL renames in place. SQLite keeps the names of constraints in the text of the table, so there each table is
written anew under its new names, and the rows are copied as they are.

Revision ID: 0008
Revises: 0007
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# old table: new table, old column: new column
NAMES: dict[str, tuple[str, dict[str, str]]] = {
    "delivery": (
        "score_delivery",
        {
            "column_id": "line_item_id",
            "wanted": "desired_score",
            "maximum": "score_maximum",
            "wanted_at": "desired_at",
            "sent": "delivered_score",
            "sent_maximum": "delivered_maximum",
            "sent_at": "delivered_at",
            "stamp": "score_timestamp",
            "due": "next_attempt_at",
            "lease": "leased_until",
        },
    ),
    "gradebook_column": (
        "line_item",
        {"link_id": "resource_link_id", "measure": "metric", "address": "line_item_url"},
    ),
}


KINDS = ((sa.PrimaryKeyConstraint, "pk"), (sa.UniqueConstraint, "uq"), (sa.Index, "ix"))


def upgrade() -> None:
    op.drop_column("delivery", "words")  # a copy of `state` that nothing read
    is_sqlite = op.get_context().dialect.name == "sqlite"
    for old, (new, columns) in NAMES.items():
        table = sa.Table(old, sa.MetaData(), autoload_with=op.get_bind())
        (_rewrite if is_sqlite else _rename)(table, new, columns)


def _named_items(table: sa.Table, new: str, columns: dict[str, str]) -> list[tuple[Any, str, list[str]]]:
    """Each key, unique constraint and index of a table, with its new name (the naming convention's) and columns."""
    named: list[tuple[Any, str, list[str]]] = []
    for item in (*table.constraints, *table.indexes):
        for kind, prefix in KINDS:
            if isinstance(item, kind):
                before = [column.name for column in item.columns]
                after = [columns.get(name, name) for name in before]
                is_unchanged = (table.name, before) == (new, after)  # a long name is cut on PostgreSQL: left as it is
                parts = [prefix, new, *([] if prefix == "pk" else after)]
                named.append((item, str(item.name) if is_unchanged else "_".join(parts), after))
    return named


def _rename(table: sa.Table, new: str, columns: dict[str, str]) -> None:
    for item, name, _ in _named_items(table, new, columns):
        if item.name == name:
            continue
        if isinstance(item, sa.Index):
            op.execute(f'ALTER INDEX "{item.name}" RENAME TO "{name}"')
        else:
            op.execute(f'ALTER TABLE "{table.name}" RENAME CONSTRAINT "{item.name}" TO "{name}"')
    for column, new_column in columns.items():
        op.alter_column(table.name, column, new_column_name=new_column)
    if new != table.name:
        op.rename_table(table.name, new)


def _rewrite(table: sa.Table, new: str, columns: dict[str, str]) -> None:
    named = _named_items(table, new, columns)
    op.rename_table(table.name, "before_0008")
    op.create_table(
        new,
        *[_new_column(column, columns.get(column.name, column.name)) for column in table.columns],
        *[type(item)(*names, name=name) for item, name, names in named if not isinstance(item, sa.Index)],
        sqlite_with_rowid=table.dialect_options["sqlite"]["with_rowid"],
    )
    op.execute(f'INSERT INTO "{new}" SELECT * FROM before_0008')
    op.drop_table("before_0008")
    for index, name, names in named:
        if isinstance(index, sa.Index):
            op.create_index(name, new, names, unique=index.unique)


def _new_column(column: sa.Column[Any], name: str) -> sa.Column[Any]:
    default = column.server_default.arg if isinstance(column.server_default, sa.DefaultClause) else None
    return sa.Column(name, column.type, nullable=column.nullable, server_default=default)
