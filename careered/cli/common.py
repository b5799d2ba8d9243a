"""Shared by the commands: settings, the database, options, tables and JSON on standard output."""

import json
import weakref
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, NoReturn

import typer
from pydantic import ValidationError
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import DatabaseError

from careered.clock import new_id, now
from careered.db.engine import Database
from careered.db.schema_version import is_current
from careered.roster.tables import Organisation
from careered.settings import Settings
from careered.web.logs import configure_logging

JsonOption = typer.Option(False, "--json", help="Print data as JSON.")
OrganisationOption = Annotated[str, typer.Option(help="The organisation's name; not needed if there is only one.")]


def fail(sentence: str) -> NoReturn:
    """Print the reason to standard error and exit with 1."""
    typer.echo(sentence, err=True)
    raise typer.Exit(1)


def load_settings() -> Settings:
    """The settings of the environment. Invalid ones end the command with one sentence each."""
    configure_logging()
    try:
        settings = Settings()
        assert settings.secret  # noqa: S101 - read here, so that a weak secret fails at the start
    except ValidationError as validation_error:
        fail("\n".join(error["msg"].removeprefix("Value error, ") for error in validation_error.errors()))
    except ValueError as error:
        fail(str(error))
    return settings


def open_database(settings: Settings | None = None) -> Database:
    """The database of the settings. Its connections are closed when the object is garbage-collected."""
    database = Database((settings or load_settings()).sqlalchemy_url)
    weakref.finalize(database, database.engine.dispose)
    return database


def open_installed_database() -> Database | None:
    """The installation's database, for commands that pack authors may run without one; None if there is none."""
    try:
        database = open_database(Settings())
        return database if is_current(database) else None
    except (ValueError, DatabaseError):
        return None


def resolve_organisation(db: Connection, name: str) -> str:
    """The id of the organisation with this name, created if new; without a name, of the only one.

    Several organisations and no name are wrong usage.
    """
    table = Organisation.__table__
    rows = db.execute(select(table)).mappings().all()
    matches = [row for row in rows if row["name"] == name] if name else list(rows)
    if len(matches) > 1:
        raise typer.BadParameter("there are several organisations: say which with --organisation")
    if matches:
        return str(matches[0]["organisation_id"])
    row = {"organisation_id": new_id(), "name": name or "careered", "created_at": now()}
    db.execute(insert(table).values(**row))
    return str(row["organisation_id"])


def counted(number: int, noun: str) -> str:
    """ "1 card", "2 cards". noun: singular, with a plural in -s."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def print_rows(rows: Sequence[dict[str, Any]], columns: Iterable[str], *, as_json: bool) -> None:
    """Rows as JSON for programs; else as a table, or as lines where the terminal is too narrow for one."""
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2, default=str))
        return
    from rich.console import Console  # a server prints no tables
    from rich.table import Table

    columns = tuple(columns)
    table = Table(*columns)
    for row in rows:
        table.add_row(*[str(row[column]) for column in columns])
    console = Console()
    if console.measure(table, options=console.options.update(width=10_000)).maximum > console.width:
        typer.echo("\n\n".join("\n".join(f"{column}: {row[column]}" for column in columns) for row in rows))
    else:
        console.print(table if rows else "Nothing yet.")
