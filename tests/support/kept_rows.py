"""What a long set-up left in a database, put into later ones: people press their way through it once a process."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlmodel import SQLModel

from careered.db.engine import Database

Rows = Mapping[str, list[dict[str, Any]]]
HELD_IN_MEMORY = {"tool_key", "pack_version"}  # by a running tool, from its start: each has its own

TABLES = [table for table in SQLModel.metadata.sorted_tables if table.name not in HELD_IN_MEMORY]
_kept: dict[tuple[str, bool], Rows] = {}


def lived_once(database: Database, story: str, live: Callable[[], object]) -> None:
    """What a story leaves in the database: it is lived in a process once on each kind, and is put there later on.

    story: its name. Only what is in the database is kept, nothing that platforms remember.
    """
    key = story, database.is_sqlite
    if key in _kept:
        replace_rows(database, _kept[key])
    else:
        live()
        _kept[key] = rows_of(database)


def rows_of(database: Database) -> Rows:
    """All rows by table, as values of the columns' types."""
    with database.reading() as db:
        return {table.name: [dict(row) for row in db.execute(table.select()).mappings()] for table in TABLES}


def replace_rows(database: Database, rows: Rows) -> None:
    """Put these rows in the place of those that are there. The schema is the same."""
    with database.transaction() as db:
        for table in reversed(TABLES):
            db.execute(table.delete())
        for table in TABLES:
            db.execute(table.delete())  # what triggers have written meanwhile
            if rows[table.name]:
                db.execute(table.insert(), rows[table.name])
