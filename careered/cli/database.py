"""careered db upgrade | check."""

import typer

import careered.all_tables
from careered.cli.common import fail, open_database
from careered.db import migrate
from careered.db.schema_version import head_revision, is_current

app = typer.Typer(help="The database's schema.", no_args_is_help=True)


@app.command()
def upgrade() -> None:
    """Migrate the database to this version's schema, in one transaction."""
    migrate.upgrade(open_database())
    typer.echo(f"The database is at {head_revision()}.")


@app.command()
def check() -> None:
    """Compare the database's tables with this version's schema."""
    database = open_database()
    if not is_current(database):
        fail("The database is not up to date. Run: careered db upgrade")
    differences = migrate.schema_differences(database)
    if differences:
        fail("\n".join(["The tables differ from this version's models:", *differences]))
    typer.echo(f"The database is at {head_revision()}, as it should be.")


@app.command(hidden=True)
def revision(message: str) -> None:
    """For developers: write the next migration from the difference between models and database."""
    migrate.write_revision(open_database(), message)
