"""careered keys list | rotate."""

from datetime import timedelta
from typing import Annotated

import typer

from careered.cli.common import JsonOption, load_settings, open_database, print_rows
from careered.clock import now
from careered.lti import tool_key_store

app = typer.Typer(help="The keys that careered signs with.", no_args_is_help=True)


@app.command("list")
def list_keys(as_json: bool = JsonOption) -> None:
    """Every key: since when it signs, and until when it is published."""
    with open_database().reading() as db:
        rows = [
            {"kid": key.kid, "signs from": key.active_from, "published until": key.published_until or "–"}
            for key in tool_key_store.all_keys(db)
        ]
    print_rows(rows, ("kid", "signs from", "published until"), as_json=as_json)


@app.command()
def rotate(
    ahead: Annotated[float, typer.Option(help="Hours that platforms have to fetch the new key before it signs.")] = 48,
    immediately: Annotated[bool, typer.Option("--now", help="Sign with it immediately (after a leak).")] = False,
) -> None:
    """Create a key. The old one signs until the new one does, and stays published for a week after that."""
    settings = load_settings()
    with open_database(settings).transaction() as db:
        key = tool_key_store.rotate_keys(db, settings, timedelta(0) if immediately else timedelta(hours=ahead))
    signing_start = "now" if key.active_from <= now() else f"from {key.active_from:%Y-%m-%d %H:%M} UTC"
    typer.echo(f"Key {key.kid} is published, and signs {signing_start}.")
