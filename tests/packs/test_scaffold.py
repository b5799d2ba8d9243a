"""An author begins a pack, and an editor helps while typing."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from careered.lessons.kinds import registry
from careered.packs.json_schema import pack_schemas
from careered.packs.load import read_pack
from careered.packs.scaffold import country_code, plan_scaffold, write_scaffold

PACKS = [*(Path(__file__).parents[2] / "content").iterdir(), Path(__file__).parents[1] / "lessons" / "harbour"]
TODAY = date(2026, 11, 25)


def as_json(path: Path) -> Any:
    """A file's values as an editor sees them: days are texts."""
    return json.loads(json.dumps(YAML(typ="safe").load(path.read_text()), default=str))


def schema_errors(path: Path) -> list[str]:
    """What an editor would underline in a file."""
    schema = pack_schemas(registry())["lesson" if path.parent.name == "lessons" else path.stem]
    return [
        f"{path.name} {error.json_path}: {error.message[:80]}"
        for error in Draft202012Validator(schema).iter_errors(as_json(path))
    ]


@pytest.mark.parametrize(
    ("name", "code"),
    [("sweden", "SE"), ("New-Zealand", "NZ"), ("no", "NO"), ("czechia", "CZ"), ("atlantis", ""), ("", "")],
)
def test_a_country_is_known_by_its_name_or_its_letters(name: str, code: str) -> None:
    assert country_code(name) == code


@pytest.mark.parametrize("country", ["SE", "NO", "BE", "CH", "NZ", "ZA"])
def test_a_new_pack_of_any_country_is_in_order(country: str, tmp_path: Path) -> None:
    write_scaffold(tmp_path / "new", plan_scaffold(country), TODAY)
    read = read_pack(tmp_path / "new", registry())
    assert read.problems == ()
    assert read.pack
    assert (read.pack.country, read.pack.status) == (country, "draft")
    assert len(read.pack.playable_lessons()) == 1


def test_an_author_chooses_languages_and_zone(tmp_path: Path) -> None:
    write_scaffold(tmp_path / "new", plan_scaffold("SE", ["en", "se"], "Europe/Oslo"), TODAY)
    pack = read_pack(tmp_path / "new", registry()).pack
    assert pack
    assert (pack.languages, pack.default_language, pack.timezone) == (("en", "se"), "en", "Europe/Oslo")


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "lessons").mkdir()
    with pytest.raises(FileExistsError):
        write_scaffold(tmp_path, plan_scaffold("SE"), TODAY)
    assert [path.name for path in tmp_path.iterdir()] == ["lessons"]


@pytest.mark.parametrize("folder", PACKS, ids=lambda folder: folder.name)
def test_an_editor_finds_nothing_wrong_in_a_pack_that_is_in_order(folder: Path) -> None:
    assert [error for path in sorted(folder.rglob("*.yaml")) for error in schema_errors(path)] == []


def test_an_editor_finds_nothing_wrong_in_a_new_pack(tmp_path: Path) -> None:
    written = write_scaffold(tmp_path / "new", plan_scaffold("SE"), TODAY)
    assert [error for path in written if path.suffix == ".yaml" for error in schema_errors(path)] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [("kind: sort", "kind: sotr"), ("minutes: 8", "minutes: many"), ("keep:", "kep:"), ("kind: cards", "kind: plan")],
)
def test_an_editor_underlines_a_mistake(old: str, new: str, tmp_path: Path) -> None:
    lesson = write_scaffold(tmp_path / "new", plan_scaffold("SE"), TODAY)[2]
    lesson.write_text(lesson.read_text().replace(old, new, 1))
    assert schema_errors(lesson)
