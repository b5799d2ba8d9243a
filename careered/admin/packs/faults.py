"""A pack's problems as the page shows them: beside the lines, file by file. Plain Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from careered.packs.problems import MENDS, Problem

MOST_SHOWN, LONGEST = 200, 160
_RANK = {code: place for place, code in enumerate(MENDS)}


@dataclass(frozen=True)
class Fault:
    """One problem with its line: the text before the place, and from there on. Both empty where there is no text."""

    problem: Problem
    before: str
    after: str


@dataclass(frozen=True)
class FaultyFile:
    """A file and its faults, by line."""

    name: str
    faults: Sequence[Fault]


def first_code(problems: Sequence[Problem]) -> str:
    """The code for the whole upload: what must be mended first. The table of codes goes from the folder inwards."""
    return min(problems, key=lambda one: _RANK[one.code]).code


def by_file(problems: Sequence[Problem], files: Mapping[str, bytes]) -> list[FaultyFile]:
    """The first problems, grouped by file, each beside its line."""
    lines = {name: content.decode("utf-8", errors="replace").split("\n") for name, content in files.items()}
    shown = sorted(problems)[:MOST_SHOWN]
    return [
        FaultyFile(name, [_fault(one, lines.get(name, [])) for one in group])
        for name, group in groupby(shown, key=lambda one: one.file)
    ]


def _fault(one: Problem, lines: Sequence[str]) -> Fault:
    text = lines[one.line - 1] if one.line <= len(lines) else ""
    start = max(0, one.column - 1 - LONGEST // 2)
    plain = "".join(letter if letter.isprintable() else " " for letter in text[start : start + LONGEST])
    at = one.column - 1 - start
    return Fault(one, plain[:at], plain[at:])
