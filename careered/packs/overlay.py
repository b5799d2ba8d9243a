"""An overlay: what an organisation adds to a national pack without copying it. See docs/decisions/0010-overlays.md.

A folder with overlay.yaml and, in the shapes of a pack, services.yaml, sources.yaml and lessons/*.yaml.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from careered.packs.archive import unpack
from careered.packs.build import Kinds, build_file, build_lessons
from careered.packs.check import check_across_files
from careered.packs.field_types import Id, PackModel, Version
from careered.packs.files import FILE_START, LESSON_FILE, MAX_PACK_BYTES, check_files, content_hash, read_folder
from careered.packs.localized import LocalizedText
from careered.packs.models import Lesson, Pack
from careered.packs.overlay_check import check_metadata, check_own_ids, merged_trees
from careered.packs.problems import Problem, make_problem, sorted_problems
from careered.packs.read_yaml import read_checked_yaml, read_yaml
from careered.packs.requirements import Grade, Requirement, Source, SourcesFile
from careered.packs.services import Service, ServicesFile
from careered.packs.yaml_tree import Tree

OVERLAY_FILE = "overlay.yaml"
OPTIONAL_OVERLAY_FILES = ("services.yaml", "sources.yaml")
NATIONAL_ONLY_FILES = ("pack.yaml", "framework.yaml", "requirements.yaml")
Files = Mapping[str, bytes]
Trees = Mapping[str, Tree]
_OverlayParts = tuple[tuple[Service, ...], tuple[Source, ...], tuple[Lesson, ...]]


def _check_overlay_id(value: str) -> str:
    if "." in value or value[:1].isdigit():
        raise PydanticCustomError("bad_id", "“{value}” has a dot or begins with a digit", {"value": value})
    return value


class OverlayMetadata(PackModel):
    """`overlay.yaml`. extends: the pack's id. grades: by which grade a requirement is due here."""

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
    """An overlay without problems, or no overlay and everything that must be mended. As `load.Loaded`."""

    overlay: Overlay | None
    problems: tuple[Problem, ...]
    files: Files = field(default_factory=dict)


def _read_files(path: Path) -> tuple[Files, list[Problem]]:
    if not path.is_file():
        return read_folder(path)
    with path.open("rb") as file:
        return unpack([(path.name, file.read(2 * MAX_PACK_BYTES))])


def extended_pack_id(files: Files) -> str:
    """The id of the pack that an overlay extends; empty where it does not say."""
    return next((pack_id for _, pack_id in read_yaml(OVERLAY_FILE, files.get(OVERLAY_FILE, b"")).texts("extends")), "")


def read_overlay(path: Path, get_pack: Callable[[str], Pack | None], kinds: Kinds) -> OverlayReadResult:
    """Reads the overlay in a folder or zip. find: the pack of an id; None where it is not loaded: a problem."""
    files, problems = _read_files(path)
    prefix = f"{path.stem if path.is_file() else path.resolve().name}/"
    return _read(files, get_pack(extended_pack_id(files)), kinds, prefix, problems)


def read_overlay_bytes(files: Files, base: Pack | None, kinds: Kinds) -> OverlayReadResult:
    """Reads an overlay from its files by relative name, as they are kept in the database."""
    return _read(files, base, kinds, "", [])


def _read(
    files: Files, base: Pack | None, kinds: Kinds, prefix: str, folder_problems: list[Problem]
) -> OverlayReadResult:
    problems = [*folder_problems, *_file_problems(files, prefix)]
    rejected_files = {problem.file for problem in problems}
    names = [name for name in files if prefix + name not in rejected_files and _is_content(name)]
    trees = {name: read_yaml(prefix + name, files[name]) for name in names}
    languages = base.languages if base else ()
    metadata = build_file(OverlayMetadata, trees, OVERLAY_FILE, languages)
    parts = _build_parts(trees, base, kinds, languages)
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


def _build_parts(trees: Trees, base: Pack | None, kinds: Kinds, languages: tuple[str, ...]) -> _OverlayParts:
    """Services, sources and lessons that are without faults. The faults of all are noted in the trees."""
    services = build_file(ServicesFile, trees, "services.yaml", languages)
    sources = build_file(SourcesFile, trees, "sources.yaml", languages)
    lessons = build_lessons(trees, kinds, languages)
    if base:
        check_across_files(merged_trees(trees, base), kinds)
        check_own_ids(trees, base)
    return services.services if services else (), sources.sources if sources else (), lessons


def _file_problems(files: Files, prefix: str) -> list[Problem]:
    """As of a pack, but only overlay.yaml must be there, and what only the nation decides may not."""
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
    forbidden = [name for name in NATIONAL_ONLY_FILES if name in files]
    hint = "change the national pack itself, or remove the file"
    return problems + [
        make_problem(prefix + name, FILE_START, "unknown_file", "an overlay has no such file", hint)
        for name in forbidden
    ]


def _is_content(name: str) -> bool:
    return name in (OVERLAY_FILE, *OPTIONAL_OVERLAY_FILES) or LESSON_FILE.fullmatch(name) is not None


def merge(base: Pack, overlay: Overlay) -> Pack:
    """The national pack with an overlay on it. Its version names both: `<pack version>+<overlay>.<its version>`."""
    metadata = overlay.metadata
    overrides = {
        "version": f"{base.version}+{metadata.id}.{metadata.version}",
        "sources": (*base.sources, *overlay.sources),
        "services": (*base.services, *overlay.services),
        "requirements": tuple(
            _with_grade(requirement, metadata.grades.get(requirement.id), base) for requirement in base.requirements
        ),
        "lessons": (*base.lessons, *overlay.lessons),
        "content_hash": f"{base.content_hash}+{overlay.content_hash}",
    }
    # Built from the fields, not copied: a copy would keep the national pack's tables of ids.
    return Pack.model_construct(**{name: overrides.get(name, getattr(base, name)) for name in Pack.model_fields})


def _with_grade(requirement: Requirement, grade: int | None, base: Pack) -> Requirement:
    return requirement.model_copy(update={"by_grade": grade}) if grade in base.grades else requirement


def apply_overlay(files: Files, base: Pack, kinds: Kinds) -> Pack:
    """A kept overlay on a pack that may be newer than the overlay's last check: the nation wins.

    A file that no longer fits is left out, and the rest stays; a language that is new falls back to another one.
    """
    overlay, _ = _keep_valid_files(files, base, kinds)
    return merge(base, overlay) if overlay else base


def unapplied_files(files: Files, base: Pack, kinds: Kinds) -> list[str]:
    """The files of a kept overlay that no longer fit the pack."""
    return _keep_valid_files(files, base, kinds)[1]


def _keep_valid_files(files: Files, base: Pack, kinds: Kinds) -> tuple[Overlay | None, list[str]]:
    metadata = build_file(
        OverlayMetadata, {OVERLAY_FILE: read_checked_yaml(OVERLAY_FILE, files[OVERLAY_FILE])}, OVERLAY_FILE, ()
    )
    remaining = {name: content for name, content in files.items() if name != OVERLAY_FILE and _is_content(name)}
    dropped: list[str] = []
    while metadata:
        trees = {name: read_checked_yaml(name, content) for name, content in remaining.items()}
        parts = _build_parts(trees, base, kinds, ())
        faulty = sorted(name for name, tree in trees.items() if tree.problems)
        if not faulty:
            return Overlay(metadata, *parts, content_hash({OVERLAY_FILE: files[OVERLAY_FILE], **remaining})), dropped
        dropped += faulty
        remaining = {name: content for name, content in remaining.items() if name not in faulty}
    return None, [OVERLAY_FILE, *remaining]
