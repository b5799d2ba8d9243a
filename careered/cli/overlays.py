"""careered packs overlay check | load | list | remove: an organisation's own additions to a national pack."""

from pathlib import Path
from typing import Annotated

import typer

from careered.cli.common import Json, database, fail, show
from careered.cli.comparing import here, pack_called
from careered.cli.platforms import organisation_id
from careered.lessons.kinds import registry
from careered.packs import overlay_store, store
from careered.packs.overlay import ReadOverlay, read_overlay

app = typer.Typer(help="A municipality's own additions to a national pack.", no_args_is_help=True)
Folder = Annotated[Path, typer.Argument(help="A folder or zip file with overlay.yaml.", exists=True)]
Organisation = Annotated[str, typer.Option(help="Provider of education; the only one if left out.")]


def _told(read: ReadOverlay) -> ReadOverlay:
    for problem in read.problems:
        typer.echo(str(problem))
    return read


@app.command()
def check(
    folder: Folder,
    base: Annotated[str, typer.Option(help="The pack it extends: a folder, a zip, or a loaded pack's id.")] = "",
) -> None:
    """Find every problem at once, as careered packs check does."""
    with here() as db:
        read = _told(read_overlay(folder, lambda extends: pack_called(db, base or extends), registry()))
    if read.overlay is None:
        raise typer.Exit(1)
    about = read.overlay.about
    typer.echo(
        f"{about.id} {about.version}: {len(read.overlay.lessons)} lessons, {len(read.overlay.services)} services"
    )


@app.command()
def load(folder: Folder, organisation: Organisation = "") -> None:
    """Lay additions over the organisation's pack. Older versions stay for pupils who began with them."""
    shelf = store.Shelf(registry())
    with database().write() as db:
        read = _told(read_overlay(folder, lambda extends: shelf.pack(db, extends), registry()))
        if read.overlay is None:
            fail(f"{folder} was not loaded; the problems are above.")
        about = read.overlay.about
        try:
            new = overlay_store.load(db, organisation_id(db, organisation), read.files, read.overlay)
        except (store.OlderVersionError, overlay_store.OverlayRefused) as refused:
            fail(f"{refused.code}: {refused}")
    typer.echo(f"{about.id} {about.version} {'lies over' if new else 'lay already over'} {about.extends}.")


@app.command("list")
def list_overlays(as_json: bool = Json) -> None:
    """The loaded additions and their versions."""
    with database().read() as db:
        rows = [dict(row) for row in store.overlays(db)]
    show(rows, ("organisation_id", "overlay_id", "version", "pack_id", "current", "loaded_at"), as_json=as_json)


@app.command()
def remove(overlay: Annotated[str, typer.Argument(help="Its id.")], organisation: Organisation = "") -> None:
    """Take additions off. What pupils have begun and done stays."""
    with database().write() as db:
        if not overlay_store.remove(db, organisation_id(db, organisation), overlay):
            fail(f"{overlay} lies over no pack of this organisation.")
    typer.echo(f"{overlay} was taken off.")
