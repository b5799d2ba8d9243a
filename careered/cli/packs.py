"""careered packs check | load | list."""

from operator import attrgetter
from pathlib import Path
from typing import Annotated, Any

import typer

from careered.cli.common import Json, database, fail, show
from careered.lessons.kinds import registry
from careered.packs import store
from careered.packs.check import counts, expiring, to_verify
from careered.packs.load import Loaded, read_pack
from careered.packs.models import Pack
from careered.packs.readability import figures
from careered.packs.readability import summary as readability

app = typer.Typer(help="National curriculum packs.", no_args_is_help=True)
Paths = Annotated[list[Path], typer.Argument(help="Folders of packs, or zip files of them.", exists=True)]


def read(folder: Path) -> Loaded:
    """The pack of a folder; its problems go to standard output, one a line."""
    found = read_pack(folder, registry())
    for problem in found.problems:
        typer.echo(str(problem))
    return found


@app.command()
def check(
    paths: Paths,
    verify: Annotated[bool, typer.Option("--verify", help="List each fact to verify before release.")] = False,
    texts: Annotated[bool, typer.Option("--texts", help="Say how hard each text is to read.")] = False,
    as_json: bool = Json,
) -> None:
    """Find every problem at once, as file:line:column: code: sentence, and how to mend it."""
    read_packs = [read(path).pack for path in paths]
    packs = [pack for pack in read_packs if pack]
    rows = [_summary(pack) for pack in packs]
    if packs:
        show(rows, rows[0], as_json=as_json)
    for pack in packs if not as_json else ():
        _say_more(pack, verify=verify, texts=texts)
    if not all(read_packs):
        raise typer.Exit(1)


def _say_more(pack: Pack, *, verify: bool, texts: bool) -> None:
    """What is no problem but wants to be looked at: old words, hard texts, facts to verify."""
    found = figures(pack)
    typer.echo(f"\n{pack.id}: how hard the texts are")
    for lang in pack.languages:
        typer.echo(f"  {readability(found, lang)}")
    shown = found if texts else [one for one in found if one.is_hard and not one.has_easy]
    for one in sorted(shown, key=attrgetter("lang", "lix")):
        typer.echo(f"  {one.lang} LIX {one.lix}: {one.where}")
    for doubt in to_verify(pack) if verify else expiring(pack):
        typer.echo(f"  {doubt}")


def _summary(pack: Pack) -> dict[str, Any]:
    return {"pack": pack.id, "version": pack.version, **counts(pack), "to verify": len(to_verify(pack))}


@app.command()
def load(paths: Paths) -> None:
    """Check a pack and make it the current one. Older versions stay for pupils who began with them."""
    here = database()
    for path in paths:
        found = read(path)
        if found.pack is None:
            fail(f"{path} was not loaded; the problems are above.")
        pack = found.pack
        try:
            with here.write() as db:
                new = store.load(db, found.files, pack)
        except store.OlderVersionError as older:
            fail(f"{older.code}: {older}")
        typer.echo(f"{pack.id} {pack.version} {'loaded' if new else 'was loaded already'}.")


@app.command("list")
def list_packs(as_json: bool = Json) -> None:
    """The loaded packs and versions."""
    with database().read() as db:
        rows = [dict(row) for row in store.versions(db)]
    show(rows, ("pack_id", "version", "country", "current", "loaded_at"), as_json=as_json)
