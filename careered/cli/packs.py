"""careered packs check | load | list."""

from collections.abc import Mapping
from operator import attrgetter
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from careered.cli.common import JsonOption, fail, open_database, print_rows
from careered.db.engine import Database
from careered.lessons.kinds import registry
from careered.packs import store, version_store
from careered.packs.avoided_terms import term_warnings
from careered.packs.coverage import coverage_warnings
from careered.packs.load import PackReadResult, name_prefix, read_pack
from careered.packs.models import Pack
from careered.packs.overlaid import read_overlaid
from careered.packs.problems import Problem
from careered.packs.readability import readability_scores, readability_summary
from careered.packs.release_review import expiring_parts, part_counts, unverified_facts
from careered.packs.review_answers import answer_warnings
from careered.statistics.dropped_requirements import HISTORY, Undecided, count_lowered, load_version

app = typer.Typer(help="National curriculum packs.", no_args_is_help=True)
Paths = Annotated[list[Path], typer.Argument(help="Folders of packs, or zip files of them.", exists=True)]


def read_and_print(folder: Path) -> PackReadResult:
    """Read the pack in a folder or zip file; its problems go to standard output, one per line."""
    result = read_pack(folder, registry())
    for problem in result.problems:
        typer.echo(str(problem))
    return result


@app.command()
def check(
    paths: Paths,
    unverified: Annotated[bool, typer.Option("--unverified", help="List each fact to verify before release.")] = False,
    readability: Annotated[bool, typer.Option("--readability", help="List the readability of each text.")] = False,
    as_json: bool = JsonOption,
) -> None:
    """List all problems, as file:line:column: code: sentence, and how to fix each."""
    results = [(read_and_print(path), name_prefix(path)) for path in paths]
    packs = [(result.pack, result.files, prefix) for result, prefix in results if result.pack]
    rows = [_summary(pack) for pack, _, _ in packs]
    if packs:
        print_rows(rows, rows[0], as_json=as_json)
    for pack, files, prefix in packs if not as_json else ():
        _print_review(pack, unverified=unverified, readability=readability)
        for warning in _warnings(pack, files, prefix):
            typer.echo(f"  warning: {warning}")
    if len(packs) < len(results):
        raise typer.Exit(1)


def _warnings(pack: Pack, files: Mapping[str, bytes], prefix: str) -> tuple[Problem, ...]:
    terms = term_warnings(pack.country, files, prefix)
    return *answer_warnings(files, prefix), *coverage_warnings(pack, files, prefix), *terms


def _print_review(pack: Pack, *, unverified: bool, readability: bool) -> None:
    """What an author should review though it is no problem: hard and expiring texts, facts to verify."""
    scores = readability_scores(pack)
    typer.echo(f"\n{pack.id}: how hard the texts are")
    for lang in pack.languages:
        typer.echo(f"  {readability_summary(scores, lang)}")
    shown = scores if readability else [score for score in scores if score.is_hard and not score.has_easy_version]
    for score in sorted(shown, key=attrgetter("lang", "lix")):
        typer.echo(f"  {score.lang} LIX {score.lix}: {score.location}")
    for found in unverified_facts(pack) if unverified else expiring_parts(pack):
        typer.echo(f"  {found.sentence()}")


def _summary(pack: Pack) -> dict[str, Any]:
    return {"pack": pack.id, "version": pack.version, **part_counts(pack), "to verify": len(unverified_facts(pack))}


@app.command()
def load(
    paths: Paths,
    dropped: Annotated[
        list[str] | None,
        typer.Option(help="What happens to a dropped requirement that pupils have met: OLD=NEW or OLD=history."),
    ] = None,
    allow_lower: Annotated[bool, typer.Option("--allow-lower", help="Load it even if figures will drop.")] = False,
) -> None:
    """Check a pack and make it the current version. Older versions are kept for pupils who started with them."""
    database, successors = open_database(), dict(_successor(pair) for pair in dropped or ())
    for path in paths:
        result = read_and_print(path)
        if result.pack is None:
            fail(f"{path} was not loaded; the problems are above.")
        try:
            is_new = _load(database, result.files, result.pack, successors, allow_lower=allow_lower)
        except version_store.VersionConflict as conflict:
            fail(f"{conflict.code}: {conflict}")
        except Undecided as undecided:
            fail(f"requirement_dropped: pupils have met {undecided}; say what happens to each with --dropped.")
        typer.echo(f"{result.pack.id} {result.pack.version} {'loaded' if is_new else 'was already loaded'}.")


def _load(
    database: Database, files: Mapping[str, bytes], pack: Pack, successors: Mapping[str, str], *, allow_lower: bool
) -> bool:
    """Whether it was not loaded before. What is only told is counted before the transaction, in which pupils wait."""
    pack_store = store.PackStore(registry())
    pack_store.renew(database)
    overlaid = read_overlaid(database, pack_store.pack_outside(database, pack.id), pack, pack_store.kinds)
    with database.reading() as db:
        current = pack_store.pack(db, pack.id)
        lowered = count_lowered(db, current, pack, successors, overlaid) if current else 0
    with database.transaction() as db:
        if _current_version(db, pack.id) != (current.version if current else ""):
            fail(f"pack_changed: somebody else has loaded {pack.id} in the meantime; try again.")
        is_new = load_version(db, files, current, pack, successors, overlaid)
        if is_new and lowered and not allow_lower:
            fail(f"figures_lower: {lowered} pupils would have a lower figure; --allow-lower loads it anyway.")
    return is_new


def _current_version(db: Connection, pack_id: str) -> str:
    """As it is stored now: a PackStore looks only every few seconds. "" where none is loaded."""
    return next((row["version"] for row in version_store.loaded_versions(db, pack_id) if row["current"]), "")


def _successor(pair: str) -> tuple[str, str]:
    dropped, equals, successor = pair.partition("=")
    return (dropped, successor) if equals else fail(f"--dropped {pair}: write OLD=NEW or OLD={HISTORY}.")


@app.command("list")
def list_packs(as_json: bool = JsonOption) -> None:
    """The loaded packs and versions."""
    with open_database().reading() as db:
        rows = [dict(row) for row in version_store.loaded_versions(db)]
    print_rows(rows, ("pack_id", "version", "country", "current", "loaded_at"), as_json=as_json)
