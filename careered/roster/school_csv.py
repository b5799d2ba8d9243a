"""Schools as CSV, one a line: `code; name; pattern; pattern…`, as a spreadsheet writes it. Plain Python.

Cells are text only: one that begins like a formula is a name like any other and is never evaluated.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from careered.i18n_marker import _
from careered.roster.school_matching import SchoolRow, normalise

MAX_ROWS, MAX_PATTERNS, MAX_CELL_LENGTH = 2000, 50, 200
CODE_HEADINGS = {
    *("code", "school code", "number", "school number"),
    *("koodi", "koulukoodi", "koulun koodi", "numero", "koulunumero", "koulun numero", "oppilaitosnumero", "tunnus"),
    *("kod", "skolkod", "skolans kod", "nummer", "skolnummer"),
    *("kode", "skolekode", "skolens kode", "skolenummer", "institutionsnummer"),
}
NAME_HEADINGS = {
    *("name", "school name", "nimi", "koulun nimi", "namn", "skolans namn", "navn", "skolens navn", "skolenavn"),
}
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0e-\x1f]")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


NO_CODE = _("There is no code.")
NO_NAME = _("There is no name.")
TOO_LONG = _("One of the values is longer than 200 characters.")
DUPLICATE_CODE = _("This code is already on an earlier line.")
DUPLICATE_PATTERN = _("This pattern is already on an earlier line.")
TOO_MANY_PATTERNS = _("There are more than 50 patterns.")
UNREADABLE = _("The line cannot be read: check the quotation marks.")
NOT_TEXT = _("This is not text. Save the table as CSV.")
TOO_MANY_ROWS = _("There are more than 2,000 lines.")
_FATAL = {UNREADABLE, NOT_TEXT, TOO_MANY_ROWS}  # what comes after such a line means nothing


@dataclass(frozen=True)
class LineError:
    """An error in a line (counted from 1). message: a message id."""

    line: int
    message: str


def decode_text(content: bytes) -> str:
    """Decode a file: UTF-8, UTF-16 with its byte order mark, else Windows-1252 as older spreadsheets write it."""
    if content.startswith(_UTF_16):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def parse_school_rows(text: str) -> tuple[list[SchoolRow], list[LineError]]:
    """The schools of a CSV text and every error in it. Empty lines and a heading are skipped."""
    rows: list[SchoolRow] = []
    errors: list[LineError] = []
    used_keys: set[tuple[str, str]] = set()
    for number, cells in _read_rows(text):
        error = TOO_MANY_ROWS if len(rows) + len(errors) == MAX_ROWS else _row_error(cells, used_keys)
        if error:
            errors.append(LineError(number, error))
        elif cells:
            rows.append(SchoolRow(cells[0], cells[1], tuple(dict.fromkeys(filter(None, cells[2:])))))
            used_keys |= _unique_keys(cells)
        if error in _FATAL:
            break
    return rows, errors


def _read_rows(text: str) -> Iterator[tuple[int, list[str] | None]]:
    """Number and cells of each line that is not empty; None instead of cells for one that cannot be parsed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first_line = text.lstrip().split("\n")[0]
    reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=max(";\t,", key=first_line.count), strict=True)
    start_line, may_be_heading = 1, True
    try:
        for row in reader:
            cells = [" ".join(cell.split()) for cell in row]
            if any(cells):
                if not (may_be_heading and _is_heading(cells)):
                    yield start_line, cells
                may_be_heading = False
            start_line = reader.line_num + 1
    except csv.Error:
        yield start_line, None


def _is_heading(cells: list[str]) -> bool:
    return normalise(cells[0]) in CODE_HEADINGS or (len(cells) > 1 and normalise(cells[1]) in NAME_HEADINGS)


def _unique_keys(cells: list[str]) -> set[tuple[str, str]]:
    """The cells that must be unique in the whole text."""
    return {("code", normalise(cells[0]))} | {("pattern", normalise(cell)) for cell in cells[2:] if cell}


def _row_error(cells: list[str] | None, used_keys: set[tuple[str, str]]) -> str:
    """The first error of a line, or ""."""
    if cells is None:
        return UNREADABLE
    duplicates = _unique_keys(cells) & used_keys
    reasons = {
        NOT_TEXT: any(_CONTROL_CHARACTERS.search(cell) for cell in cells),
        NO_CODE: not cells[0],
        NO_NAME: len(cells) < 2 or not cells[1],
        TOO_LONG: any(len(cell) > MAX_CELL_LENGTH for cell in cells),
        TOO_MANY_PATTERNS: len(cells) > 2 + MAX_PATTERNS and len(list(filter(None, cells[2:]))) > MAX_PATTERNS,
        DUPLICATE_CODE: ("code", normalise(cells[0])) in duplicates,
        DUPLICATE_PATTERN: bool(duplicates),
    }
    return next((reason for reason, applies in reasons.items() if applies), "")


def format_school_rows(rows: Iterable[SchoolRow]) -> str:
    """The schools as CSV that `parse_school_rows` reads."""
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\n").writerows((row.code, row.name, *row.patterns) for row in rows)
    return text.getvalue()
