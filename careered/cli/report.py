"""careered report class|school|organisation|person ID --format json|csv|xlsx|html|pdf."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from careered.cli.common import OrganisationOption, fail, load_settings, open_database, resolve_organisation
from careered.lessons.kinds import registry
from careered.packs.store import PackStore
from careered.privacy.access_log import log_operator_access
from careered.private_file import make_private
from careered.reports import class_tables
from careered.reports.class_report import build_class_report, published, resolve_class
from careered.reports.person_report import load_person_reports, merge_person_reports
from careered.reports.spreadsheets import as_csv, as_xlsx
from careered.reports.table import ReportTable, as_html, as_pdf
from careered.roster.organisations import find_organisation
from careered.roster.scope import load_class_scope
from careered.statistics import report_tables
from careered.statistics.school_report import earlier_packs, load_organisation_report, load_school_report

app = typer.Typer(help="Reports on standard output, or to a file.", no_args_is_help=True)


class Format(StrEnum):
    """The supported output formats."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    HTML = "html"
    PDF = "pdf"


FormatOption = Annotated[Format, typer.Option("--format", help="json, csv, xlsx, html (for print) or pdf.")]
Lang = Annotated[str, typer.Option(help="Language of the report.")]
Output = Annotated[Path | None, typer.Option(help="Write to this file; standard output if left out.")]


@app.command("class")
def report_class(
    class_id: Annotated[str, typer.Argument(metavar="ID", help="The class's id, or the platform's context id.")],
    file_format: FormatOption = Format.JSON,
    lang: Lang = "en",
    output: Output = None,
) -> None:
    """Every pupil with every requirement of the class's pack and grade, and the undelivered scores."""
    settings = load_settings()
    with open_database(settings).reading() as db:
        school_class = resolve_class(db, class_id)
        if school_class is None:
            fail(f"There is no class {class_id}, or several platforms use that context id. See: careered classes list")
        scope = load_class_scope(db, PackStore(registry()), school_class.organisation_id, school_class.id)
        if scope is None:
            fail(f"The pack {school_class.pack_id} of this class is not loaded. Run: careered packs load FOLDER")
        report = build_class_report(db, scope, lang, settings.secret)
    _write_output(published(report), class_tables.class_table(report, scope.pack, lang), file_format, output)


@app.command("person")
def report_person(
    person_id: Annotated[str, typer.Argument(metavar="ID", help="The person's id; see: careered person find.")],
    file_format: FormatOption = Format.JSON,
    lang: Lang = "en",
    output: Output = None,
    organisation: OrganisationOption = "",
) -> None:
    """One pupil: each requirement with its paragraphs, status, date and evidence. The access is logged."""
    settings = load_settings()
    with open_database(settings).transaction() as db:
        organisation_id = resolve_organisation(db, organisation)
        reports = load_person_reports(db, PackStore(registry()), organisation_id, person_id, lang, settings.secret)
        if not reports:
            fail(f"There is no pupil {person_id} in a class whose pack is loaded. See: careered person find TEXT")
        log_operator_access(db, organisation_id, person_id, "command_report")
    tables = [class_tables.pupil_table(report, pupil, pack, lang) for report, pupil, pack in reports]
    _write_output(merge_person_reports(reports), _join_tables(tables), file_format, output)


def _join_tables(tables: list[ReportTable]) -> ReportTable:
    """One table with the rows of several classes, under the first one's headings."""
    first = tables[0]
    return ReportTable(
        first.lang,
        first.title,
        [line for table in tables for line in table.header_lines],
        first.column_headings,
        [row for table in tables for row in table.rows],
        first.footer_lines,
        is_landscape=first.is_landscape,
    )


@app.command("school")
def report_school(
    code: Annotated[str, typer.Argument(metavar="ID", help="The school's code.")],
    file_format: FormatOption = Format.JSON,
    lang: Lang = "en",
    output: Output = None,
    organisation: OrganisationOption = "",
) -> None:
    """Per requirement: number of pupils, exempt, reached. Figures for fewer than five pupils are hidden."""
    with open_database().reading() as db:
        pack_store = PackStore(registry())
        result = load_school_report(db, pack_store, resolve_organisation(db, organisation), code)
        earlier = earlier_packs(db, pack_store, result[1], result[0]) if result else []
    if result is None:
        fail(f"There is no school {code} with courses. Schools are set up on the administrator's pages.")
    report, pack = result
    _write_output(report, report_tables.school_table(report, [pack, *earlier], lang), file_format, output)


@app.command("organisation")
def report_organisation(
    organisation: Annotated[str, typer.Argument(metavar="ID", help="The organisation's id or name.")],
    file_format: FormatOption = Format.JSON,
    lang: Lang = "en",
    output: Output = None,
) -> None:
    """Every school with its classes, pupils and share done. Figures for fewer than five pupils are hidden."""
    with open_database().reading() as db:
        organisation_id, name = _require_organisation(db, organisation)
        report = load_organisation_report(db, PackStore(registry()), organisation_id, name)
    _write_output(report, report_tables.organisation_table(report, lang), file_format, output)


def _require_organisation(db: Connection, name_or_id: str) -> tuple[str, str]:
    organisation = find_organisation(db, name_or_id)
    if organisation is None:
        fail(f"There is no organisation {name_or_id}.")
    return organisation


def _write_output(report: dict[str, Any], table: ReportTable, file_format: Format, output: Path | None) -> None:
    content = _serialise(report, table, file_format)
    if output is None:
        typer.echo(content, nl=file_format is Format.JSON)
    else:
        make_private(output)
        output.write_bytes(content)


def _serialise(report: dict[str, Any], table: ReportTable, file_format: Format) -> bytes:
    match file_format:
        case Format.JSON:
            return json.dumps(report, ensure_ascii=False, indent=2).encode()
        case Format.CSV:
            return as_csv(table)
        case Format.XLSX:
            return as_xlsx(table)
        case Format.HTML:
            return as_html(table)
        case Format.PDF:
            return as_pdf(table)
