"""careered report class ID --format json."""

import json
from enum import StrEnum
from typing import Annotated

import typer

from careered.cli.common import database, fail, settings
from careered.lessons.kinds import registry
from careered.packs.store import Shelf
from careered.reports.class_report import class_report, find_class
from careered.web.refusals import Refused

app = typer.Typer(help="Reports on standard output.", no_args_is_help=True)


class Format(StrEnum):
    """The formats there are."""

    JSON = "json"


@app.callback()
def _group() -> None:
    """Reports on standard output."""


@app.command("class")
def of_class(
    class_id: Annotated[str, typer.Argument(metavar="ID", help="The class's id, or the platform's context id.")],
    form: Annotated[Format, typer.Option("--format", help="json.")] = Format.JSON,
    lang: Annotated[str, typer.Option(help="Language of the words in it.")] = "en",
) -> None:
    """Every pupil with every requirement of the class's pack and grade, and the marks on their way."""
    assert form is Format.JSON  # noqa: S101 - the only one there is
    found = settings()
    with database(found).read() as db:
        room = find_class(db, class_id)
        if room is None:
            fail(f"There is no class {class_id}, or several platforms use that context id. See: careered classes list")
        try:
            report = class_report(db, Shelf(registry()), room, lang, found.secret)
        except Refused:
            fail(f"The pack {room.pack_id} of this class is not loaded. Run: careered packs load FOLDER")
    typer.echo(json.dumps(report, ensure_ascii=False, indent=2))
