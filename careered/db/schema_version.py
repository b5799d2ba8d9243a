"""Which schema a database has, and which one this code needs. Not here: how to get from one to the other (migrate.py).

Alembic is not loaded for it: with all migrations that took a sixth of the time until a server's first answer.
"""

from functools import cache
from pathlib import Path

from sqlalchemy import inspect

from careered.db.engine import Database

MIGRATIONS = Path(__file__).parent / "migrations"


@cache
def head_revision() -> str:
    """The newest revision of this code: the greatest number that a migration's file name begins with."""
    return max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def is_current(database: Database) -> bool:
    """Whether the database has exactly this code's newest revision."""
    with database.snapshot(is_long=False) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        revisions = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
    return revisions == [head_revision()]
