"""References between a pack's files: ids must be defined, and defined once. Works on faulty trees too."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from careered.packs.files import OPTIONAL_FILES
from careered.packs.schema import did_you_mean
from careered.packs.yaml_tree import ANY, KeyPath, Pattern, Position, Tree

Trees = Mapping[str, Tree]
LESSON_FOLDER = "lessons/"
CARDS: Pattern = ("parts", ANY, "cards", ANY)
MAX_SUGGESTIONS = 50
RESERVED_STEP_IDS = frozenset({"alternative", "done", "start", "steps"})
"""Words that stand where a step's id stands in the addresses under /lessons/{lesson}/."""


class ReferenceRule(NamedTuple):
    """The value at `pattern` in `file` (or in every lesson) is the id of a `target`, or a list of them."""

    file: str
    pattern: Pattern
    target: str


DEFINITIONS: dict[str, tuple[str, Pattern]] = {
    "source": ("sources.yaml", ("sources", ANY, "id")),
    "item": ("framework.yaml", ("framework", "items", ANY, "code")),
    "service": ("services.yaml", ("services", ANY, "id")),
    "requirement": ("requirements.yaml", ("requirements", ANY, "id")),
    "offline activity": ("requirements.yaml", ("offline_activities", ANY, "id")),
    "lesson": (LESSON_FOLDER, ("id",)),
    "date": ("dates.yaml", ("dates", ANY, "id")),
    "family": ("routes.yaml", ("education_map", "families", ANY, "id")),
    "node": ("routes.yaml", ("education_map", "nodes", ANY, "id")),
}
REFERENCE_RULES = (
    ReferenceRule("pack.yaml", ("marks", "source"), "source"),
    ReferenceRule("pack.yaml", ("hours", "source"), "source"),
    ReferenceRule("pack.yaml", ("help_lines", ANY, "source"), "source"),
    ReferenceRule("framework.yaml", ("framework", "external", "source"), "source"),
    ReferenceRule("framework.yaml", ("framework", "items", ANY, "parent"), "item"),
    ReferenceRule("framework.yaml", ("framework", "items", ANY, "source"), "source"),
    ReferenceRule("services.yaml", ("services", ANY, "source"), "source"),
    ReferenceRule("services.yaml", ("services", ANY, "channels", ANY, "source"), "source"),
    ReferenceRule("requirements.yaml", ("requirements", ANY, "source"), "source"),
    ReferenceRule("requirements.yaml", ("requirements", ANY, "services"), "service"),
    ReferenceRule("requirements.yaml", ("requirements", ANY, "items"), "item"),
    ReferenceRule("requirements.yaml", ("requirements", ANY, "completion", "all"), "lesson"),
    ReferenceRule("requirements.yaml", ("requirements", ANY, "completion", "offline"), "offline activity"),
    ReferenceRule("requirements.yaml", ("offline_activities", ANY, "source"), "source"),
    ReferenceRule(LESSON_FOLDER, ("requirements",), "requirement"),
    ReferenceRule(LESSON_FOLDER, ("requires",), "lesson"),
    ReferenceRule(LESSON_FOLDER, ("sources",), "source"),
    ReferenceRule(LESSON_FOLDER, ("steps", ANY, "service"), "service"),
    ReferenceRule(LESSON_FOLDER, ("steps", ANY, "services"), "service"),
    ReferenceRule(LESSON_FOLDER, ("steps", ANY, "dates"), "date"),
    ReferenceRule(LESSON_FOLDER, (*CARDS, "service"), "service"),
    ReferenceRule(LESSON_FOLDER, (*CARDS, "services"), "service"),
    ReferenceRule(LESSON_FOLDER, (*CARDS, "dates"), "date"),
    ReferenceRule(LESSON_FOLDER, (*CARDS, "source"), "source"),
    ReferenceRule(LESSON_FOLDER, (*CARDS, "teaches"), "item"),
    ReferenceRule(LESSON_FOLDER, (*CARDS, "practises"), "item"),
    ReferenceRule("dates.yaml", ("dates", ANY, "service"), "service"),
    ReferenceRule("routes.yaml", ("education_map", "start"), "node"),
    ReferenceRule("routes.yaml", ("education_map", "nodes", ANY, "family"), "family"),
    ReferenceRule("routes.yaml", ("education_map", "nodes", ANY, "source"), "source"),
    ReferenceRule("routes.yaml", ("education_map", "ways", ANY, "from"), "node"),
    ReferenceRule("routes.yaml", ("education_map", "ways", ANY, "to"), "node"),
    ReferenceRule("dates.yaml", ("dates", ANY, "years", ANY, "source"), "source"),
)


def trees_for(trees: Trees, file: str) -> list[Tree]:
    """The tree of a file; for LESSON_FOLDER all lessons, sorted by file name."""
    return [
        trees[name]
        for name in sorted(trees)
        if name == file or (file == LESSON_FOLDER and name.startswith(LESSON_FOLDER))
    ]


def check_references(trees: Trees) -> None:
    """Report every reference to an undefined id. References to a file with YAML faults are not reported."""
    ids_by_target = {target: _defined_ids(trees, *definition) for target, definition in DEFINITIONS.items()}
    for rule in REFERENCE_RULES:
        ids = ids_by_target[rule.target]
        if ids is not None:
            _check_reference(trees, rule, ids)


def _check_reference(trees: Trees, rule: ReferenceRule, ids: set[str]) -> None:
    for tree in trees_for(trees, rule.file):
        for path, reference in [*tree.texts(*rule.pattern), *tree.texts(*rule.pattern, ANY)]:
            if reference not in ids:
                hint = did_you_mean(reference, sorted(ids)) if len(tree.problems) < MAX_SUGGESTIONS else ""
                tree.report(
                    tree.value_position(path), "unknown_reference", f"there is no {rule.target} “{reference}”", hint
                )


def _defined_ids(trees: Trees, file: str, pattern: Pattern) -> set[str] | None:
    file_trees = trees_for(trees, file)
    if not file_trees and file in OPTIONAL_FILES:
        return set()
    if file == LESSON_FOLDER:
        return {lesson_id for tree in file_trees for lesson_id in _lesson_ids(tree, pattern)}
    if not file_trees or any(tree.invalid_paths or _lacks_list(tree, pattern) for tree in file_trees):
        return None
    return {defined_id for tree in file_trees for _, defined_id in tree.texts(*pattern)}


def _lacks_list(tree: Tree, pattern: Pattern) -> bool:
    """Whether the defining list is missing: that is reported by its model. Offline activities are optional."""
    holder = pattern[: pattern.index(ANY)]
    return holder != ("offline_activities",) and not list(tree.select(*holder))


def _lesson_ids(tree: Tree, pattern: Pattern) -> Iterator[str]:
    """The lesson's id; of a lesson with YAML faults, also the one in its file name."""
    yield from (lesson_id for _, lesson_id in tree.texts(*pattern))
    if tree.invalid_paths:
        yield tree.file.rpartition("/")[2].removesuffix(".yaml")


def check_duplicates(trees: Trees) -> None:
    """Report every id that is defined twice: within a list; for cards, the lesson; for lessons and steps, the pack."""
    for tree in trees.values():
        for path, items in tree.sequences():
            if path != ("steps",) and path[-1:] != ("cards",):
                for name in ("id", "code"):
                    _check_unique([(tree, (*path, i, name)) for i in range(len(items))])
    lessons = trees_for(trees, LESSON_FOLDER)
    _check_unique([(tree, ("id",)) for tree in lessons])
    _check_unique([(tree, path) for tree in lessons for path, _ in tree.texts("steps", ANY, "id")])
    for tree in lessons:
        _check_unique([(tree, path) for path, _ in tree.texts(*CARDS, "id")])


def check_reserved(trees: Trees) -> None:
    """Report every step or card whose id is a word in the lesson's addresses: its page could not be opened."""
    for tree in trees_for(trees, LESSON_FOLDER):
        for path, step_id in [*tree.texts("steps", ANY, "id"), *tree.texts(*CARDS, "id")]:
            if step_id in RESERVED_STEP_IDS:
                tree.report(tree.value_position(path), "reserved_id", f"“{step_id}” is an address of careered's own")


def _check_unique(occurrences: list[tuple[Tree, KeyPath]]) -> None:
    first: dict[str, tuple[str, Position]] = {}
    for tree, path in occurrences:
        value, position = tree.raw_scalars.get(path), tree.value_position(path)
        if value is None:
            continue
        if value in first:
            file, (line, _) = first[value]
            first_position = f"line {line}" if file == tree.file else f"{file}, line {line}"
            tree.report(position, "duplicate_id", f"“{value}” is given a second time (first in {first_position})")
        first.setdefault(value, (tree.file, position))
