"""careered keys list | rotate."""

from datetime import timedelta
from typing import Annotated

import typer

from careered.cli.common import Json, database, settings, show
from careered.clock import now
from careered.lti import keyring

app = typer.Typer(help="The keys that careered signs with.", no_args_is_help=True)


@app.command("list")
def list_keys(as_json: bool = Json) -> None:
    """Every key: since when it signs, and until when platforms find it."""
    with database().read() as db:
        rows = [
            {"kid": key.kid, "signs from": key.active_from, "published until": key.published_until or "–"}
            for key in keyring.keys(db)
        ]
    show(rows, ("kid", "signs from", "published until"), as_json=as_json)


@app.command()
def rotate(
    ahead: Annotated[float, typer.Option(help="Hours that platforms have to fetch the new key before it signs.")] = 48,
    immediately: Annotated[bool, typer.Option("--now", help="Sign with it at once (after a leak).")] = False,
) -> None:
    """Make a new key. The old one signs until the new one does, and stays published for a week after that."""
    found = settings()
    with database(found).write() as db:
        made = keyring.rotate(db, found, timedelta(0) if immediately else timedelta(hours=ahead))
    when = "now" if made.active_from <= now() else f"from {made.active_from:%Y-%m-%d %H:%M} UTC on"
    typer.echo(f"Key {made.kid} is published, and signs {when}.")
