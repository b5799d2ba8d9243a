"""A report as CSV and XLSX, of the same object as on paper, so that figures cannot differ."""

import csv
import io
from datetime import date
from typing import Any

from careered.reports.spreadsheet_cells import escape_formula, fit_cell
from careered.reports.table import Cell, Difference, ReportTable
from careered.web.time_format import format_short_date, spreadsheet_date_format

SEMICOLON_LANGUAGES = frozenset({"fi", "sv", "da"})
_A4 = 9
_SIGNED = '+0;"−"0;0'
_HEAD = {"bold": True, "text_wrap": True, "valign": "top"}
_NOT_IN_A_SHEETS_NAME = str.maketrans("", "", "[]:*?/\\")


def as_csv(table: ReportTable) -> bytes:
    """CSV in UTF-8 with BOM; `;` as delimiter in languages with a decimal comma. Formulas are escaped.

    Every text is quoted: a spreadsheet that splits at another delimiter must not begin a cell in the middle of one.
    """
    text = io.StringIO(newline="")
    delimiter = ";" if table.lang in SEMICOLON_LANGUAGES else ","
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_NONNUMERIC)
    rows = (table.column_headings, *table.rows)
    writer.writerows([[_csv_cell(cell, table.lang) for cell in row] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def _csv_cell(cell: Cell, lang: str) -> str | int:
    if isinstance(cell, date):
        return format_short_date(cell, lang)
    return fit_cell(escape_formula(cell)) if isinstance(cell, str) else int(cell)  # “+3” would be a formula


def as_xlsx(table: ReportTable) -> bytes:
    """Excel workbook with one sheet: frozen bold header, filters, dates as dates, no formulas or links."""
    import xlsxwriter  # a server's start does not wait for it

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as workbook:
        worksheet, bold = workbook.add_worksheet(_sheet_name(table)), workbook.add_format(_HEAD)
        workbook.set_properties({"title": table.name})
        formats = {
            date: workbook.add_format({"num_format": spreadsheet_date_format(table.lang)}),
            Difference: workbook.add_format({"num_format": _SIGNED}),
        }
        worksheet.write_row(0, 0, map(_xlsx_cell, table.column_headings), bold)
        for number, row in enumerate(table.rows, start=1):
            for place, cell in enumerate(row):
                worksheet.write(number, place, _xlsx_cell(cell), formats.get(type(cell)))
        worksheet.freeze_panes(1, 1)
        worksheet.autofilter(0, 0, len(table.rows), max(len(table.column_headings) - 1, 0))
        _set_paper(worksheet, table)
        worksheet.autofit()
    return buffer.getvalue()


def _sheet_name(table: ReportTable) -> str:
    """The title as Excel takes it: without []:*?/\\ and at most 31 characters."""
    return table.title.translate(_NOT_IN_A_SHEETS_NAME)[:31].strip(" '") or "careered"


def _set_paper(worksheet: Any, table: ReportTable) -> None:
    """Who prints a workbook gets whole rows, the head on each sheet, and how many sheets there are."""
    worksheet.set_paper(_A4)
    if table.is_landscape:
        worksheet.set_landscape()
    worksheet.fit_to_pages(1, 0)
    worksheet.repeat_rows(0)
    worksheet.set_footer("&L&A&R&P / &N")


def _xlsx_cell(cell: Cell) -> Cell:
    """Texts are stored as texts in a workbook, so that none needs an apostrophe."""
    return fit_cell(cell) if isinstance(cell, str) else int(cell) if isinstance(cell, Difference) else cell
