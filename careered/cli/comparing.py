"""careered packs compare."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Connection

from careered.cli.common import fail, installed
from careered.cli.packs import read
from careered.lessons.kinds import registry
from careered.packs.compare import compare
from careered.packs.compare_words import describe
from careered.packs.models import Pack
from careered.packs.store import Shelf
from careered.progress.effect_words import describe_effects
from careered.progress.effects import effects


def compare_packs(
    old: Annotated[str, typer.Argument(help="A folder, a zip file, or a loaded pack: its id, or id:version.")],
    new: Annotated[str, typer.Argument(help="The same.")],
    lang: Annotated[str, typer.Option(help="fi, sv, da or en.")] = "en",
) -> None:
    """Say what a new version changes, and what it would mean for the pupils here. Nothing is changed."""
    with here() as db:
        before, after = pack_called(db, old), pack_called(db, new)
        if before.id != after.id:
            fail(f"{before.id} and {after.id} are different packs; versions of one pack are compared.")
        typer.echo(f"{before.id} {before.version} → {after.version}")
        changes = describe(compare(before, after), lang, after.default_language)
        _lines(changes, "Nothing that anybody would notice.")
        typer.echo("\nPupils:")
        if db is None:
            typer.echo("There is no database here, so they are not counted.")
        else:
            _lines(describe_effects(effects(db, before, after), before, after, lang), "Nobody has begun anything.")
    typer.echo("Nobody loses anything, and nobody must do anything again.")


def _lines(sentences: list[str], otherwise: str) -> None:
    typer.echo("\n".join(f"- {one}" for one in sentences) or otherwise)


@contextmanager
def here() -> Iterator[Connection | None]:
    """A look into the database of an installation, where there is one."""
    database = installed()
    if database is None:
        yield None
    else:
        with database.read() as db:
            yield db


def pack_called(db: Connection | None, name: str) -> Pack:
    """A pack by its folder, its zip file, or its id."""
    pack_id, _, version = name.partition(":")
    if Path(name).exists():
        found = read(Path(name)).pack
    else:
        found = Shelf(registry()).pack(db, pack_id, version) if db else None
    return found or fail(f"{name}: no such folder, zip file or loaded pack, or it has the problems above.")
