"""Writes a table anew, so that where a row lies in the database's files does not tell when it came (decision 0011).

PostgreSQL numbers the transaction that wrote a row; SQLite numbers rows, and adds pages at the end of the file, between
those of others. All can be dated by neighbours. The worker calls this every hour, whether a row came or not: otherwise
the rewriting itself would tell that one did.
"""

import secrets

from sqlalchemy import Connection, Table, delete, insert, select, text


def rewrite_in_random_order(db: Connection, table: Table) -> None:
    """Write all rows of a small table anew in this transaction. Their content stays as it is."""
    if db.dialect.name == "sqlite":
        _move_to_other_pages(db, table.name)
    else:
        _insert_again(db, table)


def _insert_again(db: Connection, table: Table) -> None:
    # Nobody may write meanwhile. Who has read already reads nothing else now, and deletes what stands here then.
    db.execute(text(f"LOCK TABLE {table.name} IN SHARE ROW EXCLUSIVE MODE"))
    rows = [dict(row) for row in db.execute(select(table)).mappings()]
    secrets.SystemRandom().shuffle(rows)
    db.execute(delete(table))
    if rows:
        db.execute(insert(table), rows)


def _move_to_other_pages(db: Connection, name: str) -> None:
    """Copy the table before the old one is dropped: deleted first, the same pages would be used again."""
    copy = f"{name}_copy"
    declaration = db.execute(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": name}).scalar_one()
    db.exec_driver_sql(declaration.replace(name, copy, 1))  # as it is declared there, whatever version did it
    db.exec_driver_sql(f"INSERT INTO {copy} SELECT * FROM {name} ORDER BY random()")  # noqa: S608 - names of our own
    db.exec_driver_sql(f"DROP TABLE {name}")
    db.exec_driver_sql(f"ALTER TABLE {copy} RENAME TO {name}")
