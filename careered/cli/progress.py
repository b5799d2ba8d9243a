"""The command `careered progress rebuild`."""

from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from careered.cli.common import JsonOption, fail, open_database, print_rows
from careered.db.schema_version import is_current
from careered.lessons.kinds import registry
from careered.packs.store import PackStore
from careered.progress.rebuild import rebuild_statuses
from careered.reports.class_report import resolve_class
from careered.roster.classes import ClassInfo, list_classes
from careered.roster.scope import load_class_scope
from careered.statistics.class_counts import keep_counts

app = typer.Typer(help="What pupils have done.", no_args_is_help=True)


@app.command()
def rebuild(
    class_id: Annotated[
        str, typer.Option("--class", metavar="ID", help="Only this class: its id, or the platform's context id.")
    ] = "",
    as_json: bool = JsonOption,
) -> None:
    """Recalculate the statuses and counts of every class from what pupils did; pupils can carry on meanwhile.

    Exits with 1 if a class is unknown or its pack is not loaded; the others are still done.
    """
    database, pack_store = open_database(), PackStore(registry())
    if not is_current(database):
        fail("The database is not up to date. Run: careered db upgrade")
    with database.reading() as db:
        classes = _choose_classes(db, class_id)
    pack_store.renew(database)  # not in a transaction: pupils would wait
    rows = []
    for class_info in classes:
        with database.transaction() as db:
            rows.append(_rebuild_class(db, pack_store, class_info))
    _print_result(rows, as_json=as_json)


def _choose_classes(db: Connection, class_id: str) -> list[ClassInfo]:
    if not class_id:
        return list(list_classes(db))
    class_info = resolve_class(db, class_id)
    if class_info is None:
        fail(f"There is no class {class_id}, or several platforms use that context id. See: careered classes list")
    return [class_info]


def _rebuild_class(db: Connection, pack_store: PackStore, class_info: ClassInfo) -> dict[str, Any]:
    """Rebuild one class: a row of counts, None where its pack is not loaded."""
    scope = load_class_scope(db, pack_store, class_info.organisation_id, class_info.id)
    result = rebuild_statuses(db, scope) if scope else None
    keep_counts(db, class_info.organisation_id, [class_info.id])
    counts = {"statuses": result and result.statuses, "changed": result and result.changed}
    return {"class": class_info.id, "pack": class_info.pack_id, **counts}


def _print_result(rows: list[dict[str, Any]], *, as_json: bool) -> None:
    rebuilt = [row for row in rows if row["statuses"] is not None]
    if as_json:
        print_rows(rows, ("class", "pack", "statuses", "changed"), as_json=True)
    else:
        statuses, changed = (sum(row[name] for row in rebuilt) for name in ("statuses", "changed"))
        typer.echo(f"Classes: {len(rebuilt)}. Statuses: {statuses}. Changed: {changed}.")
    missing = sorted({row["pack"] for row in rows if row["statuses"] is None})
    if missing:
        fail(f"Not loaded, so left as they are: {', '.join(missing)}. Run: careered packs load FOLDER")
