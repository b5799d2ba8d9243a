"""careered person find | export | erase."""

from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Connection

import careered.all_tables
from careered.cli.common import (
    JsonOption,
    OrganisationOption,
    fail,
    load_settings,
    open_database,
    print_rows,
    resolve_organisation,
)
from careered.lti import platform_store
from careered.privacy.access_log import log_operator_access
from careered.privacy.erase import erase_person
from careered.privacy.export import export_document
from careered.privacy.find import PersonSummary, find_people, get_person
from careered.private_file import make_private
from careered.settings import Settings

app = typer.Typer(help="A person's data: find, copy, erase.", no_args_is_help=True)
PersonId = Annotated[str, typer.Argument(metavar="ID", help="The person's id; see: careered person find.")]


@app.command()
def find(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Part of the name, or the platform's number.")],
    organisation: OrganisationOption = "",
    as_json: bool = JsonOption,
) -> None:
    """Find people by part of their name or by the platform's user id. Prints their ids."""
    with open_database().reading() as db:
        names = {platform.platform_id: platform.name for platform in platform_store.all_platforms(db)}
        people = find_people(db, resolve_organisation(db, organisation), text)
    rows = [
        {"id": person.id, "name": person.name, "user_id": person.sub, "platform": names.get(person.platform_id, "")}
        for person in people
    ]
    print_rows(rows, ("id", "name", "user_id", "platform"), as_json=as_json)


@app.command()
def export(
    person_id: PersonId,
    output: Annotated[Path | None, typer.Option(help="Write to this file; standard output if left out.")] = None,
    organisation: OrganisationOption = "",
) -> None:
    """Export everything stored about a person as JSON, private answers included: pass it on without reading it."""
    with open_database().transaction() as db:
        organisation_id = resolve_organisation(db, organisation)
        _require_person(db, organisation_id, person_id)
        log_operator_access(db, organisation_id, person_id, "command_export")
        document = export_document(db, organisation_id, person_id)
    if output is None:
        typer.echo(document)
    else:
        make_private(output)
        output.write_text(document + "\n", encoding="utf-8")


@app.command()
def erase(
    person_id: PersonId,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask for confirmation.")] = False,
    organisation: OrganisationOption = "",
    as_json: bool = JsonOption,
) -> None:
    """Erase everything about a person, immediately and for good. The access log stays: it holds no names."""
    settings = load_settings()
    if not yes:
        _confirm(settings, organisation, person_id)
    with open_database(settings).transaction() as db:
        organisation_id = resolve_organisation(db, organisation)
        _require_person(db, organisation_id, person_id)
        log_operator_access(db, organisation_id, person_id, "command_erase")
        erased = erase_person(db, organisation_id, person_id)
    rows = [{"table": table.table, "rows": table.rows, "erased": not table.is_kept} for table in erased]
    print_rows(rows, ("table", "rows", "erased"), as_json=as_json)


def _confirm(settings: Settings, organisation: str, person_id: str) -> None:
    with open_database(settings).reading() as db:
        person = _require_person(db, resolve_organisation(db, organisation), person_id)
    description = f"{person.name or 'no name'}, {person.sub} on the platform"
    typer.confirm(f"Erase everything about {person_id} ({description})?", abort=True, err=True)


def _require_person(db: Connection, organisation_id: str, person_id: str) -> PersonSummary:
    person = get_person(db, organisation_id, person_id)
    if person is None:
        fail(f"There is no person with the ID {person_id}. See: careered person find TEXT")
    return person
