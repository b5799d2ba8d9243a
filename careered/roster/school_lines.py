"""Schools as lines of text, one a school: `code; name; pattern; pattern…`, as a spreadsheet writes them. Plain Python.

Cells are only text: one that begins like a formula is a name like any other, and is never worked out.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from careered.roster.school_rules import SchoolLine, folded
from careered.words import _

MOST_LINES, MOST_PATTERNS, LONGEST = 2000, 50, 200
CODE_HEADINGS = {
    *("code", "school code", "number", "school number"),
    *("koodi", "koulukoodi", "koulun koodi", "numero", "koulunumero", "koulun numero", "oppilaitosnumero", "tunnus"),
    *("kod", "skolkod", "skolans kod", "nummer", "skolnummer"),
    *("kode", "skolekode", "skolens kode", "skolenummer", "institutionsnummer"),
}
NAME_HEADINGS = {
    *("name", "school name", "nimi", "koulun nimi", "namn", "skolans namn", "navn", "skolens navn", "skolenavn"),
}
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


NO_CODE = _("There is no code.")
NO_NAME = _("There is no name.")
TOO_LONG = _("Something is longer than 200 characters.")
TWICE = _("This code stands in an earlier line too.")
PATTERN_TWICE = _("A pattern stands in an earlier line too.")
MANY_PATTERNS = _("There are more than 50 patterns.")
UNREADABLE = _("The line cannot be read: check the quotation marks.")
NO_TEXT = _("This is no text. Save the table as CSV.")
TOO_MANY = _("There are more than 2000 lines.")
_LAST = {UNREADABLE, NO_TEXT, TOO_MANY}  # what comes after such a line means nothing


@dataclass(frozen=True)
class LineFault:
    """What is wrong in a line (counted from 1), as a message id."""

    line: int
    message: str


def decoded(content: bytes) -> str:
    """A file's text: UTF-8, UTF-16 with its mark, else as older spreadsheets write it."""
    if content.startswith(_UTF_16):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read_lines(text: str) -> tuple[list[SchoolLine], list[LineFault]]:
    """The schools of a text with one a line, and everything that is wrong. Empty lines and a heading do not count."""
    lines: list[SchoolLine] = []
    faults: list[LineFault] = []
    seen: set[tuple[str, str]] = set()
    for number, cells in _rows(text):
        fault = TOO_MANY if len(lines) + len(faults) == MOST_LINES else _fault(cells, seen)
        if fault:
            faults.append(LineFault(number, fault))
        elif cells:
            lines.append(SchoolLine(cells[0], cells[1], tuple(dict.fromkeys(filter(None, cells[2:])))))
            seen |= _names(cells)
        if fault in _LAST:
            break
    return lines, faults


def _rows(text: str) -> Iterator[tuple[int, list[str] | None]]:
    """Number and cells of each line that says something; None for one that cannot be read."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first = text.lstrip().split("\n")[0]
    reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=max(";\t,", key=first.count), strict=True)
    begins, top = 1, True
    try:
        for row in reader:
            cells = [" ".join(cell.split()) for cell in row]
            if any(cells):
                if not (top and _is_heading(cells)):
                    yield begins, cells
                top = False
            begins = reader.line_num + 1
    except csv.Error:
        yield begins, None


def _is_heading(cells: list[str]) -> bool:
    return folded(cells[0]) in CODE_HEADINGS or (len(cells) > 1 and folded(cells[1]) in NAME_HEADINGS)


def _names(cells: list[str]) -> set[tuple[str, str]]:
    """What may stand in one line only."""
    return {("code", folded(cells[0]))} | {("pattern", folded(cell)) for cell in cells[2:] if cell}


def _fault(cells: list[str] | None, seen: set[tuple[str, str]]) -> str:
    """What is wrong with a line, or "": the first reason that is true."""
    if cells is None:
        return UNREADABLE
    twice = _names(cells) & seen
    reasons = {
        NO_TEXT: any(_NO_TEXT.search(cell) for cell in cells),
        NO_CODE: not cells[0],
        NO_NAME: len(cells) < 2 or not cells[1],
        TOO_LONG: any(len(cell) > LONGEST for cell in cells),
        MANY_PATTERNS: len(cells) > 2 + MOST_PATTERNS and len(list(filter(None, cells[2:]))) > MOST_PATTERNS,
        TWICE: ("code", folded(cells[0])) in twice,
        PATTERN_TWICE: bool(twice),
    }
    return next((reason for reason, true in reasons.items() if true), "")


def written(lines: Iterable[SchoolLine]) -> str:
    """The lines as text, to be changed and read again."""
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\n").writerows((one.code, one.name, *one.patterns) for one in lines)
    return text.getvalue()
