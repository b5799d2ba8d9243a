"""A municipality's additions by command."""

import json
from pathlib import Path

import pytest

from tests.cli.test_commands import CONTENT, PLATFORM, installation, run
from tests.support.additions import additions

assert installation


def write_overlay(path: Path, **changes: tuple[str, str]) -> str:
    """The additions as files."""
    for name, content in additions(**changes).items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)
    return str(path)


@pytest.fixture
def installation_with_pack(installation: Path) -> Path:
    """An installation with the national pack and one organisation."""
    run("db", "upgrade")
    run("packs", "load", str(CONTENT / "finland"))
    run(*PLATFORM)
    return installation


def test_additions_are_checked_against_a_folder_without_any_database(tmp_path: Path) -> None:
    good = write_overlay(tmp_path / "good")
    assert "1 lesson, 1 service" in run("packs", "overlay", "check", good, "--base", str(CONTENT / "finland"))
    bad = write_overlay(tmp_path / "bad", lesson=("[FI-R3]", "[FI-R33]"))
    output = run("packs", "overlay", "check", bad, "--base", str(CONTENT / "finland"), code=1)
    assert "bad/lessons/jarvela-1.yaml:6:" in output
    assert "unknown_reference" in output


def test_additions_are_loaded_listed_and_taken_off(installation_with_pack: Path) -> None:
    overlay = write_overlay(installation_with_pack / "overlay")
    assert "now extends fi-basic-7-9" in run("packs", "overlay", "load", overlay)
    assert "already extended" in run("packs", "overlay", "load", overlay)
    (row,) = json.loads(run("packs", "overlay", "list", "--json"))
    assert (row["overlay_id"], row["version"], row["current"]) == ("jarvela", "1.0.0", True)
    changed = write_overlay(installation_with_pack / "changed", lesson=("minutes: 10", "minutes: 12"))
    assert "version_exists" in run("packs", "overlay", "load", changed, code=1)
    assert "has been removed" in run("packs", "overlay", "remove", "jarvela")
    assert "does not extend any pack" in run("packs", "overlay", "remove", "jarvela", code=1)
    run("packs", "overlay", "load", overlay)
    assert json.loads(run("packs", "overlay", "list", "--json"))[0]["current"] is True
