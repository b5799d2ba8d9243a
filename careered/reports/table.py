"""A report as a table, and its formats: CSV, XLSX, HTML and PDF from one object, so that figures cannot differ."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter
from markupsafe import Markup, escape

from careered.reports.spreadsheet_cells import escape_formula, fit_cell
from careered.web import pdf
from careered.web.standalone_html import standalone_page

Cell = str | int
Report = dict[str, Any]
"""A report as JSON-ready data; the shapes are documented for operators."""
SEMICOLON_LANGUAGES = frozenset({"fi", "sv", "da"})
_CSS = Markup((Path(__file__).parent / "table.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file

_TYPST_TEMPLATE = (Path(__file__).parent / "table.typ").read_bytes()

_TABLE_HTML = Markup("""\
{header}<table>
{columns}<thead><tr>{headings}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
{footer}""")


@dataclass(frozen=True)
class ReportTable:
    """A title, lines above the table, the table, and lines below it (such as for a signature), in one language.

    print_layout: replaces the table in HTML and PDF, if the columns of the spreadsheet are too many for a page.
    widths: relative column widths in HTML and PDF; empty: all but the first equal.
    """

    lang: str
    title: str
    header_lines: Sequence[str]
    column_headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    footer_lines: Sequence[str] = ()
    print_layout: "ReportTable | None" = None
    is_landscape: bool = True
    widths: Sequence[int] = ()


def as_csv(table: ReportTable) -> bytes:
    """CSV in UTF-8 with BOM; `;` as delimiter in languages with a decimal comma. Formulas are escaped.

    Every text is quoted: a spreadsheet that splits at another delimiter must not begin a cell in the middle of one.
    """
    text = io.StringIO(newline="")
    delimiter = ";" if table.lang in SEMICOLON_LANGUAGES else ","
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerows([map(_csv_cell, row) for row in (table.column_headings, *table.rows)])
    return text.getvalue().encode("utf-8-sig")


def _csv_cell(cell: Cell) -> Cell:
    return fit_cell(escape_formula(cell)) if isinstance(cell, str) else cell


def as_xlsx(table: ReportTable) -> bytes:
    """Excel workbook with one sheet: frozen bold header, filters, no formulas or links."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as workbook:
        worksheet, bold = workbook.add_worksheet(), workbook.add_format({"bold": True, "text_wrap": True})
        worksheet.write_row(0, 0, map(_xlsx_cell, table.column_headings), bold)
        for number, row in enumerate(table.rows, start=1):
            worksheet.write_row(number, 0, map(_xlsx_cell, row))
        worksheet.freeze_panes(1, 1)
        worksheet.autofilter(0, 0, len(table.rows), max(len(table.column_headings) - 1, 0))
        worksheet.set_landscape()
        worksheet.autofit()
    return buffer.getvalue()


def _xlsx_cell(cell: Cell) -> Cell:
    """Texts are stored as texts in a workbook, so that none needs an apostrophe."""
    return fit_cell(cell) if isinstance(cell, str) else cell


def as_html(table: ReportTable) -> bytes:
    """Self-contained HTML page for screen and print; the table header repeats on every printed page."""
    table = table.print_layout or table
    lines = Markup("").join(Markup("<p>{}</p>\n").format(line) for line in table.header_lines)
    headings = Markup("").join(
        Markup('<th scope="col">{}</th>').format(_multiline_html(cell)) for cell in table.column_headings
    )
    rows = Markup("\n").join(_row_html(row) for row in table.rows)
    footer = Markup("").join(Markup('<p class="footer">{}</p>\n').format(line) for line in table.footer_lines)
    page_rule = Markup("@page {{ size: A4 {}; }}\n").format("landscape" if table.is_landscape else "portrait")
    return standalone_page(
        table.lang,
        table.title,
        page_rule + _CSS,
        _TABLE_HTML.format(header=lines, columns=_colgroup_html(table), headings=headings, rows=rows, footer=footer),
    )


def _colgroup_html(table: ReportTable) -> Markup:
    total = sum(table.widths)
    columns = [Markup('<col style="width: {}%">').format(round(100 * width / total)) for width in table.widths]
    return Markup("<colgroup>{}</colgroup>\n").format(Markup("").join(columns)) if columns else Markup("")


def as_pdf(table: ReportTable) -> bytes:
    """Tagged PDF, A4; the table header repeats on every page, with page numbers."""
    table = table.print_layout or table
    rows = [[str(cell) for cell in row] for row in table.rows]
    data = {
        **vars(table),
        "widths": [*table.widths],
        "header_lines": [*table.header_lines],
        "footer_lines": [*table.footer_lines],
        "column_headings": [*table.column_headings],
        "rows": rows,
    }
    return pdf.render_pdf(_TYPST_TEMPLATE, {**data, "print_layout": None}, "a4")


def _row_html(row: Sequence[Cell]) -> Markup:
    cells = Markup("").join(Markup("<td>{}</td>").format(_multiline_html(cell)) for cell in row[1:])
    return Markup('<tr><th scope="row">{}</th>{}</tr>').format(row[0], cells)


def _multiline_html(cell: Cell) -> Markup:
    """The cell's lines, separated by <br>."""
    return Markup("<br>").join(escape(line) for line in str(cell).split("\n"))
