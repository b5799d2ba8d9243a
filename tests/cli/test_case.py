"""Pack authors exchange frameworks with other curriculum systems by commands."""

import json
from pathlib import Path

import pytest

from tests.cli.test_commands import CONTENT, run
from tests.packs.case.test_official import FRAMEWORK, SUBJECT


def test_an_author_exports_a_pack_and_imports_it_into_a_new_one(tmp_path: Path) -> None:
    output = run("packs", "export", "--format", "case", str(CONTENT / "finland"), "--out", str(tmp_path))
    files = [Path(line) for line in output.splitlines()]
    assert [path.name for path in files] == [f"fi-basic-7-9-{lang}.json" for lang in ("fi", "sv", "en")]
    new = tmp_path / "new" / "framework.yaml"
    assert "22 items in fi, sv, en" in run("packs", "import", "--format", "case", *map(str, files), "--out", str(new))
    before = new.read_text()
    assert "--force" in run("packs", "import", "--format", "case", str(files[0]), "--out", str(new), code=1)
    assert new.read_text() == before
    run("packs", "import", "--format", "case", str(files[0]), "--out", str(new), "--force")
    assert new.read_text() != before


def test_only_the_wanted_languages_are_exported(tmp_path: Path) -> None:
    run("packs", "export", "--format", "case", str(CONTENT / "denmark"), "--out", str(tmp_path), "--lang", "da")
    assert [path.name for path in tmp_path.iterdir()] == ["dk-grundskole-7-9-da.json"]
    assert "is not available in fi" in run(
        "packs", "export", "--format", "case", str(CONTENT / "denmark"), "--lang", "fi", code=1
    )


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"CFDocument": 7}'])
def test_a_document_that_is_none_writes_nothing(content: str, tmp_path: Path) -> None:
    theirs, out = tmp_path / "theirs.json", tmp_path / "framework.yaml"
    theirs.write_text(content)
    assert "theirs.json" in run("packs", "import", "--format", "case", str(theirs), "--out", str(out), code=1)
    assert not out.exists()


def test_official_words_are_filled_into_a_pack(tmp_path: Path) -> None:
    (tmp_path / "framework.yaml").write_text(FRAMEWORK)
    saved = tmp_path / "saved.json"
    saved.write_text(json.dumps(SUBJECT))
    output = run("packs", "official", str(saved), str(tmp_path))
    assert "Items that now have the official wording (2): XX-1, XX-S1" in output
    assert "Official paragraphs that match no item (1): T2" in output
    before = (tmp_path / "framework.yaml").read_text()
    saved.write_text("[]")
    assert "nothing_to_fill" in run("packs", "official", str(saved), str(tmp_path), code=1)
    assert (tmp_path / "framework.yaml").read_text() == before


def test_what_is_printed_can_be_read_again_as_it_is(tmp_path: Path) -> None:
    printed = tmp_path / "all.json"
    printed.write_text(run("packs", "export", str(CONTENT / "finland"), "--format", "case"))
    assert [package["CFDocument"]["language"] for package in json.loads(printed.read_text())] == ["fi", "sv", "en"]
    text = run("packs", "import", str(printed), "--format", "case")
    assert text.startswith("# From CASE: all.json")
    assert "\nframework:\n" in text
    package = json.loads(run("packs", "export", str(CONTENT / "finland"), "--format", "case", "--lang", "sv"))
    assert package["CFDocument"]["language"] == "sv"
