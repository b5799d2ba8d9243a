"""careered report class|school|organisation|person ID --format json|csv|xlsx|html|pdf."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from careered.cli.common import database, fail, settings
from careered.cli.platforms import organisation_id
from careered.lessons.kinds import registry
from careered.packs.store import Shelf
from careered.privacy.log import seen_by_operator
from careered.reports import figure_sheets, pupil_sheets
from careered.reports.class_report import find_class, report_of
from careered.reports.person_report import as_one, person_reports
from careered.reports.school_report import organisation_report, school_report
from careered.reports.sheet import Sheet, as_csv, as_html, as_pdf, as_xlsx
from careered.roster.organisations import organisation_named
from careered.roster.scope import course_of

app = typer.Typer(help="Reports on standard output, or into a file.", no_args_is_help=True)


class Format(StrEnum):
    """The formats there are."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    HTML = "html"
    PDF = "pdf"


Form = Annotated[Format, typer.Option("--format", help="json, csv, xlsx, html (for print) or pdf.")]
Lang = Annotated[str, typer.Option(help="Language of the words in it.")]
Output = Annotated[Path | None, typer.Option(help="Write to this file; standard output if left out.")]
Organisation = Annotated[str, typer.Option(help="Provider of education; the only one if left out.")]


@app.command("class")
def of_class(
    class_id: Annotated[str, typer.Argument(metavar="ID", help="The class's id, or the platform's context id.")],
    form: Form = Format.JSON,
    lang: Lang = "en",
    output: Output = None,
) -> None:
    """Every pupil with every requirement of the class's pack and grade, and the marks on their way."""
    found = settings()
    with database(found).read() as db:
        room = find_class(db, class_id)
        if room is None:
            fail(f"There is no class {class_id}, or several platforms use that context id. See: careered classes list")
        course = course_of(db, Shelf(registry()), room.organisation_id, room.id)
        if course is None:
            fail(f"The pack {room.pack_id} of this class is not loaded. Run: careered packs load FOLDER")
        report = report_of(db, course, lang, found.secret)
    _give(report, pupil_sheets.class_sheet(report, course.pack, lang), form, output)


@app.command("person")
def of_person(
    person_id: Annotated[str, typer.Argument(metavar="ID", help="The person's id; see: careered person find.")],
    form: Form = Format.JSON,
    lang: Lang = "en",
    output: Output = None,
    organisation: Organisation = "",
) -> None:
    """One pupil: each requirement with its paragraphs, state, day, and how we know. The look is noted."""
    found = settings()
    with database(found).write() as db:
        where = organisation_id(db, organisation)
        reports = person_reports(db, Shelf(registry()), where, person_id, lang, found.secret)
        if not reports:
            fail(f"There is no pupil {person_id} in a class whose pack is loaded. See: careered person find TEXT")
        seen_by_operator(db, where, person_id, "command_report")
    made = [pupil_sheets.person_sheet(report, pupil, pack, lang) for report, pupil, pack in reports]
    _give(as_one(reports), _joined(made), form, output)


def _joined(made: list[Sheet]) -> Sheet:
    """The tables of several classes under each other."""
    first = made[0]
    return Sheet(
        first.lang,
        first.title,
        [line for one in made for line in one.above],
        first.head,
        [row for one in made for row in one.rows],
        first.below,
        landscape=first.landscape,
    )


@app.command("school")
def of_school(
    code: Annotated[str, typer.Argument(metavar="ID", help="The school's code.")],
    form: Form = Format.JSON,
    lang: Lang = "en",
    output: Output = None,
    organisation: Organisation = "",
) -> None:
    """Per requirement: for how many pupils, exempt, reached. Figures of fewer than five pupils are left out."""
    with database().read() as db:
        found = school_report(db, Shelf(registry()), organisation_id(db, organisation), code)
    if found is None:
        fail(f"There is no school {code} with courses. Schools are set up on the administrator's pages.")
    report, pack = found
    _give(report, figure_sheets.school_sheet(report, pack, lang), form, output)


@app.command("organisation")
def of_organisation(
    given: Annotated[str, typer.Argument(metavar="ID", help="The organisation's id or name.")],
    form: Form = Format.JSON,
    lang: Lang = "en",
    output: Output = None,
) -> None:
    """Every school with its courses, pupils and the share that is done. Fewer than five pupils are left out."""
    with database().read() as db:
        key, name = _organisation(db, given)
        report = organisation_report(db, Shelf(registry()), key, name)
    _give(report, figure_sheets.organisation_sheet(report, lang), form, output)


def _organisation(db: Connection, given: str) -> tuple[str, str]:
    found = organisation_named(db, given)
    if found is None:
        fail(f"There is no organisation {given}.")
    return found


def _give(report: dict[str, Any], sheet: Sheet, form: Format, output: Path | None) -> None:
    content = _content(report, sheet, form)
    if output is None:
        typer.echo(content, nl=form is Format.JSON)
    else:
        output.write_bytes(content)


def _content(report: dict[str, Any], sheet: Sheet, form: Format) -> bytes:
    match form:
        case Format.JSON:
            return json.dumps(report, ensure_ascii=False, indent=2).encode()
        case Format.CSV:
            return as_csv(sheet)
        case Format.XLSX:
            return as_xlsx(sheet)
        case Format.HTML:
            return as_html(sheet)
        case Format.PDF:
            return as_pdf(sheet)
