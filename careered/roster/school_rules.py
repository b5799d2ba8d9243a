"""Which course belongs to which school, by an administrator's lines. Plain Python.

The code that a course brings along (custom parameter careered_school) decides; else the first line with a pattern
that fits the course's long or short name. How lines are read and written: school_lines.py.
"""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class SchoolLine:
    """A school: its code, its name, and patterns of course names in which `*` stands for anything."""

    code: str
    name: str
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Course:
    """A course of a platform. code: what it brings along itself, or "". school_id: where it is now, or ""."""

    id: str
    title: str
    label: str
    code: str
    school_id: str


def folded(words: str) -> str:
    """How names are compared: capitals, the width of gaps and the way letters are composed do not count."""
    return " ".join(unicodedata.normalize("NFC", words).casefold().split())


def finder(lines: Sequence[SchoolLine]) -> Callable[[Course], SchoolLine | None]:
    """The school of any course, or None; made once for many courses."""
    codes = {folded(line.code): line for line in reversed(lines)}
    patterns = [(_parts(pattern), line) for line in lines for pattern in line.patterns]

    def find(course: Course) -> SchoolLine | None:
        if course.code and folded(course.code) in codes:
            return codes[folded(course.code)]
        names = {folded(course.title), folded(course.label)} - {""}
        return next((line for parts, line in patterns if any(_fits(parts, name) for name in names)), None)

    return find


def school_of(course: Course, lines: Sequence[SchoolLine]) -> SchoolLine | None:
    """The school of one course, or None."""
    return finder(lines)(course)


def fits(pattern: str, name: str) -> bool:
    """Whether a name is like a pattern."""
    return _fits(_parts(pattern), folded(name))


def _parts(pattern: str) -> list[str]:
    """What must stand in a name one after another; the first and the last at its ends."""
    return [unicodedata.normalize("NFC", part).casefold() for part in pattern.split("*")]


def _fits(parts: Sequence[str], name: str) -> bool:
    """From left to right, each part at its first place: no pattern takes long, however many stars it has."""
    if len(parts) == 1:
        return name == parts[0]
    if not name.startswith(parts[0]):
        return False
    at = len(parts[0])
    for part in parts[1:-1]:
        at = name.find(part, at) + len(part)
        if at < len(part):
            return False
    return len(name) - at >= len(parts[-1]) and name.endswith(parts[-1])
