"""careered backup | restore."""

from pathlib import Path
from typing import Annotated

import typer

import careered.all_tables
from careered.cli.common import JsonOption, fail, open_database, print_rows
from careered.db import backup as database_backup
from careered.db import migrate
from careered.db.schema_version import is_current


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; it must not exist yet.")],
    as_json: bool = JsonOption,
) -> None:
    """Write a snapshot of the whole database to one file, while the tool runs. Store the secret key separately."""
    database = open_database()
    if not is_current(database):
        fail("The database is not up to date. Run: careered db upgrade")
    try:
        rows = database_backup.write_backup(database, file)
    except (database_backup.BackupError, OSError) as error:
        fail(str(error))
    _print_result(
        rows, f"{file}: {sum(rows.values())} rows. Keep the secret key too: it is not in this file.", as_json=as_json
    )


def restore(
    file: Annotated[Path, typer.Argument(help="A file written by careered backup.", exists=True)],
    as_json: bool = JsonOption,
) -> None:
    """Restore a backup into an empty database, SQLite or PostgreSQL, in one transaction."""
    database = open_database()
    migrate.upgrade(database)
    try:
        rows = database_backup.restore_backup(database, file)
    except database_backup.BackupError as error:
        fail(str(error))
    _print_result(
        rows, f"{sum(rows.values())} rows restored. The secret key must be the same as before.", as_json=as_json
    )


def _print_result(rows: dict[str, int], sentence: str, *, as_json: bool) -> None:
    if as_json:
        print_rows([{"table": name, "rows": number} for name, number in rows.items()], ("table", "rows"), as_json=True)
    else:
        typer.echo(sentence)
