"""careered packs new | upgrade | schema: a new pack, one in the newest format, and the JSON Schemas for its editor."""

import json
from pathlib import Path
from typing import Annotated

import typer

from careered.cli.common import counted, fail
from careered.cli.packs import read_and_print
from careered.clock import today
from careered.lessons.kinds import registry
from careered.packs.json_schema import pack_schemas
from careered.packs.scaffold import country_code, plan_scaffold, write_scaffold
from careered.packs.upgrade import upgrade_pack

SCHEMA_FOLDER = ".schema"


def new(
    folder: Annotated[Path, typer.Argument(help="A folder that does not exist yet, named after the country.")],
    country: Annotated[str, typer.Option(help="ISO 3166, if the folder's name does not give it.")] = "",
    lang: Annotated[
        list[str] | None, typer.Option(help="A language of the pack; the first one is the default.")
    ] = None,
    timezone: Annotated[str, typer.Option(help="Such as Europe/Oslo.")] = "",
) -> None:
    """Create a pack of one lesson, without problems from the start; change it text by text."""
    code = country_code(country or folder.name)
    if not code:
        fail(f"careered does not know the country “{country or folder.name}”; give its two-letter code with --country.")
    if folder.exists():
        fail(f"{folder} already exists; nothing was changed.")
    scaffold = plan_scaffold(code, lang or (), timezone)
    written = write_scaffold(folder, scaffold, today(scaffold.timezone or "UTC"))
    schema(folder / SCHEMA_FOLDER)
    typer.echo("\n".join(str(path) for path in written))
    typer.echo(f"\nNext: change the texts, and run careered packs check {folder}")


def upgrade(
    folder: Annotated[Path, typer.Argument(help="The pack's folder, without problems.", exists=True, file_okay=False)],
) -> None:
    """Rewrite a pack in the newest format where no new texts are needed; say why each other lesson is left as it is."""
    result = read_and_print(folder)
    if result.pack is None:
        fail(f"{folder} was not changed; fix the problems above first.")
    upgraded = upgrade_pack(result.files, registry())
    for name, content in upgraded.files.items():
        (folder / name).write_bytes(content)
        typer.echo(f"{folder / name} rewritten")
    for lesson, count in upgraded.cards.items():
        typer.echo(f"{lesson}: {counted(count, 'card')}")
    for lesson, reason in upgraded.kept.items():
        typer.echo(f"{lesson} keeps its steps: {reason}")
    if upgraded.files:
        typer.echo(f"\nNext: raise version in pack.yaml, and run careered packs check {folder}")
    else:
        typer.echo("Nothing was changed.")


def schema(
    folder: Annotated[Path, typer.Argument(help="Folder for the schemas.")] = Path(SCHEMA_FOLDER),
) -> None:
    """Write the JSON Schema of each file of a pack, for editors."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, json_schema in pack_schemas(registry()).items():
        text = json.dumps(json_schema, ensure_ascii=False, indent=1)
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
