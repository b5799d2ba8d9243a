"""A pack's folder as a mapping of relative names to bytes, within limits. Nothing outside the folder is read."""

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from careered.packs.pictures import PICTURE_FILE, PICTURES_FILE, picture_problems
from careered.packs.problems import Problem, make_problem

PackFiles = Mapping[str, bytes]
"""The content of a pack's files by relative name, such as `lessons/x-1.yaml`."""
MAX_FILE_BYTES = 1_000_000
MAX_PACK_BYTES = 4_000_000
MAX_FILES = 500
FILE_START = (1, 1)
OPTIONAL_FILES = ("dates.yaml", PICTURES_FILE, "routes.yaml")
REQUIRED_FILES = ("pack.yaml", "sources.yaml", "framework.yaml", "services.yaml", "requirements.yaml")
LESSON_FILE = re.compile(r"lessons/[A-Za-z0-9._-]+\.yaml")
COMPANION_FILE = re.compile(r"(README|LICENSE|LICENCE|CHANGELOG)(\.md|\.txt)?")


def read_folder(folder: Path) -> tuple[PackFiles, list[Problem]]:
    """The files of a folder and the problems with reading them. Hidden files (`.name`) are skipped."""
    prefix = f"{folder.resolve().name}/"
    if not folder.is_dir():
        return {}, [make_problem(prefix.rstrip("/"), FILE_START, "not_a_folder", "there is no such folder")]
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for count, path in enumerate(_visible_files(folder), 1):
        name = path.relative_to(folder).as_posix()
        if count > MAX_FILES:
            problems.append(make_problem(prefix + name, FILE_START, "too_many_files", "this is one file too many"))
            break
        fault = _read_into(path, name, files)
        if fault:
            problems.append(make_problem(prefix + name, FILE_START, *fault))
    return files, problems


def _visible_files(folder: Path) -> Iterator[Path]:
    """Every visible file, sorted in each folder; symbolic links are yielded but not followed."""
    for root, folders, names in os.walk(folder, followlinks=False):
        visible = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in visible if Path(root, name).is_symlink()]
        folders[:] = [name for name in visible if name not in links]
        yield from (Path(root, name) for name in sorted([*names, *links]) if not name.startswith("."))


def _read_into(path: Path, name: str, files: dict[str, bytes]) -> tuple[str, str] | None:
    """Read one file into `files`; if that fails, return the problem's code and sentence."""
    if path.is_symlink():
        return "symlink", "this is a link"
    if not path.is_file():
        return "unreadable", "this is not a plain file"
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except OSError:
        return "unreadable", "the file cannot be read"
    files[name] = content
    return None


def check_files(files: PackFiles, prefix: str) -> list[Problem]:
    """Problems with names and sizes: missing, unknown and too large files. prefix: of the names in the problems."""
    problems = [
        make_problem(prefix + name, FILE_START, "missing_file", f"the pack has no {name}")
        for name in REQUIRED_FILES
        if name not in files
    ]
    if len(files) > MAX_FILES:
        problems.append(
            make_problem(prefix + "pack.yaml", FILE_START, "too_many_files", f"there are {len(files)} files")
        )
    if sum(map(len, files.values())) > MAX_PACK_BYTES:
        problems.append(
            make_problem(prefix + "pack.yaml", FILE_START, "pack_too_large", "the files are too large in total")
        )
    for name, content in files.items():
        fault = _file_fault(name, content)
        if fault:
            problems.append(make_problem(prefix + name, FILE_START, *fault))
        elif PICTURE_FILE.fullmatch(name):
            problems += picture_problems(prefix + name, content)
    return problems


def _file_fault(name: str, content: bytes) -> tuple[str, str] | None:
    if is_unsafe(name):
        return "unsafe_path", "the name leads out of the pack"
    if len(content) > MAX_FILE_BYTES:
        return "file_too_large", "the file is larger than 1 MB"
    if not is_content(name) and not PICTURE_FILE.fullmatch(name) and not COMPANION_FILE.fullmatch(name):
        return "unknown_file", "a pack has no such file"
    return None


def is_content(name: str) -> bool:
    """Whether a file of this name is one of a pack's YAML files."""
    return name in (*REQUIRED_FILES, *OPTIONAL_FILES) or LESSON_FILE.fullmatch(name) is not None


def is_kept(name: str) -> bool:
    """Whether a file of this name is stored with a pack: YAML files and pictures."""
    return name.endswith(".yaml") or PICTURE_FILE.fullmatch(name) is not None


def is_unsafe(name: str) -> bool:
    """Whether a relative name could resolve outside its folder on any system (`../x`, `/x`, `C:\\x`)."""
    parts = name.split("/")
    return not name.isprintable() or "\\" in name or ":" in name or any(part in ("", ".", "..") for part in parts)


def content_hash(files: PackFiles) -> str:
    """SHA-256 (hex) over names and contents of YAML files and pictures.

    Line endings are normalised: git may change them.
    """
    digest = hashlib.sha256()
    for name in sorted(files):
        if is_kept(name):
            content = files[name].replace(b"\r\n", b"\n")
            digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
