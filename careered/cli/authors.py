"""careered packs new | schema: what a pack author begins with."""

import json
from pathlib import Path
from typing import Annotated

import typer

from careered.cli.common import fail
from careered.clock import now
from careered.lessons.kinds import registry
from careered.packs.json_schema import schemas
from careered.packs.starting import begin, country_called, write

HIDDEN = ".schema"


def new(
    folder: Annotated[Path, typer.Argument(help="A folder that is not there yet, named after the country.")],
    country: Annotated[str, typer.Option(help="ISO 3166, when the folder's name does not tell it.")] = "",
    lang: Annotated[
        list[str] | None, typer.Option(help="A language of the pack; the first one is the default.")
    ] = None,
    timezone: Annotated[str, typer.Option(help="Such as Europe/Oslo.")] = "",
) -> None:
    """Write a pack of one lesson to begin with. It is in order at once; change it text by text."""
    code = country_called(country or folder.name)
    if not code:
        fail(f"“{country or folder.name}” is no country that careered knows; give its two letters with --country.")
    if folder.exists():
        fail(f"{folder} is there already; nothing was changed.")
    beginning = begin(code, lang or (), timezone)
    written = write(folder, beginning, now().date())
    schema(folder / HIDDEN)
    typer.echo("\n".join(str(path) for path in written))
    typer.echo(f"\nNext: change the texts, and run careered packs check {folder}")


def schema(
    folder: Annotated[Path, typer.Argument(help="Where the schemas go.")] = Path(HIDDEN),
) -> None:
    """Write the JSON Schema of each file of a pack, for editors."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, found in schemas(registry()).items():
        words = json.dumps(found, ensure_ascii=False, indent=1)
        (folder / f"{name}.json").write_text(words + "\n", encoding="utf-8")
