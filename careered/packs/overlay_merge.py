"""Apply a stored overlay to the pack that it extends."""

from careered.packs.build import Kinds, build_file
from careered.packs.files import content_hash
from careered.packs.models import Pack
from careered.packs.overlay import OVERLAY_FILE, Files, Overlay, OverlayMetadata, build_parts, is_overlay_content
from careered.packs.read_yaml import read_checked_yaml
from careered.packs.requirements import Requirement


def merge(base: Pack, overlay: Overlay) -> Pack:
    """A pack with an overlay applied. Its version names both: `<pack version>+<overlay>.<its version>`."""
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
    # Constructed, not copied: a copy would retain the base pack's cached tables of ids.
    return Pack.model_construct(**{name: overrides.get(name, getattr(base, name)) for name in Pack.model_fields})


def _with_grade(requirement: Requirement, grade: int | None, base: Pack) -> Requirement:
    return requirement.model_copy(update={"by_grade": grade}) if grade in base.grades else requirement


def apply_overlay(files: Files, base: Pack, kinds: Kinds) -> Pack:
    """Apply a stored overlay to a pack that may be newer than when it was checked: the pack takes precedence.

    Files that no longer fit are left out; a language that the overlay lacks falls back to another one.
    """
    overlay, _ = _drop_invalid_files(files, base, kinds)
    return merge(base, overlay) if overlay else base


def unapplied_files(files: Files, base: Pack, kinds: Kinds) -> list[str]:
    """The names of the files of a stored overlay that no longer fit the pack."""
    return _drop_invalid_files(files, base, kinds)[1]


def _drop_invalid_files(files: Files, base: Pack, kinds: Kinds) -> tuple[Overlay | None, list[str]]:
    """The overlay of the files that fit, and the names of the others. Repeated: a file may refer to a dropped one."""
    overlay_tree = read_checked_yaml(OVERLAY_FILE, files[OVERLAY_FILE])
    metadata = build_file(OverlayMetadata, {OVERLAY_FILE: overlay_tree}, OVERLAY_FILE, ())
    remaining = {name: content for name, content in files.items() if is_overlay_content(name)}
    dropped_names: list[str] = []
    while metadata:
        trees = {name: read_checked_yaml(name, content) for name, content in remaining.items() if name != OVERLAY_FILE}
        parts = build_parts(trees, base, kinds, ())
        faulty_names = sorted(name for name, tree in trees.items() if tree.problems)
        if not faulty_names:
            return Overlay(metadata, *parts, content_hash(remaining)), dropped_names
        dropped_names += faulty_names
        remaining = {name: content for name, content in remaining.items() if name not in faulty_names}
    return None, list(remaining)
