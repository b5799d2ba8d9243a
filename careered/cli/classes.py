"""careered classes list."""

import typer
from sqlalchemy import Connection

from careered.cli.common import JsonOption, open_database, print_rows
from careered.roster import classes, members

app = typer.Typer(help="Classes that have opened careered.", no_args_is_help=True)


@app.command("list")
def list_classes(as_json: bool = JsonOption) -> None:
    """Every class: id, name, platform, the platform's context id, pack, number of active pupils."""
    with open_database().reading() as db:
        rows = [
            {
                "id": school_class.id,
                "name": school_class.title,
                "platform": school_class.platform_name,
                "context_id": school_class.context_id,
                "pack": school_class.pack_id,
                "pupils": _active_pupil_count(db, school_class.organisation_id, school_class.id),
            }
            for school_class in classes.list_classes(db)
        ]
    print_rows(rows, ("id", "name", "platform", "context_id", "pack", "pupils"), as_json=as_json)


def _active_pupil_count(db: Connection, organisation_id: str, class_id: str) -> int:
    return sum(pupil.status == "active" for pupil in members.list_pupils(db, organisation_id, class_id))
