"""Consistency checks across a pack's files: grades, languages, prerequisite cycles, lesson status."""

from collections.abc import Collection, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from careered.packs.check_cards import check_cards
from careered.packs.check_chats import check_chats
from careered.packs.check_completion import check_completion
from careered.packs.education_map import check_map
from careered.packs.models import StepKinds
from careered.packs.references import (
    CARDS,
    LESSON_FOLDER,
    Trees,
    check_duplicates,
    check_references,
    check_reserved,
    trees_for,
)
from careered.packs.schema import did_you_mean
from careered.packs.yaml_tree import ANY, KeyPath, Tree

MAX_CYCLES = 20


def check_across_files(trees: Trees, kinds: StepKinds, pictures: Collection[str] = ()) -> None:
    """Report every inconsistency between files, in the trees. Works on faulty packs too.

    pictures: the names of the pack's pictures.
    """
    check_duplicates(trees)
    check_reserved(trees)
    check_references(trees)
    _check_grades(trees)
    _check_default_language(trees)
    check_completion(trees, kinds)
    _check_cycles(trees)
    check_cards(trees, pictures)
    check_chats(trees)
    check_map(trees)
    for tree in trees_for(trees, LESSON_FOLDER):
        _check_lesson(tree)


def _check_grades(trees: Trees) -> None:
    metadata = trees.get("pack.yaml")
    grades = {grade for _, grade in metadata.numbers("grades", ANY)} if metadata else set()
    patterns = [
        ("pack.yaml", ("default_grade",)),
        ("requirements.yaml", ("requirements", ANY, "by_grade")),
        ("requirements.yaml", ("offline_activities", ANY, "grades", ANY)),
        (LESSON_FOLDER, ("grade",)),
    ]
    for file, pattern in patterns if grades else ():
        for tree in trees_for(trees, file):
            for path, grade in tree.numbers(*pattern):
                if grade not in grades:
                    tree.report(tree.value_position(path), "unknown_grade", f"the pack has no grade {grade}")


def _check_default_language(trees: Trees) -> None:
    for tree in trees_for(trees, "pack.yaml"):
        languages = [language for _, language in tree.texts("languages", ANY)]
        for path, language in tree.texts("default_language"):
            if languages and language not in languages:
                sentence = f"“{language}” is not one of the pack's languages"
                tree.report(tree.value_position(path), "unknown_language", sentence, did_you_mean(language, languages))


def _check_cycles(trees: Trees) -> None:
    """Cycles of `requires`: each is reported once, at one of its entries; at most MAX_CYCLES."""
    edges = dict(_prerequisite_edges(trees))
    graph: dict[str, set[str]] = {}
    for lesson, prerequisite in edges:
        graph.setdefault(lesson, set()).add(prerequisite)
    for _ in range(MAX_CYCLES):
        cycle = _find_cycle(graph)
        if not cycle:
            return
        lesson, prerequisite = cycle[:2]
        tree, path = edges[lesson, prerequisite]
        tree.report(tree.value_position(path), "pack_cycle", f"lessons wait for each other: {' → '.join(cycle)}")
        graph[lesson].discard(prerequisite)


def _prerequisite_edges(trees: Trees) -> Iterator[tuple[tuple[str, str], tuple[Tree, KeyPath]]]:
    for tree in trees_for(trees, LESSON_FOLDER):
        for _, lesson in tree.texts("id"):
            yield from (((lesson, prerequisite), (tree, path)) for path, prerequisite in tree.texts("requires", ANY))


def _find_cycle(graph: dict[str, set[str]]) -> list[str]:
    """A cycle as `a, b, a`, each lesson followed by a prerequisite, from the smallest id on; empty if none."""
    try:
        TopologicalSorter({lesson: sorted(prerequisites) for lesson, prerequisites in graph.items()}).prepare()
    except CycleError as error:
        cycle = error.args[1][:0:-1]
        smallest = cycle.index(min(cycle))
        return [*cycle[smallest:], *cycle[: smallest + 1]]
    return []


def _check_lesson(tree: Tree) -> None:
    if tree.is_invalid(()) or not isinstance(tree.value, dict):
        return
    lesson = tree.value
    stem = tree.file.rpartition("/")[2].removesuffix(".yaml")
    if isinstance(lesson.get("id"), str) and lesson["id"] != stem:
        tree.report(
            tree.value_position(("id",)), "lesson_file_name", f"the lesson is “{lesson['id']}”, the file “{stem}.yaml”"
        )
    if lesson.get("requirements") == []:
        tree.report(
            tree.value_position(("requirements",)), "lesson_without_requirement", "the lesson serves no requirement"
        )
    if lesson.get("status") == "full":
        _check_full(tree, lesson)
    elif lesson.get("status") == "outline":
        for key in ("steps", "parts"):
            if lesson.get(key):
                tree.report(tree.key_position((key,)), "outline_with_steps", f"an outline has no {key}")


def _check_full(tree: Tree, lesson: Mapping[str, object]) -> None:
    if not lesson.get("steps") and not lesson.get("parts"):
        tree.report(tree.value_position(("status",)), "lesson_without_steps", "a full lesson has steps, or parts")
    if "summary" not in lesson:
        tree.report(tree.value_position(("status",)), "missing_key", "a full lesson has a “summary”")
    if lesson.get("catch_up"):
        _check_catch_up(tree)


def _check_catch_up(tree: Tree) -> None:
    """`catch_up` names steps or cards of the lesson only, and all its checks: absent pupils must pass them too."""
    short_version = {step_id: path for path, step_id in tree.texts("catch_up", ANY)}
    steps = [step_id for pattern in (("steps", ANY, "id"), (*CARDS, "id")) for _, step_id in tree.texts(*pattern)]
    for step_id, path in short_version.items():
        if step_id not in steps:
            sentence = f"there is no step “{step_id}” in this lesson"
            tree.report(tree.value_position(path), "unknown_reference", sentence, did_you_mean(step_id, steps))
    kinds = dict(tree.texts("steps", ANY, "kind"))
    for path, step_id in tree.texts("steps", ANY, "id"):
        if kinds.get((*path[:-1], "kind")) == "check" and step_id not in short_version:
            tree.report(
                tree.key_position(("catch_up",)), "catch_up_without_check", f"the shorter way leaves out “{step_id}”"
            )
