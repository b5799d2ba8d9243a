"""careered backup | restore."""

from pathlib import Path
from typing import Annotated

import typer

from careered import app as tool
from careered.cli.common import JsonOption, fail, open_database, print_rows
from careered.db import backup as copies
from careered.db import migrate

assert tool  # noqa: S101 - imported for the tables of all rooms


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; it must not be there yet.")],
    as_json: bool = JsonOption,
) -> None:
    """Write the whole database into one file, while everybody goes on working. Keep the secret key apart from it."""
    database = open_database()
    if not migrate.is_current(database):
        fail("The database is not up to date. Run: careered db upgrade")
    try:
        rows = copies.write_backup(database, file)
    except (copies.BackupError, OSError) as error:
        fail(str(error))
    _print_result(
        rows, f"{file}: {sum(rows.values())} rows. The secret key is not in it: keep it apart.", as_json=as_json
    )


def restore(
    file: Annotated[Path, typer.Argument(help="A file that careered backup has written.", exists=True)],
    as_json: bool = JsonOption,
) -> None:
    """Take a backup into a new, empty database; of the other kind too. All of it or nothing."""
    database = open_database()
    migrate.upgrade(database)
    try:
        rows = copies.restore_backup(database, file)
    except copies.BackupError as error:
        fail(str(error))
    _print_result(
        rows, f"{sum(rows.values())} rows are back. The secret key must be the same as before.", as_json=as_json
    )


def _print_result(rows: dict[str, int], sentence: str, *, as_json: bool) -> None:
    if as_json:
        print_rows([{"table": name, "rows": number} for name, number in rows.items()], ("table", "rows"), as_json=True)
    else:
        typer.echo(sentence)
