"""Whoever opens a report in a spreadsheet sees texts, whatever somebody has typed, and every column of every row."""

import csv
import io

import pytest
from openpyxl import load_workbook

from careered.reports.spreadsheet_cells import MAX_CELL_UNITS, escape_formula
from careered.reports.spreadsheets import as_csv, as_xlsx
from careered.reports.table import Difference, ReportTable, printed

STARTERS = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫", "⁼", "₊", "⁻", "−", "⩵"]
INVISIBLE = {
    "a space": " ",
    "a tab": "\t",
    "a carriage return": "\r",
    "a line feed": "\n",
    "a NUL's neighbour": "\x01",
    "a no-break space": "\u00a0",
    "an ideographic space": "\u3000",
    "a zero-width space": "\u200b",
    "a byte order mark": "\ufeff",
    "a right-to-left mark": "\u200f",
    "an override of direction": "\u202e",
    "a soft hyphen": "\u00ad",
    "a joiner": "\u2060",
    "a variation selector": "\ufe0f",
    "a tag character": "\U000e0020",
    "a line separator": "\u2028",
    "a letter without a shape": "\u3164",
    "an empty braille cell": "\u2800",
    "several of them": "\u200b \ufeff\t",
}


def table(*cells: str | int, lang: str = "en") -> ReportTable:
    return ReportTable(lang, "x", (), [f"c{number}" for number, _ in enumerate(cells)], [cells])


def csv_row(cells: ReportTable, delimiter: str = ",") -> list[str]:
    text = as_csv(cells).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))[1]


def workbook_row(cells: ReportTable) -> list[object]:
    sheet = load_workbook(io.BytesIO(as_xlsx(cells))).active
    assert sheet is not None
    return [cell.value for cell in list(sheet.rows)[1]]


@pytest.mark.parametrize("start", STARTERS)
def test_a_formula_is_made_harmless_with_any_sign_in_front(start: str) -> None:
    assert csv_row(table(f"{start}1+1", "next")) == [f"'{start}1+1", "next"]


@pytest.mark.parametrize("invisible", INVISIBLE)
def test_a_formula_is_made_harmless_behind(invisible: str) -> None:
    for start in STARTERS:
        text = f"{INVISIBLE[invisible]}{start}HYPERLINK(A1)"
        assert csv_row(table(text)) == [f"'{text}"]


@pytest.mark.parametrize(
    "text", ["", " ", "\u200b", "Aino", " Aino", "1+1", "a=b", "Čapek", "‑", "«x»", "'=1", "3 − 1"]
)
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert escape_formula(text) == text


@pytest.mark.parametrize("lang", ["fi", "sv", "da", "en"])
@pytest.mark.parametrize("text", ["a;=1+1", "a,=1+1", "a\t=1+1", 'a";"=1+1', "a\n=1+1"])
def test_a_text_begins_no_cell_at_another_languages_delimiter(lang: str, text: str) -> None:
    cells = table(text, 7, lang=lang)
    quoted = text.replace('"', '""')
    assert f'\r\n"{quoted}"' in as_csv(cells).decode("utf-8-sig")
    assert csv_row(cells, ";" if lang != "en" else ",") == [text, "7"]


@pytest.mark.parametrize("letter", ["a", "ä", "🦊"])
@pytest.mark.parametrize("excess", [-1, 0, 1, 2, 70_000])
def test_a_cell_that_is_too_long_is_cut_and_the_rest_of_the_row_is_there(letter: str, excess: int) -> None:
    units = len(letter.encode("utf-16-le")) // 2
    text = letter * ((MAX_CELL_UNITS + excess) // units)
    for name, _, last in (csv_row(table("Aino", text, "last")), workbook_row(table("Aino", text, "last"))):
        assert (name, last) == ("Aino", "last")
    for cell in (csv_row(table(text))[0], str(workbook_row(table(text))[0])):
        assert len(cell.encode("utf-16-le")) // 2 <= MAX_CELL_UNITS
        assert cell == text or (cell.endswith("…") and text.startswith(cell[:-1]))


def test_an_escaped_formula_that_is_too_long_is_still_escaped() -> None:
    (cell,) = csv_row(table("＝" * (MAX_CELL_UNITS + 5)))
    assert cell.startswith("'＝")
    assert len(cell) == MAX_CELL_UNITS


@pytest.mark.parametrize(("change", "on_paper"), [(3, "+3"), (-4, "−4"), (0, "0")])
def test_a_change_has_its_sign_on_paper_and_is_a_number_in_a_spreadsheet(change: int, on_paper: str) -> None:
    """Seen in a CSV: “'+3”, for a plus sign begins a formula; and no sum of such a column."""
    made = table("School", Difference(change))
    assert printed(made)[1] == [["School", on_paper]]
    assert as_csv(made).decode("utf-8-sig").endswith(f",{change}\r\n")
    assert workbook_row(made)[1] == change
