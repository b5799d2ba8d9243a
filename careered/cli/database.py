"""careered db upgrade | check."""

import typer

from careered import app as tool
from careered.cli.common import fail, open_database
from careered.db import migrate

app = typer.Typer(help="The database's schema.", no_args_is_help=True)
assert tool  # noqa: S101 - imported for the tables of all rooms


@app.command()
def upgrade() -> None:
    """Bring the database to this version's schema (all of it or nothing)."""
    migrate.upgrade(open_database())
    typer.echo(f"The database is at {migrate.head_revision()}.")


@app.command()
def check() -> None:
    """Tell whether the database has this version's schema, table by table."""
    database = open_database()
    if not migrate.is_current(database):
        fail("The database is not up to date. Run: careered db upgrade")
    differences = migrate.schema_differences(database)
    if differences:
        fail("\n".join(["The tables differ from this version's models:", *differences]))
    typer.echo(f"The database is at {migrate.head_revision()}, as it should be.")


@app.command(hidden=True)
def revision(message: str) -> None:
    """For developers: write the next migration from what the models have and the database has not."""
    migrate.write_revision(open_database(), message)
