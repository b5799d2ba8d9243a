"""What commands share: settings that fail in words, the database, tables and JSON on standard output."""

import json
import weakref
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.table import Table
from sqlalchemy.exc import DatabaseError

from careered.db import migrate
from careered.db.engine import Database
from careered.settings import Settings
from careered.web.logs import configure_logging

JsonOption = typer.Option(False, "--json", help="Print data as JSON.")


def fail(sentence: str) -> NoReturn:
    """Say why not, on standard error, and leave with 1."""
    typer.echo(sentence, err=True)
    raise typer.Exit(1)


def load_settings() -> Settings:
    """The settings of the environment; wrong ones are said in words."""
    configure_logging()
    try:
        settings = Settings()
        assert settings.secret  # noqa: S101 - read now, so that a weak secret fails here
    except ValidationError as failure:
        fail("\n".join(error["msg"].removeprefix("Value error, ") for error in failure.errors()))
    except ValueError as failure:
        fail(str(failure))
    return settings


def open_database(settings: Settings | None = None) -> Database:
    """The database of the settings; its connections are closed when nobody holds it any more."""
    database = Database((settings or load_settings()).sqlalchemy_url)
    weakref.finalize(database, database.engine.dispose)
    return database


def open_installed_database() -> Database | None:
    """The database of an installation, for commands that authors use without one too; None where there is none."""
    try:
        database = open_database(Settings())
        return database if migrate.is_current(database) else None
    except (ValueError, DatabaseError):
        return None


def print_rows(rows: Sequence[dict[str, Any]], columns: Iterable[str], *, as_json: bool) -> None:
    """Rows as a table for people, or as lines where a table is too wide to read; as JSON for programs."""
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2, default=str))
        return
    columns = tuple(columns)
    table = Table(*columns)
    for row in rows:
        table.add_row(*[str(row[column]) for column in columns])
    console = Console()
    if console.measure(table, options=console.options.update(width=10_000)).maximum > console.width:
        typer.echo("\n\n".join("\n".join(f"{column}: {row[column]}" for column in columns) for row in rows))
    else:
        console.print(table if rows else "Nothing yet.")
