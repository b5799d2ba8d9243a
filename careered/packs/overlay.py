"""Overlays: what an organisation adds to a national pack without copying it. See docs/decisions/0010-overlays.md.

A folder with overlay.yaml and, in the formats of a pack, services.yaml, sources.yaml and lessons/*.yaml.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from careered.packs.archive import read_archive
from careered.packs.build import Kinds, build_file, build_lessons
from careered.packs.check import check_across_files
from careered.packs.field_types import Id, PackModel, Version
from careered.packs.files import FILE_START, LESSON_FILE, check_files, content_hash, read_folder
from careered.packs.localized import LocalizedText
from careered.packs.models import Lesson, Pack
from careered.packs.overlay_check import check_metadata, check_own_ids, merged_trees
from careered.packs.problems import Problem, make_problem, sorted_problems
from careered.packs.read_yaml import read_yaml
from careered.packs.requirements import Grade, Source, SourcesFile
from careered.packs.services import Service, ServicesFile
from careered.packs.yaml_tree import Tree

OVERLAY_FILE = "overlay.yaml"
OPTIONAL_OVERLAY_FILES = ("services.yaml", "sources.yaml")
NATIONAL_ONLY_FILES = ("pack.yaml", "framework.yaml", "requirements.yaml", "pictures.yaml", "routes.yaml")
Files = Mapping[str, bytes]
Trees = Mapping[str, Tree]
_OverlayParts = tuple[tuple[Service, ...], tuple[Source, ...], tuple[Lesson, ...]]


def _check_overlay_id(value: str) -> str:
    if "." in value or value[:1].isdigit():
        raise PydanticCustomError("bad_id", "“{value}” has a dot or begins with a digit", {"value": value})
    return value


class OverlayMetadata(PackModel):
    """`overlay.yaml`. extends: the pack's id. grades: by requirement id, the grade that replaces its by_grade."""

    overlay_format: Literal[1]
    id: Annotated[Id, AfterValidator(_check_overlay_id)]
    version: Version
    extends: Id
    title: LocalizedText
    grades: Mapping[Id, Grade] = {}


@dataclass(frozen=True)
class Overlay:
    """A checked overlay. content_hash: of its own files."""

    metadata: OverlayMetadata
    services: tuple[Service, ...]
    sources: tuple[Source, ...]
    lessons: tuple[Lesson, ...]
    content_hash: str


@dataclass(frozen=True)
class OverlayReadResult:
    """An overlay without problems, or None and all problems. files: as in `load.PackReadResult`."""

    overlay: Overlay | None
    problems: tuple[Problem, ...]
    files: Files = field(default_factory=dict)


def extended_pack_id(files: Files) -> str:
    """The id of the pack that an overlay extends; empty if overlay.yaml has none."""
    return next((pack_id for _, pack_id in read_yaml(OVERLAY_FILE, files.get(OVERLAY_FILE, b"")).texts("extends")), "")


def read_overlay(path: Path, get_pack: Callable[[str], Pack | None], kinds: Kinds) -> OverlayReadResult:
    """Read the overlay in a folder or zip. get_pack: the pack with an id; None (a problem) if it is not loaded."""
    files, problems = read_archive(path) if path.is_file() else read_folder(path)
    prefix = f"{path.stem if path.is_file() else path.resolve().name}/"
    return _read(files, get_pack(extended_pack_id(files)), kinds, prefix, problems)


def read_overlay_bytes(files: Files, base: Pack | None, kinds: Kinds) -> OverlayReadResult:
    """Read an overlay from its files by relative name. base: the pack that it extends; None if it is not loaded."""
    return _read(files, base, kinds, "", [])


def _read(
    files: Files, base: Pack | None, kinds: Kinds, prefix: str, folder_problems: list[Problem]
) -> OverlayReadResult:
    problems = [*folder_problems, *_file_problems(files, prefix)]
    rejected_files = {problem.file for problem in problems}
    names = [name for name in files if prefix + name not in rejected_files and is_overlay_content(name)]
    trees = {name: read_yaml(prefix + name, files[name]) for name in names}
    languages = base.languages if base else ()
    metadata = build_file(OverlayMetadata, trees, OVERLAY_FILE, languages)
    parts = build_parts(trees, base, kinds, languages)
    if OVERLAY_FILE in trees:
        check_metadata(trees[OVERLAY_FILE], base)
    problems += [problem for tree in trees.values() for problem in tree.problems]
    yaml_files = {name: content for name, content in files.items() if name.endswith(".yaml")}
    is_valid = metadata and not problems
    return OverlayReadResult(
        Overlay(metadata, *parts, content_hash(files)) if metadata and is_valid else None,
        sorted_problems(problems),
        yaml_files,
    )


def build_parts(trees: Trees, base: Pack | None, kinds: Kinds, languages: tuple[str, ...]) -> _OverlayParts:
    """The valid services, sources and lessons. Problems of all are reported in the trees."""
    services = build_file(ServicesFile, trees, "services.yaml", languages)
    sources = build_file(SourcesFile, trees, "sources.yaml", languages)
    lessons = build_lessons(trees, kinds, languages)
    if base:
        check_across_files(merged_trees(trees, base), kinds, base.pictures)
        check_own_ids(trees, base)
    return services.services if services else (), sources.sources if sources else (), lessons


def _file_problems(files: Files, prefix: str) -> list[Problem]:
    """As for a pack, but only overlay.yaml is mandatory, and files of national content are forbidden."""
    pack_problems = check_files(files, prefix)
    problems = [
        pack_problem
        for pack_problem in pack_problems
        if pack_problem.code != "missing_file" and pack_problem.file != prefix + OVERLAY_FILE
    ]
    if OVERLAY_FILE not in files:
        problems.append(
            make_problem(prefix + OVERLAY_FILE, FILE_START, "missing_file", "the overlay has no overlay.yaml")
        )
    forbidden = [name for name in files if name in NATIONAL_ONLY_FILES or name.startswith("pictures/")]
    hint = "change the national pack itself, or remove the file"
    return problems + [
        make_problem(prefix + name, FILE_START, "unknown_file", "an overlay has no such file", hint)
        for name in forbidden
    ]


def is_overlay_content(name: str) -> bool:
    """Whether a file of this relative name can be part of an overlay."""
    return name in (OVERLAY_FILE, *OPTIONAL_OVERLAY_FILES) or LESSON_FILE.fullmatch(name) is not None
