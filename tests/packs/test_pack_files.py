"""The folder of a pack: what must be there, what may, and what never leads out of it."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from careered.packs.files import MAX_FILE_BYTES, MAX_FILES, is_unsafe
from careered.packs.load import PackReadResult, read_pack, read_pack_bytes
from careered.packs.models import StepContent
from careered.packs.problems import Problem

Kinds = Mapping[str, type[StepContent]]
Files = dict[str, bytes]
Change = Callable[..., list[Problem]]


@pytest.fixture
def folder(tmp_path: Path, files: Files) -> Path:
    """Northland in a folder that a test may change."""
    for name, content in files.items():
        path = tmp_path / "north" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path / "north"


def _messages(loaded: PackReadResult) -> list[str]:
    assert loaded.pack is None
    return [f"{problem.file}:{problem.line}:{problem.column} {problem.code}" for problem in loaded.problems]


def test_problems_name_files_as_seen_from_beside_the_folder(
    folder: Path, kinds: Kinds, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "lessons" / "xn-1.yaml").write_text("")
    assert _messages(read_pack(folder, kinds)) == ["north/lessons/xn-1.yaml:1:1 pack_empty"]
    monkeypatch.chdir(folder)
    assert _messages(read_pack(Path(), kinds)) == ["north/lessons/xn-1.yaml:1:1 pack_empty"]


def test_a_folder_that_is_not_there_is_said_to_be_missing(tmp_path: Path, kinds: Kinds) -> None:
    assert _messages(read_pack(tmp_path / "south", kinds)) == ["south:1:1 not_a_folder"]


def test_a_file_that_is_no_archive_is_not_taken_for_a_pack(tmp_path: Path, kinds: Kinds) -> None:
    (tmp_path / "west").write_text("a: 1")
    assert _messages(read_pack(tmp_path / "west", kinds)) == ["west:1:1 zip_unsafe"]


@pytest.mark.parametrize("name", ["pack.yaml", "sources.yaml", "framework.yaml", "services.yaml", "requirements.yaml"])
def test_each_of_the_five_files_must_be_there(name: str, problems_with_file: Change) -> None:
    found = problems_with_file(name, None)
    assert [(problem.file, problem.code) for problem in found] == [(name, "missing_file")]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("lesson/xn-3.yaml", "unknown_file"),
        ("lessons/xn-3.yml", "unknown_file"),
        ("lessons/more/xn-3.yaml", "unknown_file"),
        ("services.yml", "unknown_file"),
        ("picture.png", "unknown_file"),
        ("../x.yaml", "unsafe_path"),
        ("lessons/../../x.yaml", "unsafe_path"),
        ("/etc/x.yaml", "unsafe_path"),
        ("C:\\x.yaml", "unsafe_path"),
        ("lessons\\x.yaml", "unsafe_path"),
        ("lessons//x.yaml", "unsafe_path"),
        ("lessons/x\n.yaml", "unsafe_path"),
        ("", "unsafe_path"),
    ],
)
def test_a_file_that_does_not_belong_is_refused(name: str, code: str, problems_with_file: Change) -> None:
    assert [problem.code for problem in problems_with_file(name, b"a: 1")] == [code]


def test_a_readme_and_a_licence_may_lie_beside_and_do_not_count_as_content(folder: Path, kinds: Kinds) -> None:
    before = read_pack(folder, kinds).pack
    (folder / "README.md").write_bytes(b"\xff not even text")
    (folder / "LICENSE").write_text("free")
    (folder / ".hidden").write_text("an editor's file")
    assert before is not None
    assert read_pack(folder, kinds).pack == before
    assert "README.md" not in read_pack(folder, kinds).files


def test_links_are_not_followed_wherever_they_lead(folder: Path, kinds: Kinds, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("id: secret")
    (folder / "lessons" / "xn-3.yaml").symlink_to(tmp_path / "secret.yaml")
    (folder / "more").symlink_to(tmp_path)
    (folder / "sources.yaml").unlink()
    (folder / "sources.yaml").symlink_to(tmp_path / "nowhere.yaml")
    assert _messages(read_pack(folder, kinds)) == [
        "north/lessons/xn-3.yaml:1:1 symlink",
        "north/more:1:1 symlink",
        "north/sources.yaml:1:1 symlink",
    ]


def test_what_is_not_a_plain_file_is_not_opened(folder: Path, kinds: Kinds) -> None:
    os.mkfifo(folder / "lessons" / "xn-3.yaml")
    assert _messages(read_pack(folder, kinds)) == ["north/lessons/xn-3.yaml:1:1 unreadable"]


def test_a_folder_where_a_file_should_be_holds_nothing(folder: Path, kinds: Kinds) -> None:
    (folder / "sources.yaml").unlink()
    (folder / "sources.yaml").mkdir()
    assert _messages(read_pack(folder, kinds)) == ["north/sources.yaml:1:1 missing_file"]


def test_a_large_file_is_refused_unread(folder: Path, kinds: Kinds, files: Files) -> None:
    (folder / "lessons" / "xn-3.yaml").write_bytes(b"#" * (MAX_FILE_BYTES + 1))
    assert _messages(read_pack(folder, kinds)) == ["north/lessons/xn-3.yaml:1:1 file_too_large"]
    files["README.md"] = b"#" * MAX_FILE_BYTES
    assert read_pack_bytes(files, kinds).problems == ()


def test_a_pack_that_is_large_altogether_is_refused_unread(files: Files, kinds: Kinds) -> None:
    for number in range(5):
        files[f"lessons/big-{number}.yaml"] = b"[" * (MAX_FILE_BYTES - 1)
    assert _messages(read_pack_bytes(files, kinds)) == ["pack.yaml:1:1 pack_too_large"]


def test_a_folder_with_too_many_files_is_refused_unread(folder: Path, kinds: Kinds, files: Files) -> None:
    for number in range(MAX_FILES):
        (folder / "lessons" / f"z-{number:03}.yaml").touch()
        files[f"lessons/z-{number:03}.yaml"] = b""
    assert [problem.code for problem in read_pack(folder, kinds).problems] == ["too_many_files"]
    assert _messages(read_pack_bytes(files, kinds)) == ["pack.yaml:1:1 too_many_files"]


@pytest.mark.parametrize("name", ["pack.yaml", "lessons/xn-1.yaml", "a/b..c"])
def test_plain_relative_names_are_safe(name: str) -> None:
    assert not is_unsafe(name)
