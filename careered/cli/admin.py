"""careered admin link."""

from datetime import timedelta

import typer

from careered.cli.common import (
    JsonOption,
    OrganisationOption,
    load_settings,
    open_database,
    print_rows,
    resolve_organisation,
)
from careered.db.engine import Database
from careered.web import one_time

app = typer.Typer(help="The administrator's pages.", no_args_is_help=True)
LINK_TTL = timedelta(hours=24)


def sign_in_address(database: Database, origin: str, organisation: str = "") -> str:
    """An address of the tool at `origin` that signs an administrator in, once. organisation: its name, as an option."""
    with database.transaction() as db:
        secret = one_time.create(db, resolve_organisation(db, organisation), one_time.ADMIN, ttl=LINK_TTL)
    return f"{origin}/admin/sign-in?key={secret}"


@app.command()
def link(organisation: OrganisationOption = "", as_json: bool = JsonOption) -> None:
    """Print a one-time sign-in address for an administrator, valid for 24 hours."""
    settings = load_settings()
    url = sign_in_address(open_database(settings), settings.origin, organisation)
    if as_json:
        print_rows([{"url": url}], ("url",), as_json=True)
    else:
        typer.echo(url)
