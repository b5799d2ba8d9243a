"""careered packs overlay check | load | list | remove: an organisation's additions to a national pack."""

from pathlib import Path
from typing import Annotated

import typer

from careered.cli.common import (
    JsonOption,
    OrganisationOption,
    counted,
    fail,
    open_database,
    print_rows,
    resolve_organisation,
)
from careered.cli.pack_compare import installed_connection, resolve_pack
from careered.lessons.kinds import registry
from careered.packs import overlay_store, store, version_store
from careered.packs.overlay import OverlayReadResult, read_overlay
from careered.packs.overlay_merge import merge
from careered.statistics.overlay_change import OverlayChange, hold_lowered_classes, lowered_by

app = typer.Typer(help="A municipality's own additions to a national pack.", no_args_is_help=True)
Folder = Annotated[Path, typer.Argument(help="A folder or zip file with overlay.yaml.", exists=True)]


def _print_problems(result: OverlayReadResult) -> OverlayReadResult:
    for problem in result.problems:
        typer.echo(str(problem))
    return result


@app.command()
def check(
    folder: Folder,
    base: Annotated[str, typer.Option(help="The pack it extends: a folder, a zip, or a loaded pack's id.")] = "",
) -> None:
    """List all problems, as careered packs check does."""
    with installed_connection() as db:
        result = _print_problems(read_overlay(folder, lambda extends: resolve_pack(db, base or extends), registry()))
    if result.overlay is None:
        raise typer.Exit(1)
    metadata = result.overlay.metadata
    lessons, services = len(result.overlay.lessons), len(result.overlay.services)
    typer.echo(f"{metadata.id} {metadata.version}: {counted(lessons, 'lesson')}, {counted(services, 'service')}")


@app.command()
def load(folder: Folder, organisation: OrganisationOption = "") -> None:
    """Apply additions to the organisation's pack. Older versions are kept for pupils who started with them."""
    database, pack_store = open_database(), store.PackStore(registry())
    result = _print_problems(
        read_overlay(folder, lambda extends: pack_store.pack_outside(database, extends), registry())
    )
    if result.overlay is None:
        fail(f"{folder} was not loaded; the problems are above.")
    metadata = result.overlay.metadata
    with database.transaction() as db:
        organisation_id = resolve_organisation(db, organisation)
        base = pack_store.pack(db, metadata.extends)
        old = pack_store.effective_pack(db, organisation_id, base.id, base.version) if base else None
        try:
            is_new = overlay_store.save_overlay(db, organisation_id, result.files, result.overlay)
        except (version_store.VersionConflict, overlay_store.OverlayConflict) as conflict:
            fail(f"{conflict.code}: {conflict}")
        if base and old and is_new:
            change = OverlayChange(organisation_id, old, merge(base, result.overlay))
            hold_lowered_classes(db, change, lowered_by(db, change))
    change_made = "now extends" if is_new else "already extended"
    typer.echo(f"{metadata.id} {metadata.version} {change_made} {metadata.extends}.")


@app.command("list")
def list_overlays(as_json: bool = JsonOption) -> None:
    """The loaded additions and their versions."""
    with open_database().reading() as db:
        rows = [dict(row) for row in overlay_store.loaded_overlays(db)]
    print_rows(rows, ("organisation_id", "overlay_id", "version", "pack_id", "current", "loaded_at"), as_json=as_json)


@app.command()
def remove(overlay: Annotated[str, typer.Argument(help="Its id.")], organisation: OrganisationOption = "") -> None:
    """Remove additions from the pack. Pupils keep what they have started and done."""
    pack_store = store.PackStore(registry())
    with open_database().transaction() as db:
        organisation_id = resolve_organisation(db, organisation)
        rows = overlay_store.loaded_overlays(db, organisation_id=organisation_id, overlay_id=overlay, current=True)
        base = pack_store.pack(db, rows[0]["pack_id"]) if rows else None
        old = pack_store.effective_pack(db, organisation_id, base.id, base.version) if base else None
        if not base or not old or not overlay_store.remove_overlay(db, organisation_id, overlay):
            fail(f"{overlay} does not extend any pack of this organisation.")
        change = OverlayChange(organisation_id, old, base)
        hold_lowered_classes(db, change, lowered_by(db, change))
    typer.echo(f"{overlay} has been removed.")
