"""Reading a pack: files to a checked Pack, or to all its problems at once. Bad content never raises."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from careered.packs.archive import unpack
from careered.packs.build import Kinds, build_pack
from careered.packs.check import check_across_files
from careered.packs.files import MAX_PACK_BYTES, check_files, content_hash, is_content, read_folder
from careered.packs.models import Pack
from careered.packs.problems import Problem, sorted_problems
from careered.packs.read_yaml import read_yaml

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
    """Reads the pack from its files by relative name (`lessons/x-1.yaml`), as they are kept in the database."""
    return _read(files, kinds, "", [])


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
    rejected_files = {problem.file for problem in problems}
    readable = [name for name in files if prefix + name not in rejected_files and is_content(name)]
    trees = {name: read_yaml(prefix + name, files[name]) for name in readable}
    pack = build_pack(trees, kinds, content_hash(files))
    check_across_files(trees, kinds)
    problems += [problem for tree in trees.values() for problem in tree.problems]
    yaml_files = {name: content for name, content in files.items() if name.endswith(".yaml")}
    return PackReadResult(None if problems else pack, sorted_problems(problems), yaml_files)
