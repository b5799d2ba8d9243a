"""careered packs coverage | live-pages: documents about a pack that are made from its files."""

from pathlib import Path
from typing import Annotated

import typer

from careered.cli.common import fail
from careered.cli.pack_compare import installed_connection, resolve_pack
from careered.packs.coverage_table import coverage_markdown
from careered.packs.live_pages import live_pages
from careered.packs.models import Pack

PackName = Annotated[str, typer.Argument(help="A folder, a zip file, or the id of a loaded pack.")]
Lang = Annotated[str, typer.Option(help="A language of the pack. Default: English if it has that, else its own.")]
Out = Annotated[Path | None, typer.Option(help="The Markdown file to write; if left out, it is printed.")]
ENGLISH = "en"


def coverage(pack: PackName, lang: Lang = "", out: Out = None) -> None:
    """Write which card teaches which objective, and which practises it, as a table in Markdown."""
    found, language = _resolve(pack, lang)
    _write(coverage_markdown(found, language), out)


def pages(pack: PackName, out: Out = None) -> None:
    """List what to check on the live pages before a release: services, missions, helplines, sources."""
    _write(live_pages(_resolve(pack, "")[0]), out)


def _resolve(name: str, lang: str) -> tuple[Pack, str]:
    with installed_connection() as db:
        pack = resolve_pack(db, name)
    if lang and lang not in pack.languages:
        fail(f"{pack.id} is not available in {lang}, only in {', '.join(pack.languages)}.")
    return pack, lang or (ENGLISH if ENGLISH in pack.languages else pack.default_language)


def _write(text: str, out: Path | None) -> None:
    if out is None:
        typer.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")
        typer.echo(str(out))
