"""A report as a table, drawn as HTML and PDF; `spreadsheets` makes CSV and XLSX of the same object."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from markupsafe import Markup, escape

from careered.reports.table_layout import (
    AS_NEEDED,
    MANY_COLUMNS,
    SOFT_HYPHEN,
    breaks_anywhere,
    natural_widths,
    numeric_columns,
)
from careered.web import pdf, rendering
from careered.web.standalone_html import standalone_page
from careered.web.static import assets
from careered.web.time_format import format_short_date

Cell = str | int | date
Report = dict[str, Any]
"""A report as JSON-ready data; the shapes are documented for operators."""
SEVERAL_COLUMNS = 4


class Difference(int):
    """A number that reads with its sign on a page and on paper; a number like others in a spreadsheet."""

    def __str__(self) -> str:
        return f"{int(self):+d}".replace("-", "−") if self else "0"


_TYPST_TEMPLATE = pdf.PAPER_HEAD + (Path(__file__).parent / "table.typ").read_bytes()

_TABLE_HTML = Markup("""\
<div class="report {look}">
{head}{header}{drawn}{notes}{footer}</div>""")
_SCROLLING_HTML = Markup("""\
<div class="scroll" role="region" aria-label="{title}" tabindex="0"><table>
{columns}<thead><tr>{headings}</tr></thead>
<tbody>
{rows}
</tbody>
</table></div>
""")


@dataclass(frozen=True)
class ReportTable:
    """A title, lines above the table, the table, and lines below it (such as for a signature), in one language.

    subtitle: whom or what it is about, below the title. facts: label and value, at the right of it.
    print_headings: the headings in HTML and PDF, where they differ; None for a column whose cells stand below those of
    the column before, since the columns of a spreadsheet are too many for a page.
    widths: relative column widths in HTML and PDF; empty: by what stands in the columns.
    notes: on paper, below the table: a heading, what it means, then a line each; empty for none.
    """

    lang: str
    title: str
    header_lines: Sequence[str]
    column_headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    footer_lines: Sequence[str] = ()
    print_headings: Sequence[str | None] = ()
    is_landscape: bool = True
    widths: Sequence[int] = ()
    subtitle: str = ""
    facts: Sequence[tuple[str, str]] = ()
    notes: Sequence[str] = ()

    @property
    def name(self) -> str:
        """The title of the document."""
        return ", ".join(filter(None, (self.title, self.subtitle)))

    def file_name(self, day: str) -> str:
        """The name of a file with it, without suffix. day: whose figures it has, ISO 8601."""
        return f"{self.name} {day}"

    @property
    def density(self) -> Literal["dense", "middle", "roomy"]:
        """How large the letters of the table can be, by the number of its columns on paper."""
        columns = sum(heading is not None for heading in self.print_headings or self.column_headings)
        return "dense" if columns > MANY_COLUMNS else "middle" if columns > SEVERAL_COLUMNS else "roomy"


def printed(table: ReportTable) -> tuple[list[str], list[list[str]]]:
    """The headings and the rows as they stand in HTML and PDF: the same cells, some of them one below the other."""
    columns = table.print_headings or table.column_headings
    return [heading for heading in columns if heading is not None], [
        _printed_row(row, columns, table.lang) for row in table.rows
    ]


def _printed_row(row: Sequence[Cell], columns: Sequence[str | None], lang: str) -> list[str]:
    cells: list[str] = []
    for cell, heading in zip(row, columns, strict=True):
        text = format_short_date(cell, lang) if isinstance(cell, date) else str(cell)
        if heading is None:
            cells[-1] = "\n".join(filter(None, (cells[-1], text)))
        else:
            cells.append(text)
    return cells


def as_html(table: ReportTable) -> bytes:
    """Self-contained HTML page for screen and print; the table header repeats on every printed page."""
    style = Markup(assets()["table.css"].plain.decode())  # noqa: S704 - our own file
    return standalone_page(table.lang, table.name, style, table_html(table))


def table_html(table: ReportTable) -> Markup:
    """The title, and the table with the lines above and below it, for a page that has table.css."""
    return _TABLE_HTML.format(
        look=f"{'wide' if table.is_landscape else 'tall'} {table.density}",
        head=_head_html(table),
        header=Markup("").join(Markup("<p>{}</p>\n").format(line) for line in table.header_lines),
        drawn=_drawn_html(table) if table.rows else Markup(""),
        notes=_notes_html(table.notes),
        footer=Markup("").join(Markup('<p class="footer">{}</p>\n').format(line) for line in table.footer_lines),
    )


def _drawn_html(table: ReportTable) -> Markup:
    headings, rows = printed(table)
    widths, numeric = table.widths or natural_widths(headings, rows), numeric_columns(headings, rows)
    looks = _column_looks(widths, numeric, [False] * len(headings))
    head_looks = _column_looks(widths, numeric, [breaks_anywhere(one) for one in headings])
    heads = Markup("").join(
        Markup('<th scope="col"{}>{}</th>').format(look, _multiline_html(cell))
        for cell, look in zip(headings, head_looks, strict=True)
    )
    return _SCROLLING_HTML.format(
        title=table.title,
        columns=_colgroup_html(widths),
        headings=heads,
        rows=Markup("\n").join(_row_html(row, looks) for row in rows),
    )


def _notes_html(notes: Sequence[str]) -> Markup:
    if not notes:
        return Markup("")
    heading, about, *lines = notes
    items = Markup("").join(Markup("<li>{}</li>\n").format(line) for line in lines)
    return Markup('<section class="notes"><h2>{}</h2>\n<p>{}</p>\n<ul>{}</ul></section>\n').format(
        heading, about, items
    )


def _column_looks(widths: Sequence[int], numeric: Sequence[bool], breaking: Sequence[bool]) -> list[Markup]:
    """The class attribute of each column's cells."""
    looks = [
        ["short"] * (width == AS_NEEDED) + ["number"] * is_number + ["breaks"] * breaks
        for width, is_number, breaks in zip(widths, numeric, breaking, strict=True)
    ]
    return [Markup(' class="{}"').format(" ".join(names)) if names else Markup("") for names in looks]


def _head_html(table: ReportTable) -> Markup:
    template = rendering.environment(table.lang).get_template("reports/paper_head.html")
    return Markup(template.render(paper=table))  # noqa: S704 - escaped by the template


def _colgroup_html(widths: Sequence[int]) -> Markup:
    """In per cent, a hundred in all: of what is more, a browser takes from the last columns all that they have."""
    total, rest = sum(widths) or 1, 100 - sum(width == AS_NEEDED for width in widths)
    columns = [Markup('<col width="{}%">').format(round(rest * width / total, 1) or 1) for width in widths]
    return Markup("<colgroup>{}</colgroup>\n").format(Markup("").join(columns))


def as_pdf(table: ReportTable) -> bytes:
    """Tagged PDF, A4; the table header repeats on every page, with page numbers."""
    headings, rows = printed(table)
    data = {
        "lang": table.lang,
        "title": table.title,
        "subtitle": table.subtitle,
        "name": table.name,
        "density": table.density,
        "is_landscape": table.is_landscape,
        "widths": [*(table.widths or natural_widths(headings, rows))],
        "numeric": numeric_columns(headings, rows),
        "header_lines": [*table.header_lines],
        "notes": [*table.notes],
        "footer_lines": [*table.footer_lines],
        # A soft hyphen becomes part of the letter before it, in every word that is copied or searched for.
        "column_headings": [heading.replace(SOFT_HYPHEN, "") for heading in headings],
        "rows": rows,
    }
    return pdf.render_pdf(_TYPST_TEMPLATE, data, "a4")


def _row_html(row: Sequence[str], looks: Sequence[Markup]) -> Markup:
    cells = Markup("").join(
        Markup("<td{}>{}</td>").format(look, _multiline_html(cell))
        for cell, look in zip(row[1:], looks[1:], strict=True)
    )
    return Markup('<tr><th scope="row">{}</th>{}</tr>').format(row[0], cells)


def _multiline_html(cell: str) -> Markup:
    """The cell's lines, separated by <br>."""
    return Markup("<br>").join(escape(line) for line in cell.split("\n"))
