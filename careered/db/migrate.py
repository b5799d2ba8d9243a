"""Upgrade a database to this code's schema. Forward only, in one transaction."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection
from sqlmodel import SQLModel

from careered.db.engine import Database, allow_long_statements
from careered.db.schema_version import MIGRATIONS, head_revision


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def upgrade(database: Database) -> None:
    """Run the missing migrations, all or none."""
    with database.transaction() as connection:
        allow_long_statements(connection)
        command.upgrade(_config(connection), "head")


def schema_differences(database: Database) -> list[str]:
    """The differences between the tables in the database and the models, such as from a forgotten migration.

    The caller must have imported the features' tables (the command line has, through the app).
    """
    with database.snapshot() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), SQLModel.metadata)
    return [str(difference) for difference in differences]


def write_revision(database: Database, message: str) -> None:
    """For developers: write the next migration, by number, from the difference between models and database."""
    number = f"{int(head_revision()) + 1:04}"
    with database.transaction() as connection:
        command.revision(_config(connection), message, autogenerate=True, rev_id=number)
