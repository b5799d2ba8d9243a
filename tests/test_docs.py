"""The guides name tests and pages: what they name is there."""

import re
from pathlib import Path

import pytest

from careered.app import all_routes

ROOT = Path(__file__).parents[1]
PURPOSES = (ROOT / "docs" / "four-purposes.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PURPOSES)


def test_every_row_of_the_purposes_names_the_journey_that_shows_it() -> None:
    rows = [line for line in PURPOSES.splitlines() if line.startswith("| ") and not line.startswith("| what")]
    assert len(rows) > 15
    assert [row for row in rows if "::test_" not in row] == []


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_a_test_that_a_guide_names_is_there(path: str, name: str) -> None:
    assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("named", sorted(set(re.findall(r"`(/[\w/…-]+)`", PURPOSES))))
def test_a_page_that_a_guide_names_is_there(named: str) -> None:
    pattern = re.compile("^" + named.replace("…", r"\{\w+\}") + "$")
    assert [route.path for route in all_routes() if pattern.match(route.path)], named
