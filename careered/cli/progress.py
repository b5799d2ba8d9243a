"""careered progress rebuild."""

from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from careered.cli.common import JsonOption, fail, open_database, print_rows
from careered.db.migrate import is_current
from careered.lessons.kinds import registry
from careered.packs.store import PackStore
from careered.progress.rebuild import rebuild_course
from careered.reports.class_report import resolve_class
from careered.roster.queries import ClassInfo, list_classes
from careered.roster.scope import load_class_scope

app = typer.Typer(help="What pupils have reached.", no_args_is_help=True)


@app.command()
def rebuild(
    class_id: Annotated[
        str, typer.Option("--class", metavar="ID", help="Only this class: its id, or the platform's context id.")
    ] = "",
    as_json: bool = JsonOption,
) -> None:
    """Make the statuses of every class again from what pupils did, one class a transaction, while they go on.

    Ends with 1 when a class is unknown or its pack is not loaded; the others are done all the same.
    """
    here, pack_store = open_database(), PackStore(registry())
    if not is_current(here):
        fail("The database is not up to date. Run: careered db upgrade")
    with here.reading() as db:
        rooms = _chosen(db, class_id)
    rows = []
    for room in rooms:
        with here.transaction() as db:
            rows.append(_rebuilt(db, pack_store, room))
    _say(rows, as_json=as_json)


def _chosen(db: Connection, class_id: str) -> list[ClassInfo]:
    if not class_id:
        return list(list_classes(db))
    room = resolve_class(db, class_id)
    if room is None:
        fail(f"There is no class {class_id}, or several platforms use that context id. See: careered classes list")
    return [room]


def _rebuilt(db: Connection, pack_store: PackStore, class_info: ClassInfo) -> dict[str, Any]:
    """What came of a class: numbers, or nothing where its pack is not loaded."""
    course = load_class_scope(db, pack_store, class_info.organisation_id, class_info.id)
    done = rebuild_course(db, course) if course else None
    numbers = {"statuses": done.statuses, "changed": done.changed} if done else {"statuses": None, "changed": None}
    return {"class": class_info.id, "pack": class_info.pack_id, **numbers}


def _say(rows: list[dict[str, Any]], *, as_json: bool) -> None:
    done = [row for row in rows if row["statuses"] is not None]
    if as_json:
        print_rows(rows, ("class", "pack", "statuses", "changed"), as_json=True)
    else:
        statuses, changed = (sum(row[name] for row in done) for name in ("statuses", "changed"))
        typer.echo(f"Classes: {len(done)}. Statuses: {statuses}. Changed: {changed}.")
    missing = sorted({row["pack"] for row in rows if row["statuses"] is None})
    if missing:
        fail(f"Not loaded, so left as they are: {', '.join(missing)}. Run: careered packs load FOLDER")
