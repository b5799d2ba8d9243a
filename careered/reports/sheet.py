"""A report as a table: one shape that every format is made from, so that the figures cannot differ."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
from markupsafe import Markup, escape

from careered.web import pdf
from careered.web.document import document

Cell = str | int
SEMICOLON = frozenset({"fi", "sv", "da"})
_STYLE = Markup((Path(__file__).parent / "sheet.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file

_TYPST = (Path(__file__).parent / "sheet.typ").read_bytes()

_TABLE = Markup("""\
{above}<table>
{columns}<thead><tr>{head}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
{below}""")


@dataclass(frozen=True)
class Sheet:
    """A title, lines above the table, the table, and lines below it (such as where to sign), in one language.

    paper: the same as it is laid out for paper, where columns of a spreadsheet would take too much room.
    widths: of its columns on paper, against each other; all but the first alike where nothing is said.
    """

    lang: str
    title: str
    above: Sequence[str]
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    below: Sequence[str] = ()
    paper: "Sheet | None" = None
    landscape: bool = True
    widths: Sequence[int] = ()


def as_csv(sheet: Sheet) -> bytes:
    """UTF-8 with a byte order mark; `;` where the language writes decimals with a comma. No cell is a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";" if sheet.lang in SEMICOLON else ",")
    writer.writerows([map(harmless, row) for row in (sheet.head, *sheet.rows)])
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula (CWE-1236): an apostrophe before what could begin one."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in tuple("=+-@\t\r") else cell


def as_xlsx(sheet: Sheet) -> bytes:
    """An Excel workbook with one page: bold head that stays in view, filters, words never taken for formulas."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        page, bold = book.add_worksheet(), book.add_format({"bold": True, "text_wrap": True})
        page.write_row(0, 0, sheet.head, bold)
        for number, row in enumerate(sheet.rows, start=1):
            page.write_row(number, 0, row)
        page.freeze_panes(1, 1)
        page.autofilter(0, 0, len(sheet.rows), max(len(sheet.head) - 1, 0))
        page.set_landscape()
        page.autofit()
    return made.getvalue()


def as_html(sheet: Sheet) -> bytes:
    """One page that needs nothing else, for the screen and for paper (the head on every sheet)."""
    sheet = sheet.paper or sheet
    lines = Markup("").join(Markup("<p>{}</p>\n").format(line) for line in sheet.above)
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(_lines(cell)) for cell in sheet.head)
    rows = Markup("\n").join(_row(row) for row in sheet.rows)
    below = Markup("").join(Markup('<p class="below">{}</p>\n').format(line) for line in sheet.below)
    size = Markup("@page {{ size: A4 {}; }}\n").format("landscape" if sheet.landscape else "portrait")
    return document(
        sheet.lang,
        sheet.title,
        size + _STYLE,
        _TABLE.format(above=lines, columns=_columns(sheet), head=head, rows=rows, below=below),
    )


def _columns(sheet: Sheet) -> Markup:
    whole = sum(sheet.widths)
    found = [Markup('<col style="width: {}%">').format(round(100 * one / whole)) for one in sheet.widths]
    return Markup("<colgroup>{}</colgroup>\n").format(Markup("").join(found)) if found else Markup("")


def as_pdf(sheet: Sheet) -> bytes:
    """The sheet as it is on paper: tagged, A4, the head on every page, its number at the foot."""
    sheet = sheet.paper or sheet
    rows = [[str(cell) for cell in row] for row in sheet.rows]
    data = {
        **vars(sheet),
        "widths": [*sheet.widths],
        "above": [*sheet.above],
        "below": [*sheet.below],
        "head": [*sheet.head],
        "rows": rows,
    }
    return pdf.as_pdf(_TYPST, {**data, "paper": None}, "a4")


def _row(row: Sequence[Cell]) -> Markup:
    first, rest = escape(row[0]), Markup("").join(Markup("<td>{}</td>").format(_lines(cell)) for cell in row[1:])
    return Markup('<tr><th scope="row">{}</th>{}</tr>').format(first, rest)


def _lines(cell: Cell) -> Markup:
    """A cell's lines under each other."""
    return Markup("<br>").join(escape(line) for line in str(cell).split("\n"))
