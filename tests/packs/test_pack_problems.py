"""A problem is one line: where, which code, what is wrong, how to mend it. All come at once, sorted by place."""

import re
from pathlib import Path

from careered.packs import problems
from careered.packs.problems import HINTS, make_problem, sorted_problems

PACKS = Path(problems.__file__).parent


def test_a_problem_reads_as_one_line_that_an_editor_can_jump_to() -> None:
    problem = make_problem("north/pack.yaml", (4, 10), "bad_version", "version: “1” is too short")
    assert str(problem) == (
        "north/pack.yaml:4:10: bad_version: version: “1” is too short; write three numbers in quotes, such as “1.0.0”"
    )


def test_advice_that_knows_better_replaces_that_of_the_code() -> None:
    problem = make_problem("pack.yaml", (1, 1), "unknown_key", "“titel” is not a key here", "did you mean “title”?")
    assert str(problem).endswith("; did you mean “title”?")


def test_problems_are_sorted_by_file_line_and_column_and_stand_once() -> None:
    positions = [("b", 1, 1), ("a", 10, 1), ("a", 2, 9), ("a", 2, 10), ("a", 2, 9)]
    ordered = sorted_problems(make_problem(file, (line, column), "bad_id", "x") for file, line, column in positions)
    assert [(problem.file, problem.line, problem.column) for problem in ordered] == [
        ("a", 2, 9),
        ("a", 2, 10),
        ("a", 10, 1),
        ("b", 1, 1),
    ]


def test_every_code_of_the_table_is_used_in_the_room() -> None:
    used = "\n".join(path.read_text() for path in PACKS.glob("*.py") if path.name != "problems.py")
    assert [code for code in HINTS if f'"{code}"' not in used] == []


def test_codes_are_plain_words() -> None:
    assert all(re.fullmatch(r"[a-z0-9_]+", code) and mend for code, mend in HINTS.items())
