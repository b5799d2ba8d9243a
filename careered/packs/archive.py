"""What somebody uploads as a pack, as files by relative name: a zip, a folder, or its files one by one.

Nothing is unpacked to a disk, so a name cannot lead anywhere; unsafe names are refused all the same.
"""

import zipfile
from collections.abc import Sequence
from io import BytesIO
from stat import S_ISLNK

from careered.packs.files import BESIDE, MAX_FILE, MAX_FILES, MAX_PACK, REQUIRED, START, is_unsafe
from careered.packs.problems import Problem, problem

Files = dict[str, bytes]
_ENCRYPTED = 0x1
_LESSONS = "lessons/"


def unpack(uploaded: Sequence[tuple[str, bytes]]) -> tuple[Files, list[Problem]]:
    """The files of a pack by their names inside it, and what hinders reading them."""
    if len(uploaded) == 1 and not uploaded[0][0].lower().endswith((".yaml", ".yml")):
        return _from_zip(*uploaded[0])
    unsafe = [name for name, _ in uploaded if is_unsafe(name)]
    if unsafe:
        return {}, [problem(one, START, "unsafe_path", "the name leads out of the pack") for one in unsafe]
    return _inside({name: content for name, content in uploaded if not _is_hidden(name)}), []


def _from_zip(name: str, content: bytes) -> tuple[Files, list[Problem]]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            fault = _fault(members)
            if fault:
                return {}, [problem(name, START, "zip_unsafe", fault)]
            visible = [one for one in members if not _is_hidden(one.filename)]
            return _inside({one.filename: _bytes(archive, one) for one in visible}), []
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError, zipfile.LargeZipFile):
        return {}, [problem(name, START, "zip_unsafe", "this is not a zip file that can be read")]


def _fault(members: Sequence[zipfile.ZipInfo]) -> str:
    """What makes a zip one that nobody should open, in words; empty for a plain one."""
    names = [one.orig_filename for one in members]
    if len(members) > 2 * MAX_FILES:
        return f"it holds {len(members)} files"
    if len(set(names)) < len(names):
        return "it holds two files of one name"
    if any(is_unsafe(name) for name in names):
        return f"the name “{next(name for name in names if is_unsafe(name))}” leads out of the pack"
    if any(S_ISLNK(one.external_attr >> 16) for one in members):
        return "it holds a link to another file"
    if any(one.flag_bits & _ENCRYPTED for one in members):
        return "it is locked with a password"
    return "it is too large unpacked" if sum(one.file_size for one in members) > 2 * MAX_PACK else ""


def _bytes(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """A file's bytes, at most one more than a pack may have: what a zip says of its sizes may be a lie."""
    with archive.open(member) as file:
        return file.read(MAX_FILE + 1)


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))


def _inside(files: Files) -> Files:
    """Without the one folder around everything; lessons that came without their folder are put into it."""
    tops = {name.partition("/")[0] for name in files}
    if "pack.yaml" not in files and len(tops) == 1 and all("/" in name for name in files):
        files = {name.partition("/")[2]: content for name, content in files.items()}
    flat = all("/" not in name for name in files)
    return {_lesson(name) if flat else name: content for name, content in files.items()}


def _lesson(name: str) -> str:
    belongs = name in REQUIRED or BESIDE.fullmatch(name) or not name.endswith(".yaml")
    return name if belongs else _LESSONS + name
