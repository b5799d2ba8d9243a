"""Uploaded packs as files by relative name: from a zip, a folder, or single files.

Members are read in memory only, so a name cannot escape to the disk; unsafe names are rejected nevertheless.
Whatever the bytes are, they give files or problems, never an exception.
"""

import zipfile
from collections import Counter
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from stat import S_ISLNK

from careered.packs.files import (
    COMPANION_FILE,
    FILE_START,
    MAX_FILE_BYTES,
    MAX_FILES,
    MAX_PACK_BYTES,
    OPTIONAL_FILES,
    REQUIRED_FILES,
    PackFiles,
    is_unsafe,
)
from careered.packs.problems import HINTS, Problem, make_problem

_ENCRYPTED_FLAG = 0x1  # general purpose bit flag 0 (APPNOTE.TXT 4.4.4)
_PLAIN_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""bzip2 and LZMA unpack without a limit: a small file may ask for gigabytes."""
_LESSON_FOLDER, _PICTURE_FOLDER = "lessons/", "pictures/"


def unpack(uploaded: Sequence[tuple[str, bytes]]) -> tuple[PackFiles, list[Problem]]:
    """Read an upload: one zip, or files with their names. Returns the files by relative name, and the problems."""
    if len(uploaded) == 1 and not uploaded[0][0].lower().endswith((".yaml", ".yml")):
        return _from_zip(*uploaded[0])
    problems = _name_problems([name for name, _ in uploaded])
    if problems:
        return {}, problems
    return _normalise_paths({name: content for name, content in uploaded if not _is_hidden(name)}), []


def read_archive(path: Path) -> tuple[PackFiles, list[Problem]]:
    """As `unpack`, from a zip on the disk. One above twice MAX_PACK_BYTES is truncated, so it cannot be opened."""
    try:
        with path.open("rb") as file:
            return _from_zip(path.name, file.read(2 * MAX_PACK_BYTES))
    except OSError:
        return {}, [make_problem(path.name, FILE_START, "zip_unsafe", "the file cannot be read", HINTS["unreadable"])]


def _name_problems(names: Sequence[str]) -> list[Problem]:
    unsafe = [name for name in names if is_unsafe(name)]
    repeated = [name for name, count in Counter(names).items() if count > 1]
    return [
        *(make_problem(name, FILE_START, "unsafe_path", "the name leads out of the pack") for name in unsafe),
        *(make_problem(name, FILE_START, "duplicate_file", "two files have this name") for name in repeated),
    ]


def _from_zip(name: str, content: bytes) -> tuple[PackFiles, list[Problem]]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            reason = _unsafe_zip_reason(members)
            if reason:
                return {}, [make_problem(name, FILE_START, "zip_unsafe", reason)]
            visible = [member for member in members if not _is_hidden(member.filename)]
            return _normalise_paths({member.filename: _read_member(archive, member) for member in visible}), []
    except Exception:  # damaged bytes make zipfile raise types that it does not name, zlib.error and IndexError too
        return {}, [make_problem(name, FILE_START, "zip_unsafe", "this is not a zip file that can be read")]


def _unsafe_zip_reason(members: Sequence[zipfile.ZipInfo]) -> str:
    """Why the zip is rejected, as a sentence; empty for a safe one."""
    names = [member.orig_filename for member in members]
    if len(members) > 2 * MAX_FILES:
        return f"it holds {len(members)} files"
    if len(set(names)) < len(names):
        return "it contains two files with the same name"
    if any(is_unsafe(name) for name in names):
        return f"the name “{next(name for name in names if is_unsafe(name))}” leads out of the pack"
    if any(S_ISLNK(member.external_attr >> 16) for member in members):
        return "it holds a link to another file"
    if any(member.flag_bits & _ENCRYPTED_FLAG for member in members):
        return "it is locked with a password"
    if any(member.compress_type not in _PLAIN_METHODS for member in members):
        return "it is compressed with something other than deflate"
    return "it is too large unpacked" if sum(member.file_size for member in members) > 2 * MAX_PACK_BYTES else ""


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """A member's bytes, cut one byte above the limit: the sizes in a zip's directory cannot be trusted."""
    with archive.open(member) as file:
        return file.read(MAX_FILE_BYTES + 1)


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))


def _normalise_paths(files: PackFiles) -> PackFiles:
    """Strip a single top folder; move the lessons and pictures of a flat upload into their folders."""
    top_folders = {name.partition("/")[0] for name in files}
    if "pack.yaml" not in files and len(top_folders) == 1 and all("/" in name for name in files):
        files = {name.partition("/")[2]: content for name, content in files.items()}
    is_flat = all("/" not in name for name in files)
    return {_path_in_folder(name) if is_flat else name: content for name, content in files.items()}


def _path_in_folder(name: str) -> str:
    if name.endswith(".svg"):
        return _PICTURE_FOLDER + name
    is_known = name in (*REQUIRED_FILES, *OPTIONAL_FILES) or COMPANION_FILE.fullmatch(name)
    is_top_level = is_known or not name.endswith(".yaml")
    return name if is_top_level else _LESSON_FOLDER + name
