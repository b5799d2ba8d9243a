"""Which course belongs to which school: an administrator's lines, and the rule. Plain Python.

A line is `code; name; pattern; pattern…`, as a spreadsheet writes it. The code that a course brings along (custom
parameter careered_school) decides; else the first line with a pattern that fits the course's long or short name.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

MOST_LINES, LONGEST = 2000, 200
HEADINGS = {"code", "koodi", "kod", "kode", "school code", "koulukoodi", "skolkod", "skolekode"}


def _(message: str) -> str:
    """Marks a message for extraction."""
    return message


NO_CODE = _("There is no code.")
NO_NAME = _("There is no name.")
TOO_LONG = _("Something is longer than 200 characters.")
TWICE = _("This code stands in an earlier line too.")
PATTERN_TWICE = _("A pattern stands in an earlier line too.")
UNREADABLE = _("The line cannot be read: check the quotation marks.")
TOO_MANY = _("There are more than 2000 lines.")


@dataclass(frozen=True)
class SchoolLine:
    """A school: its code, its name, and patterns of course names in which `*` stands for anything."""

    code: str
    name: str
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True)
class LineFault:
    """What is wrong in a line (counted from 1), as a message id."""

    line: int
    message: str


@dataclass(frozen=True)
class Course:
    """A course of a platform. code: what it brings along itself, or "". school_id: where it is now, or ""."""

    id: str
    title: str
    label: str
    code: str
    school_id: str


def decoded(content: bytes) -> str:
    """A file's text: UTF-8, else as older spreadsheets write it."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read_lines(text: str) -> tuple[list[SchoolLine], list[LineFault]]:
    """The schools of a text with one a line, and everything that is wrong. Empty lines and a heading do not count."""
    lines: list[SchoolLine] = []
    faults: list[LineFault] = []
    seen: set[str] = set()
    for number, cells in _rows(text):
        fault = TOO_MANY if len(lines) == MOST_LINES else _fault(cells, seen)
        if fault:
            faults.append(LineFault(number, fault))
        if fault in (TOO_MANY, UNREADABLE):
            break
        if cells and not fault:
            lines.append(SchoolLine(cells[0], cells[1], tuple(cell for cell in cells[2:] if cell)))
            seen |= {f"code {cells[0]}", *cells[2:]} - {""}
    return lines, faults


def _rows(text: str) -> Iterator[tuple[int, list[str] | None]]:
    """Number and cells of each line that says something; None for one that cannot be read."""
    text = text.replace("\x00", "\ufffd").replace("\r\n", "\n").replace("\r", "\n")
    first = text.lstrip().split("\n")[0]
    mark = max(";\t,", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=mark, strict=True)
    try:
        for row in reader:
            cells = [" ".join(cell.split()) for cell in row]
            heading = reader.line_num == 1 and cells and cells[0].casefold() in HEADINGS
            if any(cells) and not heading:
                yield reader.line_num, cells
    except csv.Error:
        yield reader.line_num, None


def _fault(cells: list[str] | None, seen: set[str]) -> str:
    if cells is None:
        return UNREADABLE
    if not cells[0]:
        return NO_CODE
    if len(cells) < 2 or not cells[1]:
        return NO_NAME
    if any(len(cell) > LONGEST for cell in cells):
        return TOO_LONG
    if f"code {cells[0]}" in seen:
        return TWICE
    return PATTERN_TWICE if seen.intersection(filter(None, cells[2:])) else ""


def written(lines: Iterable[SchoolLine]) -> str:
    """The lines as text, to be changed and read again."""
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\n").writerows((one.code, one.name, *one.patterns) for one in lines)
    return text.getvalue()


def school_of(course: Course, lines: Sequence[SchoolLine]) -> SchoolLine | None:
    """The school of a course, or None."""
    by_code = (one for one in lines if course.code and one.code.casefold() == course.code.casefold())
    by_name = (
        one for one in lines if any(fits(p, name) for p in one.patterns for name in (course.title, course.label))
    )
    return next(by_code, None) or next(by_name, None)


def fits(pattern: str, name: str) -> bool:
    """Whether a name is like a pattern; capitals do not count."""
    like = ".*".join(re.escape(part) for part in re.split(r"\*+", pattern))
    return re.fullmatch(like, name, re.IGNORECASE | re.DOTALL) is not None
