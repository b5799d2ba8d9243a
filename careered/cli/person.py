"""careered person find | export | erase."""

from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Connection

from careered.cli.common import Json, database, fail, settings, show
from careered.cli.platforms import organisation_id
from careered.lti import platforms
from careered.privacy.erase import erase_person
from careered.privacy.export import as_file
from careered.privacy.find import Person, find_people
from careered.privacy.find import person as person_of
from careered.privacy.log import seen_by_operator
from careered.settings import Settings

app = typer.Typer(help="A person's data: find, copy, erase.", no_args_is_help=True)
Id = Annotated[str, typer.Argument(metavar="ID", help="The person's id; see: careered person find.")]
Organisation = Annotated[str, typer.Option(help="Provider of education; the only one if left out.")]


@app.command()
def find(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Part of the name, or the platform's number.")],
    organisation: Organisation = "",
    as_json: bool = Json,
) -> None:
    """People by part of their name or by the number that the platform uses. Prints their ids."""
    with database().read() as db:
        names = {one.platform_id: one.name for one in platforms.all_platforms(db)}
        found = find_people(db, organisation_id(db, organisation), text)
    rows = [
        {"id": one.id, "name": one.name, "user_id": one.sub, "platform": names.get(one.platform_id, "")}
        for one in found
    ]
    show(rows, ("id", "name", "user_id", "platform"), as_json=as_json)


@app.command()
def export(
    person_id: Id,
    output: Annotated[Path | None, typer.Option(help="Write to this file; standard output if left out.")] = None,
    organisation: Organisation = "",
) -> None:
    """Everything that is stored about a person, as JSON. Private answers are in it: hand it over unread."""
    with database().write() as db:
        where = organisation_id(db, organisation)
        _known(db, where, person_id)
        seen_by_operator(db, where, person_id, "command_export")
        document = as_file(db, where, person_id)
    if output is None:
        typer.echo(document)
    else:
        output.write_text(document + "\n", encoding="utf-8")


@app.command()
def erase(
    person_id: Id,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    organisation: Organisation = "",
    as_json: bool = Json,
) -> None:
    """Erase everything about a person, at once and for good. The access log stays: it holds no names."""
    found = settings()
    if not yes:
        _ask(found, organisation, person_id)
    with database(found).write() as db:
        where = organisation_id(db, organisation)
        _known(db, where, person_id)
        seen_by_operator(db, where, person_id, "command_erase")
        gone = erase_person(db, where, person_id)
    rows = [{"table": one.table, "rows": one.rows, "erased": not one.stays} for one in gone]
    show(rows, ("table", "rows", "erased"), as_json=as_json)


def _ask(found: Settings, organisation: str, person_id: str) -> None:
    with database(found).read() as db:
        someone = _known(db, organisation_id(db, organisation), person_id)
    called = f"{someone.name or 'no name'}, {someone.sub} on the platform"
    typer.confirm(f"Erase everything about {person_id} ({called})?", abort=True, err=True)


def _known(db: Connection, where: str, person_id: str) -> Person:
    found = person_of(db, where, person_id)
    if found is None:
        fail(f"There is no person {person_id}. See: careered person find TEXT")
    return found
