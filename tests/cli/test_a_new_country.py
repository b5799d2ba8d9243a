"""Somebody from a country that careered has never heard of follows docs/packs.md, from nothing to a lesson done."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.test_commands import installation, run
from tests.lessons.factories import harbour_school
from tests.support.card_player import does_lesson

assert installation

ROOT = Path(__file__).parents[2]
COMMAND = re.compile(r"^```sh\n(.*?)^```", re.M | re.S)
OWN_WORK = {"locale", "__pycache__"}
NAMES = re.compile(
    r"(?i:\b(finland|denmark|danmark|sverige|sweden|norge|norway|opintopolku)\b|\bug\.dk)|[\"'](FI|DK|Europe/\w+)[\"']"
)
MAY_NAME = {"cli/demo.py", "cli/demo_life/records.py", "cli/demo_life/texts.py", "packs/starter/pack.yaml"}


def commands() -> list[list[str]]:
    """The commands of the guide, in its order."""
    blocks = COMMAND.findall((ROOT / "docs" / "packs.md").read_text())
    return [shlex.split(line)[1:] for block in blocks for line in block.splitlines()]


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text, old
    path.write_text(text.replace(old, new))


@pytest.fixture
def author(installation: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An author at a desk with an empty folder."""
    monkeypatch.chdir(installation)
    return installation


def test_an_author_follows_the_guide_and_a_pupil_does_the_lesson(author: Path, database_url: str) -> None:
    output_by_command: dict[str, str] = {}
    for words in commands():
        if words[:2] == ["packs", "compare"]:  # between the versions, the author writes
            replace(author / "sweden" / "pack.yaml", 'version: "0.1.0"', 'version: "0.2.0"')
            replace(author / "sweden" / "lessons" / "se-1.yaml", "[sv] What will you remember?", "Vad minns du?")
        output_by_command[" ".join(words)] = run(*words)
    assert "Changed steps in " in output_by_command["packs compare se-2026 sweden"]
    assert "0.2.0 loaded" in output_by_command["packs load sweden"]
    with harbour_school(database_url, author / "sweden") as school:
        seen = does_lesson(school.visitor(grade=9), "se-1", slips=True)
        assert [page for page in seen if page.endswith("told")] == ["claim told", "which told"]
        assert (seen[-1], school.events("lesson_done")) == ("done", 1)


def test_a_name_that_is_no_country_and_a_folder_that_is_there_are_told(author: Path) -> None:
    assert "--country" in run("packs", "new", "atlantis", code=1)
    run("packs", "new", "atlantis", "--country", "IS", "--lang", "is", "--lang", "en")
    assert "already exists" in run("packs", "new", "atlantis", "--country", "IS", code=1)
    assert "is-" in run("packs", "check", "atlantis")


def test_the_guides_table_names_every_step_kind_and_every_file(author: Path) -> None:
    guide = (ROOT / "docs" / "packs.md").read_text()
    run("packs", "schema", "schemas")
    for path in (author / "schemas").iterdir():
        name = "lessons/<id>" if path.stem == "lesson" else path.stem
        assert f"`{name}.yaml`" in guide
    kinds = sorted(path.stem for path in (ROOT / "careered" / "lessons" / "kinds").glob("[a-z]*.py"))
    assert kinds == sorted(re.findall(r"^\| `([a-z_]+)` \|", guide.split("| kind | for |")[1], re.M))


def sources() -> Iterator[Path]:
    for path in sorted((ROOT / "careered").rglob("*")):
        if path.suffix in {".py", ".html", ".js", ".css"} and not OWN_WORK & set(path.parts):
            yield path


def test_no_code_names_a_country() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in sources()
        if path.relative_to(ROOT / "careered").as_posix() not in MAY_NAME
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if NAMES.search(line)
    ]
    assert found == []


def test_the_search_for_countries_would_find_one() -> None:
    assert NAMES.search('if pack.country == "FI":')
    assert NAMES.search("zone = 'Europe/Oslo'")
