"""Which course belongs to which school, by an administrator's lines. Plain Python.

The code that a course brings along (custom parameter careered_school) decides; else the first line with a pattern
that fits the course's long or short name. How lines are read and written: school_lines.py.
"""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class SchoolRow:
    """A school: its code, its name, and patterns of course names in which `*` stands for anything."""

    code: str
    name: str
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClassRecord:
    """A course of a platform. code: what it brings along itself, or "". school_id: where it is now, or ""."""

    id: str
    title: str
    label: str
    code: str
    school_id: str


def normalise(text: str) -> str:
    """How names are compared: capitals, the width of gaps and the way letters are composed do not count."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def matcher(rows: Sequence[SchoolRow]) -> Callable[[ClassRecord], SchoolRow | None]:
    """The school of any course, or None; made once for many courses."""
    codes = {normalise(row.code): row for row in reversed(rows)}
    patterns = [(_pattern_parts(pattern), row) for row in rows for pattern in row.patterns]

    def find(record: ClassRecord) -> SchoolRow | None:
        if record.code and normalise(record.code) in codes:
            return codes[normalise(record.code)]
        names = {normalise(record.title), normalise(record.label)} - {""}
        return next((row for parts, row in patterns if any(_parts_match(parts, name) for name in names)), None)

    return find


def match_school(record: ClassRecord, rows: Sequence[SchoolRow]) -> SchoolRow | None:
    """The school of one course, or None."""
    return matcher(rows)(record)


def matches(pattern: str, name: str) -> bool:
    """Whether a name is like a pattern."""
    return _parts_match(_pattern_parts(pattern), normalise(name))


def _pattern_parts(pattern: str) -> list[str]:
    """What must stand in a name one after another; the first and the last at its ends."""
    return [unicodedata.normalize("NFC", part).casefold() for part in pattern.split("*")]


def _parts_match(parts: Sequence[str], name: str) -> bool:
    """From left to right, each part at its first place: no pattern takes long, however many stars it has."""
    if len(parts) == 1:
        return name == parts[0]
    if not name.startswith(parts[0]):
        return False
    position = len(parts[0])
    for part in parts[1:-1]:
        position = name.find(part, position) + len(part)
        if position < len(part):
            return False
    return len(name) - position >= len(parts[-1]) and name.endswith(parts[-1])
