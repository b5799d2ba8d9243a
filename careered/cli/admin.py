"""careered admin link."""

from datetime import timedelta
from typing import Annotated

import typer

from careered.cli.common import Json, database, settings, show
from careered.cli.platforms import organisation_id
from careered.web import one_time

app = typer.Typer(help="The administrator's pages.", no_args_is_help=True)
LIVES = timedelta(hours=24)


@app.command()
def link(
    organisation: Annotated[str, typer.Option(help="Provider of education; the only one if left out.")] = "",
    as_json: bool = Json,
) -> None:
    """Print an address that lets an administrator in: once, within 24 hours."""
    found = settings()
    with database(found).write() as db:
        secret = one_time.make(db, organisation_id(db, organisation), one_time.ADMIN, lives=LIVES)
    address = f"{found.origin}/admin/enter?key={secret}"
    if as_json:
        show([{"url": address}], ("url",), as_json=True)
    else:
        typer.echo(address)
