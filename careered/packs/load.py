"""Reading a pack: files to a checked Pack, or to all its problems at once. Bad content never raises."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from careered.packs.archive import read_archive
from careered.packs.build import Kinds, build_pack
from careered.packs.check import check_across_files
from careered.packs.files import check_files, content_hash, is_content, is_kept, read_folder
from careered.packs.models import Pack
from careered.packs.pictures import check_entries, picture_names, picture_texts
from careered.packs.problems import Problem, sorted_problems
from careered.packs.read_yaml import read_checked_yaml, read_yaml
from careered.packs.yaml_tree import Tree

CACHE_SIZE = 32  # results in memory; a national pack takes about 1.2 MB
FATAL_CODES = ("not_a_folder", "zip_unsafe", "too_many_files", "pack_too_large")


@dataclass(frozen=True)
class PackReadResult:
    """A pack without problems, or None and all problems, sorted by file and position.

    files: the YAML files and pictures by relative name, the very bytes that were checked; the database stores these.
    """

    pack: Pack | None
    problems: tuple[Problem, ...]
    files: Mapping[str, bytes] = field(default_factory=dict)


def read_pack(path: Path, kinds: Kinds) -> PackReadResult:
    """Read the pack in a folder, or in a zip of one. Problems name files as `<folder>/<file>`."""
    files, problems = read_archive(path) if path.is_file() else read_folder(path)
    return _read(files, kinds, name_prefix(path), problems)


def name_prefix(path: Path) -> str:
    """What stands before the names of files in problems: the name of the folder, or of the zip."""
    return f"{path.stem if path.is_file() else path.resolve().name}/"


def read_pack_bytes(files: Mapping[str, bytes], kinds: Kinds) -> PackReadResult:
    """Read a pack from its files by relative name (`lessons/x-1.yaml`)."""
    return _read(files, kinds, "", [])


def read_checked_bytes(files: Mapping[str, bytes], kinds: Kinds) -> PackReadResult:
    """As `read_pack_bytes`, but much faster: for files that had no problems when they were stored in the database."""
    return _read_cached(_ReadInput(_hash(files), "", tuple(kinds.items()), read_checked_yaml, files, kinds))


def _read(files: Mapping[str, bytes], kinds: Kinds, prefix: str, folder_problems: Sequence[Problem]) -> PackReadResult:
    if any(problem.code in FATAL_CODES for problem in folder_problems):
        return PackReadResult(None, sorted_problems(folder_problems))
    reported_files = {problem.file for problem in folder_problems}
    problems = [
        *folder_problems,
        *(problem for problem in check_files(files, prefix) if problem.file not in reported_files),
    ]
    if any(problem.code in FATAL_CODES for problem in problems):
        return PackReadResult(None, sorted_problems(problems))
    if problems:
        return _read_files(files, kinds, prefix, problems, read_yaml)
    return _read_cached(_ReadInput(_hash(files), prefix, tuple(kinds.items()), read_yaml, files, kinds))


def _hash(files: Mapping[str, bytes]) -> str:
    """SHA-256 over all names and bytes. Unlike `content_hash` it differs between line endings."""
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


@dataclass(frozen=True)
class _ReadInput:
    """The arguments of a read. Equal if digest, prefix, step kinds and reader are, which determine the result."""

    digest: str
    prefix: str
    step_kinds: tuple[tuple[str, type], ...]
    reader: Callable[[str, bytes], Tree]
    files: Mapping[str, bytes] = field(compare=False)
    kinds: Kinds = field(compare=False)


@lru_cache(maxsize=CACHE_SIZE)
def _read_cached(read_input: _ReadInput) -> PackReadResult:
    """Read the same content once per process: a pack is frozen, so all callers may share it."""
    return _read_files(read_input.files, read_input.kinds, read_input.prefix, [], read_input.reader)


def _read_files(
    files: Mapping[str, bytes],
    kinds: Kinds,
    prefix: str,
    problems: list[Problem],
    reader: Callable[[str, bytes], Tree],
) -> PackReadResult:
    rejected_files = {problem.file for problem in problems}
    names = [name for name in files if prefix + name not in rejected_files and is_content(name)]
    trees = {name: reader(prefix + name, files[name]) for name in names}
    pack = build_pack(trees, kinds, content_hash(files))
    check_across_files(trees, kinds, picture_names(files))
    problems = [*problems, *check_entries(trees, picture_names(files), prefix)]
    problems = [*problems, *(problem for tree in trees.values() for problem in tree.problems)]
    if pack and not problems:
        pack = pack.model_copy(update={"pictures": picture_texts(files)})
    kept_files = {name: content for name, content in files.items() if is_kept(name)}
    return PackReadResult(None if problems else pack, sorted_problems(problems), MappingProxyType(kept_files))
