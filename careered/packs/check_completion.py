"""Check that every requirement can be completed: by what pupils can open, or by staff."""

from collections import Counter
from collections.abc import Iterator

from careered.packs.lessons import models_of_cards, models_of_steps
from careered.packs.models import StepKinds
from careered.packs.references import CARDS, LESSON_FOLDER, Trees, trees_for
from careered.packs.schema import did_you_mean
from careered.packs.yaml_tree import ANY, KeyPath, Tree

_COMPLETION = ("requirements", ANY, "completion")


def check_completion(trees: Trees, kinds: StepKinds) -> None:
    """Report every requirement that nobody could ever complete."""
    for tree in trees_for(trees, "requirements.yaml"):
        _check_steps(tree, trees, kinds)
        _check_lessons(tree, trees)


def _check_steps(tree: Tree, trees: Trees, kinds: StepKinds) -> None:
    """A requirement for steps (or cards) of some kinds needs known kinds and enough of them in the pack."""
    lessons, known = trees_for(trees, LESSON_FOLDER), {*models_of_steps(kinds), *models_of_cards(kinds)}
    patterns = (("steps", ANY, "kind"), (*CARDS, "kind"))
    available = Counter(kind for lesson in lessons for pattern in patterns for _, kind in lesson.texts(*pattern))
    is_complete = not any(lesson.invalid_paths for lesson in lessons)
    for path, count in tree.numbers(*_COMPLETION, "count"):
        named = _kinds_of(tree, path[:-1])
        unknown = [(at, kind) for at, kind in named if kind not in known]
        for at, kind in unknown:
            sentence = f"there is no step kind “{kind}”"
            tree.report(tree.value_position(at), "unknown_kind", sentence, did_you_mean(kind, sorted(known)))
        found = sum(available[kind] for kind in {kind for _, kind in named})
        if named and is_complete and not unknown and count > found:
            words = ", ".join(f"“{kind}”" for _, kind in named)
            sentence = f"the pack has too few steps of kind {words}: {found} of {count}"
            tree.report(tree.value_position(path), "unmet_requirement", sentence)


def _kinds_of(tree: Tree, completion: KeyPath) -> list[tuple[KeyPath, str]]:
    """The kinds that a completion counts, one or a list."""
    found = [*tree.texts(*_COMPLETION, "any_of_type"), *tree.texts(*_COMPLETION, "any_of_type", ANY)]
    return [(path, kind) for path, kind in found if path[: len(completion)] == completion]


def _check_lessons(tree: Tree, trees: Trees) -> None:
    """A requirement that staff may not confirm needs lessons that pupils can open."""
    outlines = set(_outlines(trees))
    unconfirmable = [path[:-1] for path, value in tree.select(*_COMPLETION, "teacher_may_confirm") if value is False]
    for completion in unconfirmable:
        for path, lesson_id in _lessons_of(tree, completion):
            if lesson_id in outlines:
                sentence = f"“{lesson_id}” is an outline, and staff may not confirm the requirement"
                tree.report(tree.value_position(path), "impossible_requirement", sentence)


def _outlines(trees: Trees) -> Iterator[str]:
    for lesson in trees_for(trees, LESSON_FOLDER):
        if any(status == "outline" for _, status in lesson.texts("status")):
            yield from (lesson_id for _, lesson_id in lesson.texts("id"))


def _lessons_of(tree: Tree, completion: KeyPath) -> list[tuple[KeyPath, str]]:
    """The lessons that a completion names, as a list or as a single id."""
    lessons = [*tree.texts(*_COMPLETION, "all"), *tree.texts(*_COMPLETION, "all", ANY)]
    return [(path, lesson_id) for path, lesson_id in lessons if path[: len(completion)] == completion]
