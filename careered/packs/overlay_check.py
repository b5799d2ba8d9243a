"""Checking an overlay with the national pack's own checks: the nation's ids stand in for its files.

So what an overlay names may be its own or the nation's, and every problem has its place in the overlay.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from careered.packs.models import Pack
from careered.packs.references import LESSONS
from careered.packs.schema import suggestion
from careered.packs.tree import ANY, Pattern, Tree, Value

Trees = Mapping[str, Tree]


def with_national(trees: Trees, base: Pack) -> dict[str, Tree]:
    """The overlay's trees beside the nation's ids, as the checks of a pack want to see them."""
    national = {
        "pack.yaml": Tree("pack.yaml", {"grades": list(base.grades), "languages": list(base.languages)}),
        "framework.yaml": Tree(
            "framework.yaml", {"framework": {"items": _ids((i.code for i in base.framework.items), "code")}}
        ),
        "requirements.yaml": Tree("requirements.yaml", {"requirements": _ids(one.id for one in base.requirements)}),
    }
    national["dates.yaml"] = Tree("dates.yaml", {"dates": _ids(one.id for one in base.dates)})
    lessons = {f"{LESSONS}{one.id}.yaml": Tree("", {"id": one.id}) for one in base.lessons}
    lists = {
        "services.yaml": ("services", _ids(one.id for one in base.services)),
        "sources.yaml": ("sources", _ids(one.id for one in base.sources)),
    }
    both = {name: _joined(trees.get(name), key, ids) for name, (key, ids) in lists.items()}
    return {**national, **lessons, **trees, **both}


def _ids(keys: Iterable[str], name: str = "id") -> list[Value]:
    return [{name: key} for key in keys]


def _joined(tree: Tree | None, key: str, ids: list[Value]) -> Tree:
    """A list of the overlay with the nation's ids behind it: what stands before keeps its place."""
    if tree is None:
        return Tree("", {key: ids})
    own = tree.value.get(key) if isinstance(tree.value, dict) else None
    if not isinstance(tree.value, dict) or not isinstance(own, list):
        return tree
    return replace(tree, value={**tree.value, key: [*own, *ids]})  # its problems are the same list


def check_own_ids(trees: Trees, base: Pack) -> None:
    """An id of the nation's is not given a second time: lessons, steps, services, sources."""
    steps = {step.id for lesson in base.lessons for step in lesson.steps}
    _refuse(trees, "services.yaml", ("services", ANY, "id"), {one.id for one in base.services})
    _refuse(trees, "sources.yaml", ("sources", ANY, "id"), {one.id for one in base.sources})
    for name in (name for name in trees if name.startswith(LESSONS)):
        _refuse(trees, name, ("id",), {one.id for one in base.lessons})
        _refuse(trees, name, ("steps", ANY, "id"), steps)


def _refuse(trees: Trees, name: str, pattern: Pattern, taken: set[str]) -> None:
    tree = trees.get(name)
    for path, word in tree.texts(*pattern) if tree else ():
        if word in taken:
            mend = "give it an id of your own, such as one with the municipality's name in front"
            tree.report(tree.at(path), "duplicate_id", f"the national pack has “{word}” already", mend)  # type: ignore[union-attr]


def check_about(tree: Tree, base: Pack | None) -> None:
    """overlay.yaml: the pack is there, the moved requirements and their grades are the pack's."""
    for path, word in tree.texts("extends"):
        if base is None or base.id != word:
            mend = "load that pack first, or correct the id"
            tree.report(tree.at(path), "unknown_reference", f"there is no pack “{word}” here", mend)
    if base is None:
        return
    for path, grade in tree.numbers("grades", ANY):
        key = str(path[-1])
        if base.requirement(key) is None:
            known = [one.id for one in base.requirements]
            sentence = f"there is no requirement “{key}”"
            tree.report(tree.named_at(path), "unknown_reference", sentence, suggestion(key, known))
        if grade not in base.grades:
            tree.report(tree.at(path), "unknown_grade", f"the pack has no grade {grade}")
