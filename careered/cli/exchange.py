"""careered packs export | import | official: frameworks out and in."""

import json
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer

from careered.cli.common import fail
from careered.cli.comparing import here, pack_called
from careered.packs import official
from careered.packs.case.export import packages
from careered.packs.case.faults import Refused
from careered.packs.case.read import framework_of
from careered.packs.case.saved import read_json
from careered.packs.case.write_yaml import framework_yaml
from careered.packs.files import MAX_FILE

Source = Annotated[str, typer.Option(help="The id in sources.yaml that the words come from.")]
Format = Annotated[Literal["case"], typer.Option("--format", help="CASE 1.1 is the one there is.")]
FRAMEWORK = "framework.yaml"


def export_pack(
    pack: Annotated[str, typer.Argument(help="A folder, a zip file, or the id of a loaded pack.")],
    _format: Format = "case",
    out: Annotated[Path | None, typer.Option(help="A folder for one file a language; else all are printed.")] = None,
    lang: Annotated[list[str] | None, typer.Option(help="Only these languages of the pack.")] = None,
) -> None:
    """Write the framework as CFPackages, one for each language, linked to each other. Identifiers never change."""
    with here() as db:
        found = pack_called(db, pack)
    strange = [one for one in lang or () if one not in found.languages]
    if strange:
        fail(f"{found.id} has no {', '.join(strange)}; it has {', '.join(found.languages)}.")
    languages = lang or found.languages
    made = packages(found, languages)
    if out is None:
        typer.echo(_json(made[0] if len(made) == 1 else made), nl=False)
        return
    out.mkdir(parents=True, exist_ok=True)
    for language, package in zip(languages, made, strict=True):
        path = out / f"{found.id}-{language}.json"
        path.write_text(_json(package), encoding="utf-8")
        typer.echo(str(path))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def import_framework(
    files: Annotated[list[Path], typer.Argument(help="CFPackages, one for each language; the first one leads.")],
    _format: Format = "case",
    out: Annotated[Path | None, typer.Option(help="The framework.yaml to write; else it is printed.")] = None,
    lang: Annotated[str, typer.Option(help="The language of documents that do not say theirs.")] = "",
    source: Source = "case",
    name: Annotated[str, typer.Option(help="The framework's id.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that is there.")] = False,
) -> None:
    """Write CASE documents as a pack's framework.yaml."""
    if out and out.exists() and not force:
        fail(f"{out} is there already; --force overwrites it.")
    try:
        found = framework_of([(path.name, read_json(path)) for path in files], lang=lang, source=source, named=name)
    except Refused as refused:
        _refuse(refused)
    text = framework_yaml(found.framework, "From CASE: " + ", ".join(path.name for path in files))
    if len(text.encode()) > MAX_FILE:
        fail(f"{FRAMEWORK}: framework_too_large: the framework is larger than 1 MB; import a part of it")
    if out:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8")
    else:
        typer.echo(text, nl=False)
    remarks = [f"{len(found.framework['items'])} items in {', '.join(found.languages)}", *found.remarks]
    typer.echo("\n".join(remarks), err=out is None)


def official_words(
    saved: Annotated[Path, typer.Argument(help="A saved JSON answer of ePerusteet.")],
    folder: Annotated[Path, typer.Argument(help="The pack's folder.", exists=True, file_okay=False)],
    stage: Annotated[str, typer.Option(help="The id of the group of grades, where the answer has several.")] = "",
    source: Source = "official",
) -> None:
    """Fill official wording into a pack's framework.yaml, by external id or by code. Comments stay."""
    path = folder / FRAMEWORK
    try:
        found = official.entries(read_json(saved), stage)
        done = official.fill(saved.name, path.read_text(encoding="utf-8"), found, source)
    except Refused as refused:
        _refuse(refused)
    path.write_text(done.text, encoding="utf-8")
    typer.echo(f"{len(done.filled)} items have official words: {', '.join(done.filled)}")
    typer.echo(f"{len(done.left)} stay as they are: {', '.join(done.left) or '–'}")
    typer.echo(f"{len(done.unknown)} official paragraphs belong to no item: {', '.join(done.unknown) or '–'}")


def _refuse(refused: Refused) -> NoReturn:
    fail("\n".join(map(str, refused.faults)))
