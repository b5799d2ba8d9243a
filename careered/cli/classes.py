"""careered classes list."""

import typer

from careered.cli.common import JsonOption, open_database, print_rows
from careered.roster import queries

app = typer.Typer(help="Classes that have opened careered.", no_args_is_help=True)


@app.command("list")
def list_classes(as_json: bool = JsonOption) -> None:
    """Every class: id, name, platform, the platform's context id, pack, number of pupils."""
    with open_database().reading() as db:
        rows = [
            {
                "id": room.id,
                "name": room.title,
                "platform": room.platform_name,
                "context_id": room.context_id,
                "pack": room.pack_id,
                "pupils": sum(
                    pupil.status == "active" for pupil in queries.list_pupils(db, room.organisation_id, room.id)
                ),
            }
            for room in queries.list_classes(db)
        ]
    print_rows(rows, ("id", "name", "platform", "context_id", "pack", "pupils"), as_json=as_json)
