"""Uploaded packs as files by relative name: from a zip, a folder, or single files.

Members are read in memory only, so a name cannot escape to the disk; unsafe names are rejected nevertheless.
"""

import zipfile
from collections.abc import Sequence
from io import BytesIO
from stat import S_ISLNK

from careered.packs.files import (
    COMPANION_FILE,
    FILE_START,
    MAX_FILE_BYTES,
    MAX_FILES,
    MAX_PACK_BYTES,
    REQUIRED_FILES,
    PackFiles,
    is_unsafe,
)
from careered.packs.problems import Problem, make_problem

_ENCRYPTED_FLAG = 0x1  # general purpose bit flag 0 (APPNOTE.TXT 4.4.4)
_LESSON_FOLDER = "lessons/"


def unpack(uploaded: Sequence[tuple[str, bytes]]) -> tuple[PackFiles, list[Problem]]:
    """Read an upload: one zip, or files with their names. Returns the files by relative name, and the problems."""
    if len(uploaded) == 1 and not uploaded[0][0].lower().endswith((".yaml", ".yml")):
        return _from_zip(*uploaded[0])
    unsafe = [name for name, _ in uploaded if is_unsafe(name)]
    if unsafe:
        return {}, [
            make_problem(unsafe_name, FILE_START, "unsafe_path", "the name leads out of the pack")
            for unsafe_name in unsafe
        ]
    return _normalise_paths({name: content for name, content in uploaded if not _is_hidden(name)}), []


def _from_zip(name: str, content: bytes) -> tuple[PackFiles, list[Problem]]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            reason = _unsafe_zip_reason(members)
            if reason:
                return {}, [make_problem(name, FILE_START, "zip_unsafe", reason)]
            visible = [member for member in members if not _is_hidden(member.filename)]
            return _normalise_paths({member.filename: _read_member(archive, member) for member in visible}), []
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError, zipfile.LargeZipFile):
        return {}, [make_problem(name, FILE_START, "zip_unsafe", "this is not a zip file that can be read")]


def _unsafe_zip_reason(members: Sequence[zipfile.ZipInfo]) -> str:
    """Why the zip is rejected, as a sentence; empty for a safe one."""
    names = [member.orig_filename for member in members]
    if len(members) > 2 * MAX_FILES:
        return f"it holds {len(members)} files"
    if len(set(names)) < len(names):
        return "it holds two files of one name"
    if any(is_unsafe(name) for name in names):
        return f"the name “{next(name for name in names if is_unsafe(name))}” leads out of the pack"
    if any(S_ISLNK(member.external_attr >> 16) for member in members):
        return "it holds a link to another file"
    if any(member.flag_bits & _ENCRYPTED_FLAG for member in members):
        return "it is locked with a password"
    return "it is too large unpacked" if sum(member.file_size for member in members) > 2 * MAX_PACK_BYTES else ""


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """A member's bytes, cut one byte above the limit: the sizes in a zip's directory cannot be trusted."""
    with archive.open(member) as file:
        return file.read(MAX_FILE_BYTES + 1)


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))


def _normalise_paths(files: PackFiles) -> PackFiles:
    """Strip a single top folder; move the lessons of a flat upload into the lesson folder."""
    top_folders = {name.partition("/")[0] for name in files}
    if "pack.yaml" not in files and len(top_folders) == 1 and all("/" in name for name in files):
        files = {name.partition("/")[2]: content for name, content in files.items()}
    is_flat = all("/" not in name for name in files)
    return {_lesson_path(name) if is_flat else name: content for name, content in files.items()}


def _lesson_path(name: str) -> str:
    is_top_level = name in REQUIRED_FILES or COMPANION_FILE.fullmatch(name) or not name.endswith(".yaml")
    return name if is_top_level else _LESSON_FOLDER + name
