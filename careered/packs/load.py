"""Reading a pack: files to a checked Pack, or to all its problems at once. Bad content never raises."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from careered.packs.archive import unpack
from careered.packs.build import Kinds, build_pack
from careered.packs.check import check_across_files
from careered.packs.files import MAX_PACK_BYTES, check_files, content_hash, is_content, read_folder
from careered.packs.models import Pack
from careered.packs.problems import Problem, sorted_problems
from careered.packs.read_yaml import read_checked_yaml, read_yaml
from careered.packs.yaml_tree import Tree

KEPT = 32  # packs in memory; a national one takes some 1.2 MB
FATAL_CODES = ("not_a_folder", "zip_unsafe", "too_many_files", "pack_too_large")


@dataclass(frozen=True)
class PackReadResult:
    """A pack without problems, or no pack and everything that must be mended, sorted by place.

    files: the YAML files by relative name, the very bytes that were checked: what is kept of a pack and read again.
    """

    pack: Pack | None
    problems: tuple[Problem, ...]
    files: Mapping[str, bytes] = field(default_factory=dict)


def read_pack(path: Path, kinds: Kinds) -> PackReadResult:
    """Reads the pack in a folder, or in a zip of one. Problems name files as `<folder>/<file>`."""
    if path.is_file():
        files, problems = unpack([(path.name, _read_limited(path))])
        return _read(files, kinds, f"{path.stem}/", problems)
    files, problems = read_folder(path)
    return _read(files, kinds, f"{path.resolve().name}/", problems)


def _read_limited(path: Path) -> bytes:
    """A zip up to the size that a pack can have; cut off, a larger one cannot be opened."""
    with path.open("rb") as file:
        return file.read(2 * MAX_PACK_BYTES)


def read_pack_bytes(files: Mapping[str, bytes], kinds: Kinds) -> PackReadResult:
    """Reads the pack from its files by relative name (`lessons/x-1.yaml`)."""
    return _read(files, kinds, "", [])


def read_checked_bytes(files: Mapping[str, bytes], kinds: Kinds) -> PackReadResult:
    """As `read_pack_bytes`, for files that had no problems when they were kept in the database: much quicker."""
    return _read_once(_Given(_hash(files), "", tuple(kinds.items()), read_checked_yaml, files, kinds))


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
    return _read_once(_Given(_hash(files), prefix, tuple(kinds.items()), read_yaml, files, kinds))


def _hash(files: Mapping[str, bytes]) -> str:
    """SHA-256 over all names and bytes. Not `content_hash`, which says the same for other line ends."""
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


@dataclass(frozen=True)
class _Given:
    """All that the result of reading depends on; equal where hash, prefix, kinds and reader are."""

    digest: str
    prefix: str
    step_kinds: tuple[tuple[str, type], ...]
    reader: Callable[[str, bytes], Tree]
    files: Mapping[str, bytes] = field(compare=False)
    kinds: Kinds = field(compare=False)


@lru_cache(maxsize=KEPT)
def _read_once(given: _Given) -> PackReadResult:
    """Once a process for the same content: a pack is frozen, so all may have the same one."""
    return _read_files(given.files, given.kinds, given.prefix, [], given.reader)


def _read_files(
    files: Mapping[str, bytes],
    kinds: Kinds,
    prefix: str,
    problems: list[Problem],
    reader: Callable[[str, bytes], Tree],
) -> PackReadResult:
    refused = {each.file for each in problems}
    read = [name for name in files if prefix + name not in refused and is_content(name)]
    trees = {name: reader(prefix + name, files[name]) for name in read}
    pack = build_pack(trees, kinds, content_hash(files))
    check_across_files(trees, kinds)
    problems = [*problems, *(each for tree in trees.values() for each in tree.problems)]
    kept = {name: content for name, content in files.items() if name.endswith(".yaml")}
    return PackReadResult(None if problems else pack, sorted_problems(problems), MappingProxyType(kept))
