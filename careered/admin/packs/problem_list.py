"""Problems of an uploaded pack, grouped by file and shown beside their lines. Plain Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from careered.packs.problems import HINTS, Problem

MAX_SHOWN, MAX_LINE_LENGTH = 200, 160
_RANK_BY_CODE = {code: rank for rank, code in enumerate(HINTS)}


@dataclass(frozen=True)
class ShownProblem:
    """One problem, with its line split at the problem's column; both parts "" if the line does not exist."""

    problem: Problem
    before: str
    after: str


@dataclass(frozen=True)
class FileProblems:
    """A file and its problems, by line."""

    name: str
    problems: Sequence[ShownProblem]


def first_code(problems: Sequence[Problem]) -> str:
    """The code of the problem to fix first. HINTS orders codes from the folder inwards."""
    return min(problems, key=lambda problem: _RANK_BY_CODE[problem.code]).code


def problems_by_file(problems: Sequence[Problem], files: Mapping[str, bytes]) -> list[FileProblems]:
    """The first MAX_SHOWN problems, grouped by file. files: content by name."""
    lines_by_file = {name: content.decode("utf-8", errors="replace").split("\n") for name, content in files.items()}
    shown_problems = sorted(problems)[:MAX_SHOWN]
    return [
        FileProblems(name, [_shown_problem(problem, lines_by_file.get(name, [])) for problem in group])
        for name, group in groupby(shown_problems, key=lambda problem: problem.file)
    ]


def _shown_problem(problem: Problem, lines: Sequence[str]) -> ShownProblem:
    text = lines[problem.line - 1] if problem.line <= len(lines) else ""
    start = max(0, problem.column - 1 - MAX_LINE_LENGTH // 2)
    plain = "".join(
        character if character.isprintable() else " " for character in text[start : start + MAX_LINE_LENGTH]
    )
    offset = problem.column - 1 - start
    return ShownProblem(problem, plain[:offset], plain[offset:])
