"""careered packs compare."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Connection

from careered.cli.common import fail, open_installed_database
from careered.cli.packs import read_and_print
from careered.lessons.kinds import registry
from careered.packs.compare import compare
from careered.packs.compare_text import describe_changes
from careered.packs.models import Pack
from careered.packs.overlaid import read_overlaid
from careered.packs.store import PackStore
from careered.statistics.dropped_requirements import count_lowered
from careered.statistics.pack_impact import pack_impact
from careered.statistics.pack_impact_text import describe_impacts


def compare_packs(
    old: Annotated[str, typer.Argument(help="A folder, a zip file, or a loaded pack: its id, or id:version.")],
    new: Annotated[str, typer.Argument(help="The same.")],
    lang: Annotated[str, typer.Option(help="fi, sv, da or en.")] = "en",
) -> None:
    """List what a new version changes, and the effect on the pupils of this installation. Changes nothing."""
    with installed_connection() as db:
        before, after = resolve_pack(db, old), resolve_pack(db, new)
        if before.id != after.id:
            fail(f"{before.id} and {after.id} are different packs; only versions of the same pack can be compared.")
    typer.echo(f"{before.id} {before.version} → {after.version}")
    changes = describe_changes(compare(before, after), lang, after.default_language)
    _print_list(changes, "There are no changes that anyone would notice.")
    typer.echo("\nPupils:")
    _print_effect(before, after, lang)


def _print_effect(before: Pack, after: Pack, lang: str) -> None:
    """The effect on pupils, counted as a load counts it: with the overlays of organisations."""
    database = open_installed_database()
    if database is None:
        typer.echo("There is no database here, so they are not counted.")
        return
    overlaid = read_overlaid(database, before, after, registry())
    with database.reading() as db:
        impacts = describe_impacts(pack_impact(db, before, after), before, after, lang)
        lowered = count_lowered(db, before, after, {}, overlaid)
    _print_list(impacts, "Nobody has started anything.")
    typer.echo(lowered_text(lowered))


def lowered_text(pupils: int) -> str:
    """For how many pupils a version would lower the figure."""
    if not pupils:
        return "Nobody loses anything, and nobody has to do anything again."
    return f"{pupils} {'pupil' if pupils == 1 else 'pupils'} would have a lower figure."


def _print_list(sentences: list[str], otherwise: str) -> None:
    typer.echo("\n".join(f"- {sentence}" for sentence in sentences) or otherwise)


@contextmanager
def installed_connection() -> Iterator[Connection | None]:
    """A read transaction on the installation's database; None where there is no installation."""
    database = open_installed_database()
    if database is None:
        yield None
    else:
        with database.reading() as db:
            yield db


def resolve_pack(db: Connection | None, name: str) -> Pack:
    """The pack in a folder or zip file, or the loaded pack `id` or `id:version`. Fails when there is none."""
    pack_id, _, version = name.partition(":")
    if Path(name).exists():
        pack = read_and_print(Path(name)).pack
    else:
        pack = PackStore(registry()).pack(db, pack_id, version) if db else None
    return pack or fail(f"{name}: no such folder, zip file or loaded pack, or it has the problems above.")
