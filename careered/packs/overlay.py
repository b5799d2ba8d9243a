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
from careered.packs.assemble import Kinds, lessons_of, part
from careered.packs.check import cross_check
from careered.packs.files import LESSON, MAX_PACK, START, check_files, collect, content_hash
from careered.packs.models import Lesson, Pack
from careered.packs.overlay_check import check_about, check_own_ids, with_national
from careered.packs.problems import Problem, in_order, problem
from careered.packs.read_yaml import read_checked_yaml, read_yaml
from careered.packs.requirements import Grade, Requirement, Source, SourcesFile
from careered.packs.services import Service, ServicesFile
from careered.packs.shapes import Id, Part, Version
from careered.packs.text import Text
from careered.packs.tree import Tree

OVERLAY = "overlay.yaml"
OPTIONAL = ("services.yaml", "sources.yaml")
NATIONAL = ("pack.yaml", "framework.yaml", "requirements.yaml")
Files = Mapping[str, bytes]
Trees = Mapping[str, Tree]
_Parts = tuple[tuple[Service, ...], tuple[Source, ...], tuple[Lesson, ...]]


def _no_dots(value: str) -> str:
    if "." in value or value[:1].isdigit():
        raise PydanticCustomError("bad_id", "“{value}” has a dot or begins with a digit", {"value": value})
    return value


class OverlayAbout(Part):
    """`overlay.yaml`. extends: the pack's id. grades: by which grade a requirement is due here."""

    overlay_format: Literal[1]
    id: Annotated[Id, AfterValidator(_no_dots)]
    version: Version
    extends: Id
    title: Text
    grades: Mapping[Id, Grade] = {}


@dataclass(frozen=True)
class Overlay:
    """A checked overlay. content_hash: of its own files."""

    about: OverlayAbout
    services: tuple[Service, ...]
    sources: tuple[Source, ...]
    lessons: tuple[Lesson, ...]
    content_hash: str


@dataclass(frozen=True)
class ReadOverlay:
    """An overlay without problems, or no overlay and everything that must be mended. As `load.Loaded`."""

    overlay: Overlay | None
    problems: tuple[Problem, ...]
    files: Files = field(default_factory=dict)


def _files(path: Path) -> tuple[Files, list[Problem]]:
    if not path.is_file():
        return collect(path)
    with path.open("rb") as file:
        return unpack([(path.name, file.read(2 * MAX_PACK))])


def extends(files: Files) -> str:
    """The id of the pack that an overlay extends; empty where it does not say."""
    return next((word for _, word in read_yaml(OVERLAY, files.get(OVERLAY, b"")).texts("extends")), "")


def read_overlay(path: Path, find: Callable[[str], Pack | None], kinds: Kinds) -> ReadOverlay:
    """Reads the overlay in a folder or zip. find: the pack of an id; None where it is not loaded: a problem."""
    files, problems = _files(path)
    prefix = f"{path.stem if path.is_file() else path.resolve().name}/"
    return _read(files, find(extends(files)), kinds, prefix, problems)


def read_overlay_bytes(files: Files, base: Pack | None, kinds: Kinds) -> ReadOverlay:
    """Reads an overlay from its files by relative name, as they are kept in the database."""
    return _read(files, base, kinds, "", [])


def _read(files: Files, base: Pack | None, kinds: Kinds, prefix: str, found: list[Problem]) -> ReadOverlay:
    problems = [*found, *_file_problems(files, prefix)]
    refused = {each.file for each in problems}
    names = [name for name in files if prefix + name not in refused and _is_content(name)]
    trees = {name: read_yaml(prefix + name, files[name]) for name in names}
    languages = base.languages if base else ()
    about = part(OverlayAbout, trees, OVERLAY, languages)
    parts = _parts(trees, base, kinds, languages)
    if OVERLAY in trees:
        check_about(trees[OVERLAY], base)
    problems += [each for tree in trees.values() for each in tree.problems]
    kept = {name: content for name, content in files.items() if name.endswith(".yaml")}
    whole = about and not problems
    return ReadOverlay(
        Overlay(about, *parts, content_hash(files)) if about and whole else None, in_order(problems), kept
    )


def _parts(trees: Trees, base: Pack | None, kinds: Kinds, languages: tuple[str, ...]) -> _Parts:
    """Services, sources and lessons that are without faults. The faults of all are noted in the trees."""
    services = part(ServicesFile, trees, "services.yaml", languages)
    sources = part(SourcesFile, trees, "sources.yaml", languages)
    lessons = lessons_of(trees, kinds, languages)
    if base:
        cross_check(with_national(trees, base), kinds)
        check_own_ids(trees, base)
    return services.services if services else (), sources.sources if sources else (), lessons


def _file_problems(files: Files, prefix: str) -> list[Problem]:
    """As of a pack, but only overlay.yaml must be there, and what only the nation decides may not."""
    usual = check_files(files, prefix)
    found = [one for one in usual if one.code != "missing_file" and one.file != prefix + OVERLAY]
    if OVERLAY not in files:
        found.append(problem(prefix + OVERLAY, START, "missing_file", "the overlay has no overlay.yaml"))
    strange = [name for name in NATIONAL if name in files]
    mend = "change the national pack itself, or remove the file"
    return found + [
        problem(prefix + name, START, "unknown_file", "an overlay has no such file", mend) for name in strange
    ]


def _is_content(name: str) -> bool:
    return name in (OVERLAY, *OPTIONAL) or LESSON.fullmatch(name) is not None


def merge(base: Pack, overlay: Overlay) -> Pack:
    """The national pack with an overlay on it. Its version names both: `<pack version>+<overlay>.<its version>`."""
    about = overlay.about
    changed = {
        "version": f"{base.version}+{about.id}.{about.version}",
        "sources": (*base.sources, *overlay.sources),
        "services": (*base.services, *overlay.services),
        "requirements": tuple(_placed(one, about.grades.get(one.id), base) for one in base.requirements),
        "lessons": (*base.lessons, *overlay.lessons),
        "content_hash": f"{base.content_hash}+{overlay.content_hash}",
    }
    # Built from the fields, not copied: a copy would keep the national pack's tables of ids.
    return Pack.model_construct(**{name: changed.get(name, getattr(base, name)) for name in Pack.model_fields})


def _placed(requirement: Requirement, grade: int | None, base: Pack) -> Requirement:
    return requirement.model_copy(update={"by_grade": grade}) if grade in base.grades else requirement


def laid_on(files: Files, base: Pack, kinds: Kinds) -> Pack:
    """A kept overlay on a pack that may be newer than the overlay's last check: the nation wins.

    A file that no longer fits is left out, and the rest stays; a language that is new falls back to another one.
    """
    overlay, _ = _fitting(files, base, kinds)
    return merge(base, overlay) if overlay else base


def left_out(files: Files, base: Pack, kinds: Kinds) -> list[str]:
    """The files of a kept overlay that no longer fit the pack."""
    return _fitting(files, base, kinds)[1]


def _fitting(files: Files, base: Pack, kinds: Kinds) -> tuple[Overlay | None, list[str]]:
    about = part(OverlayAbout, {OVERLAY: read_checked_yaml(OVERLAY, files[OVERLAY])}, OVERLAY, ())
    kept = {name: content for name, content in files.items() if name != OVERLAY and _is_content(name)}
    out: list[str] = []
    while about:
        trees = {name: read_checked_yaml(name, content) for name, content in kept.items()}
        parts = _parts(trees, base, kinds, ())
        faulty = sorted(name for name, tree in trees.items() if tree.problems)
        if not faulty:
            return Overlay(about, *parts, content_hash({OVERLAY: files[OVERLAY], **kept})), out
        out += faulty
        kept = {name: content for name, content in kept.items() if name not in faulty}
    return None, [OVERLAY, *kept]
