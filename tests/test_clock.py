"""Time and identity."""

import ast
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import careered
from careered.clock import day_of, new_id

PACKAGE = Path(careered.__file__).parent
NAIVE = {"date", "today", "utcnow", "utcfromtimestamp"}
"""Methods of `datetime` and `date` that give a day or a time of some zone without saying which."""


def test_no_identifier_looks_like_an_option_on_a_command_line() -> None:
    made = [new_id() for _ in range(2000)]
    assert not any(one.startswith("-") for one in made)
    assert len(set(made)) == 2000
    assert {len(one) for one in made} == {22}


@pytest.mark.parametrize(
    ("timezone", "day"),
    [("Europe/Helsinki", date(2026, 11, 25)), ("Europe/Copenhagen", date(2026, 11, 24)), ("UTC", date(2026, 11, 24))],
)
def test_a_moment_late_in_the_evening_is_of_each_countrys_own_day(timezone: str, day: date) -> None:
    assert day_of(datetime(2026, 11, 24, 22, 30, tzinfo=UTC), timezone) == day


def test_nobody_takes_the_day_of_a_moment_without_saying_where() -> None:
    naive = [
        f"{path.relative_to(PACKAGE)}:{node.lineno} .{node.func.attr}()"
        for path in PACKAGE.rglob("*.py")
        if path.name != "clock.py" and "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in NAIVE
        and not node.args
    ]
    assert naive == []
