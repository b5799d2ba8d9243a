"""The guides name tests, pages and files, the contracts name modules: what they name is there, and none is missing."""

import re
import tomllib
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


ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:\w+/)*\w+\.py)`", ARCHITECTURE))))
def test_a_file_that_the_architecture_names_is_there(path: str) -> None:
    found = [ROOT / path, ROOT / "careered" / path, *(ROOT / "careered").glob(f"*/{path}")]
    assert [one for one in found if one.is_file()], path


def test_every_module_of_handlers_is_in_the_contract_that_they_hold_no_sql() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    listed = next(one for one in contracts["contracts"] if one["name"] == "Routes hold no SQL")["source_modules"]
    paths = [path for end in ("views", "routes") for path in (ROOT / "careered").rglob(f"*{end}.py")]
    modules = {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths}
    assert set(listed) == modules - {"careered.web.routes"}  # the builders of routes themselves
