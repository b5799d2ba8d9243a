"""Match classes to schools by an administrator's rules. Plain Python.

The course's own school code (custom parameter careered_school) decides; else the first school with a pattern that
matches the course's long or short name. Reading and writing the rules: school_csv.py.
"""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class SchoolRow:
    """A school: its code, its name, and patterns of course names in which `*` matches anything."""

    code: str
    name: str
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClassRecord:
    """A class to be matched. code: its own school code, or "". school_id: its present school, or "".

    is_running: its year has not ended, so that it counts.
    """

    id: str
    title: str
    label: str
    code: str
    school_id: str
    is_running: bool = True


def normalise(text: str) -> str:
    """A name for comparison: ignores case, the width of white space and Unicode composition (NFC)."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def matcher(rows: Sequence[SchoolRow]) -> Callable[[ClassRecord], SchoolRow | None]:
    """A function from a class to its school or None; prepared once for many classes."""
    codes = {normalise(row.code): row for row in reversed(rows)}
    patterns = [(_pattern_parts(pattern), row) for row in rows for pattern in row.patterns]

    def find(record: ClassRecord) -> SchoolRow | None:
        if record.code and normalise(record.code) in codes:
            return codes[normalise(record.code)]
        names = {normalise(record.title), normalise(record.label)} - {""}
        return next((row for parts, row in patterns if any(_parts_match(parts, name) for name in names)), None)

    return find


def match_school(record: ClassRecord, rows: Sequence[SchoolRow]) -> SchoolRow | None:
    """The school of one class, or None."""
    return matcher(rows)(record)


def matches(pattern: str, name: str) -> bool:
    """Whether a name matches a pattern."""
    return _parts_match(_pattern_parts(pattern), normalise(name))


def _pattern_parts(pattern: str) -> list[str]:
    """The parts that a name must contain in this order; the first and the last at its ends."""
    return [unicodedata.normalize("NFC", part).casefold() for part in pattern.split("*")]


def _parts_match(parts: Sequence[str], name: str) -> bool:
    """Match from left to right, each part at its first occurrence: linear time however many stars there are."""
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
