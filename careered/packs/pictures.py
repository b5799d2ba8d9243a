"""Pictures of a pack: `pictures/<name>.svg`, and `pictures.yaml` with words for those who do not see them."""

import re
from collections.abc import Mapping
from typing import Literal

from careered.packs.field_types import Id, NonEmptyText, PackModel
from careered.packs.localized import LocalizedText
from careered.packs.problems import Problem, make_problem
from careered.packs.svg_check import picture_faults
from careered.packs.yaml_tree import ANY, Tree

PICTURE_FILE = re.compile(r"pictures/([A-Za-z0-9][A-Za-z0-9._-]{0,63})\.svg")
PICTURES_FILE = "pictures.yaml"


class PictureEntry(PackModel):
    """One entry of `pictures.yaml`. id: of `pictures/<id>.svg`. alt: what is seen, in every language of the pack.

    origin: who drew it, or the name and version of the set that it is from. licence: of the set; for a drawing of the
    pack's own authors it is left out, and the pack's licence holds.
    """

    id: Id
    alt: LocalizedText
    origin: NonEmptyText
    licence: Literal["MIT", "CC0-1.0"] | None = None


class PicturesFile(PackModel):
    """The keys of `pictures.yaml`. Every picture has an entry."""

    pictures: tuple[PictureEntry, ...] = ()


def picture_names(files: Mapping[str, bytes]) -> frozenset[str]:
    """The names of a pack's pictures, as lessons call them."""
    return frozenset(match[1] for name in files if (match := PICTURE_FILE.fullmatch(name)))


def picture_texts(files: Mapping[str, bytes]) -> dict[str, str]:
    """The pictures by name, as SVG. The files are checked already."""
    return {match[1]: files[name].decode("utf-8-sig") for name in files if (match := PICTURE_FILE.fullmatch(name))}


def picture_problems(file: str, content: bytes) -> list[Problem]:
    """What is wrong with a picture, with line and column. file: its name in the problems."""
    return [make_problem(file, fault.position, fault.code, fault.sentence) for fault in picture_faults(content)]


def check_entries(trees: Mapping[str, Tree], pictures: frozenset[str], prefix: str) -> list[Problem]:
    """Problems with pictures without an entry; entries without a picture are reported in the tree."""
    tree = trees.get(PICTURES_FILE)
    if tree and tree.is_invalid(()):
        return []
    entries = [(path, name) for path, name in tree.texts("pictures", ANY, "id")] if tree else []
    for path, name in entries:
        if tree and name not in pictures:
            tree.report(tree.value_position(path), "picture_missing", f"there is no pictures/{name}.svg")
    undescribed = sorted(pictures - {name for _, name in entries})
    sentence = f"{PICTURES_FILE} has no words for this picture"
    return [
        make_problem(f"{prefix}pictures/{name}.svg", (1, 1), "picture_without_alt", sentence) for name in undescribed
    ]
