"""careered packs export | import | official: exchange frameworks with other curriculum systems."""

import json
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer

from careered.cli.common import counted, fail
from careered.cli.pack_compare import installed_connection, resolve_pack
from careered.packs import official_wording
from careered.packs.case.errors import ImportRejected
from careered.packs.case.export import export_packages
from careered.packs.case.json_input import read_json
from careered.packs.case.read import build_framework
from careered.packs.case.write_yaml import framework_yaml
from careered.packs.files import MAX_FILE_BYTES

Source = Annotated[str, typer.Option(help="The ID in sources.yaml of the source of the texts.")]
Format = Annotated[Literal["case"], typer.Option("--format", help="Only CASE 1.1 is available.")]
FRAMEWORK_FILE = "framework.yaml"


def export_pack(
    pack: Annotated[str, typer.Argument(help="A folder, a zip file, or the id of a loaded pack.")],
    _format: Format = "case",
    out: Annotated[Path | None, typer.Option(help="A folder, one file per language; printed if left out.")] = None,
    lang: Annotated[list[str] | None, typer.Option(help="Only these languages of the pack.")] = None,
) -> None:
    """Export the framework as CFPackages, one per language, linked to each other. Identifiers never change."""
    with installed_connection() as db:
        source_pack = resolve_pack(db, pack)
    unknown = [code for code in lang or () if code not in source_pack.languages]
    if unknown:
        fail(f"{source_pack.id} is not available in {', '.join(unknown)}, only in {', '.join(source_pack.languages)}.")
    languages = lang or source_pack.languages
    case_packages = export_packages(source_pack, languages)
    if out is None:
        typer.echo(_json(case_packages[0] if len(case_packages) == 1 else case_packages), nl=False)
        return
    out.mkdir(parents=True, exist_ok=True)
    for language, package in zip(languages, case_packages, strict=True):
        path = out / f"{source_pack.id}-{language}.json"
        path.write_text(_json(package), encoding="utf-8")
        typer.echo(str(path))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def import_framework(
    files: Annotated[list[Path], typer.Argument(help="CFPackages, one per language; the first gives the order.")],
    _format: Format = "case",
    out: Annotated[Path | None, typer.Option(help="The framework.yaml to write; if left out, it is printed.")] = None,
    lang: Annotated[str, typer.Option(help="The language of documents that do not state one.")] = "",
    source: Source = "case",
    name: Annotated[str, typer.Option(help="The framework's id.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing file.")] = False,
) -> None:
    """Convert CASE documents to a pack's framework.yaml."""
    if out and out.exists() and not force:
        fail(f"{out} already exists; --force overwrites it.")
    try:
        imported = build_framework(
            [(path.name, read_json(path)) for path in files], lang=lang, source=source, framework_id=name
        )
    except ImportRejected as error:
        _fail_with_faults(error)
    text = framework_yaml(imported.framework, "From CASE: " + ", ".join(path.name for path in files))
    if len(text.encode()) > MAX_FILE_BYTES:
        fail(f"{FRAMEWORK_FILE}: framework_too_large: the framework is larger than 1 MB; import a part of it")
    if out:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8")
    else:
        typer.echo(text, nl=False)
    items = counted(len(imported.framework["items"]), "item")
    notes = [f"{items} in {', '.join(imported.languages)}", *imported.warnings]
    typer.echo("\n".join(notes), err=out is None)


def import_official_wording(
    saved: Annotated[Path, typer.Argument(help="A saved JSON response from ePerusteet.")],
    folder: Annotated[Path, typer.Argument(help="The pack's folder.", exists=True, file_okay=False)],
    stage: Annotated[str, typer.Option(help="The id of the group of grades, if the response has several.")] = "",
    source: Source = "official",
) -> None:
    """Fill official wording into a pack's framework.yaml, by external id or by code. Comments stay."""
    path = folder / FRAMEWORK_FILE
    try:
        texts = official_wording.official_texts(read_json(saved), stage)
        result = official_wording.fill(saved.name, path.read_text(encoding="utf-8"), texts, source)
    except ImportRejected as error:
        _fail_with_faults(error)
    path.write_text(result.text, encoding="utf-8")
    typer.echo(f"Items that now have the official wording ({len(result.filled)}): {', '.join(result.filled)}")
    typer.echo(f"Items left as they are ({len(result.unfilled)}): {', '.join(result.unfilled) or '–'}")
    typer.echo(
        f"Official paragraphs that match no item ({len(result.unmatched)}): {', '.join(result.unmatched) or '–'}"
    )


def _fail_with_faults(error: ImportRejected) -> NoReturn:
    fail("\n".join(map(str, error.faults)))
