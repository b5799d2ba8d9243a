"""Uploads as archives: whatever the bytes are, they become a pack or problems with a code, never an exception."""

import io
import random
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from careered.packs.archive import unpack
from careered.packs.load import read_pack, read_pack_bytes
from careered.packs.models import Pack, StepContent
from careered.packs.overlay import read_overlay

Kinds = Mapping[str, type[StepContent]]
Files = dict[str, bytes]
METHODS = [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
DIRECTORY_ENTRY, LOCAL_ENTRY = b"PK\x01\x02", b"PK\x03\x04"


def _zip(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _patched(content: bytes, entry: bytes, offset: int, value: bytes) -> bytes:
    """The zip with some bytes of its first entry of a kind replaced."""
    at = content.index(entry) + offset
    return content[:at] + value + content[at + len(value) :]


def _codes(name: str, content: bytes) -> list[str]:
    files, problems = unpack([(name, content)])
    assert not files or not problems
    return [problem.code for problem in problems]


def _twice(files: Files) -> bytes:
    return _zip({**files, "pack.yamk": b"id: other"}).replace(b"pack.yamk", b"pack.yaml")


def _wrong_checksum(files: Files) -> bytes:
    return _patched(_zip(files), DIRECTORY_ENTRY, 16, b"\0\0\0\0")


def _claims_a_small_size(files: Files) -> bytes:
    bomb = _zip({"pack.yaml": b" " * 5_000_000})
    return _patched(bomb, DIRECTORY_ENTRY, 24, struct.pack("<I", 100))


DAMAGED: dict[str, Callable[[Files], bytes]] = {
    "nothing": lambda _: b"",
    "text": lambda _: b"pack_format: 1",
    "only the end of a zip": lambda files: _zip(files)[-30:],
    "cut in the middle": lambda files: _zip(files)[:-200],
    "without its beginning": lambda files: _zip(files)[40:],
    "a wrong checksum": _wrong_checksum,
    "a body that is not deflate": lambda files: _patched(_zip(files), LOCAL_ENTRY, 40, b"\xff" * 30),
    "locked": lambda files: _patched(_zip(files), DIRECTORY_ENTRY, 8, b"\x01\0"),
    "locked by another program": lambda files: _patched(_zip(files), DIRECTORY_ENTRY, 10, struct.pack("<H", 99)),
    "an unknown method": lambda files: _patched(_zip(files), DIRECTORY_ENTRY, 10, struct.pack("<H", 77)),
    "bzip2": lambda files: _zip(files, zipfile.ZIP_BZIP2),
    "lzma": lambda files: _zip(files, zipfile.ZIP_LZMA),
    "two files of one name": _twice,
    "a name without letters": lambda files: _zip({**files, " ": b""}).replace(b" PK", b"\0PK"),
    "a name with a null": lambda files: _zip({**files, "lessons/a.yaml": b"x"}).replace(b"a.yaml", b"a\0yaml"),
    "a name that is not text": lambda files: _patched(_zip({"é.yaml": b"x"}), DIRECTORY_ENTRY, 46, b"\xff"),
    "a bomb": lambda _: _zip({"pack.yaml": b" " * 50_000_000}),
    "a bomb that claims to be small": _claims_a_small_size,
    "a bomb of many files": lambda _: _zip({f"lessons/x-{number}.yaml": b" " * 1_000_000 for number in range(9)}),
    "thousands of files": lambda _: _zip({f"lessons/x-{number}.yaml": b"" for number in range(1001)}),
}


@pytest.mark.parametrize("case", DAMAGED)
def test_an_archive_that_cannot_be_used_is_a_problem(case: str, files: Files) -> None:
    assert _codes("pack.zip", DAMAGED[case](files)) == ["zip_unsafe"]


@pytest.mark.parametrize("case", ["cut in the middle", "a body that is not deflate", "lzma", "a bomb"])
def test_the_commands_say_the_same_of_a_pack_and_of_additions(
    case: str, files: Files, kinds: Kinds, tmp_path: Path
) -> None:
    path = tmp_path / "north.zip"
    path.write_bytes(DAMAGED[case](files))
    assert [problem.code for problem in read_pack(path, kinds).problems] == ["zip_unsafe"]
    additions = read_overlay(path, lambda _: None, kinds)
    assert (additions.overlay, "zip_unsafe" in {problem.code for problem in additions.problems}) == (None, True)


@pytest.mark.parametrize("method", METHODS)
def test_a_thousand_damaged_archives_raise_nothing(method: int, files: Files) -> None:
    whole, chance = _zip({name: content[:300] for name, content in files.items()}, method), random.Random(method)
    for _ in range(250):
        damaged = bytearray(whole)
        for _ in range(chance.choice([1, 2, 20])):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        codes = _codes("pack.zip", bytes(damaged[: chance.choice([len(damaged), chance.randrange(len(damaged))])]))
        assert codes in ([], ["zip_unsafe"])


def test_a_file_that_cannot_be_opened_is_a_problem(kinds: Kinds, files: Files, tmp_path: Path) -> None:
    path = tmp_path / "north.zip"
    path.write_bytes(_zip(files))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "open", _refuse)
        assert [problem.code for problem in read_pack(path, kinds).problems] == ["zip_unsafe"]


def _refuse(*_: object) -> None:
    raise PermissionError


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("folder", ["", "north/", "Nordlandet är här/"])
def test_a_plain_zip_is_a_pack_with_or_without_its_folder(
    method: int, folder: str, files: Files, kinds: Kinds, tmp_path: Path
) -> None:
    path = tmp_path / "north.zip"
    path.write_bytes(_zip({f"{folder}{name}": content for name, content in files.items()}, method))
    assert isinstance(read_pack(path, kinds).pack, Pack)


def test_two_uploaded_files_of_one_name_are_told_and_neither_wins(files: Files) -> None:
    uploaded = [*files.items(), ("pack.yaml", b"id: other"), ("../x.yaml", b"")]
    found, problems = unpack(uploaded)
    assert found == {}
    assert [(problem.file, problem.code) for problem in problems] == [
        ("../x.yaml", "unsafe_path"),
        ("pack.yaml", "duplicate_file"),
    ]


def test_a_name_of_thousands_of_digits_is_told(kinds: Kinds, files: Files) -> None:
    lesson = next(name for name in files if name.startswith("lessons/"))
    unpacked, problems = unpack([("pack.zip", _zip({**files, f"lessons/x-{'9' * 5000}.yaml": files[lesson]}))])
    assert not problems
    assert "lesson_file_name" in [problem.code for problem in read_pack_bytes(unpacked, kinds).problems]
