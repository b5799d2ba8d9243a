"""Bringing a database to this code's schema, and telling whether it is there. Forward only, one transaction."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlmodel import SQLModel

from careered.db.engine import Database

MIGRATIONS = Path(__file__).parent / "migrations"


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


@cache
def head_revision() -> str | None:
    """The newest revision of this code, looked up once a process."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def upgrade(database: Database) -> None:
    """Run the missing migrations; all of them or none."""
    with database.transaction() as connection:
        command.upgrade(_config(connection), "head")


def is_current(database: Database) -> bool:
    """Whether the database has exactly this code's newest revision."""
    with database.reading() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head_revision()


def schema_differences(database: Database) -> list[str]:
    """Where the tables in the database differ from the models: what a forgotten migration looks like.

    The caller has imported the rooms' tables (the command line has, through the app).
    """
    with database.reading() as connection:
        diffs = compare_metadata(MigrationContext.configure(connection), SQLModel.metadata)
    return [str(difference) for difference in diffs]


def write_revision(database: Database, message: str) -> None:
    """For developers: write the next migration from the difference between models and database."""
    with database.transaction() as connection:
        command.revision(_config(connection), message, autogenerate=True)
