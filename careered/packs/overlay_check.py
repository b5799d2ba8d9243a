"""Check an overlay with the checks of packs: trees that hold only the base pack's ids stand in for its files.

So references may point to the overlay or to the base pack, and every problem has its position in the overlay.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from careered.packs.models import Pack
from careered.packs.references import LESSON_FOLDER
from careered.packs.schema import did_you_mean
from careered.packs.yaml_tree import ANY, Pattern, Tree, Value

Trees = Mapping[str, Tree]


def merged_trees(trees: Trees, base: Pack) -> dict[str, Tree]:
    """The overlay's trees combined with trees of the base pack's ids, as the checks of a pack expect them."""
    base_trees = {
        "pack.yaml": Tree("pack.yaml", {"grades": list(base.grades), "languages": list(base.languages)}),
        "framework.yaml": Tree(
            "framework.yaml",
            {"framework": {"items": _id_entries((item.code for item in base.framework.items), "code")}},
        ),
        "requirements.yaml": Tree(
            "requirements.yaml", {"requirements": _id_entries(requirement.id for requirement in base.requirements)}
        ),
    }
    base_trees["dates.yaml"] = Tree("dates.yaml", {"dates": _id_entries(annual_date.id for annual_date in base.dates)})
    lessons = {f"{LESSON_FOLDER}{lesson.id}.yaml": Tree("", {"id": lesson.id}) for lesson in base.lessons}
    lists = {
        "services.yaml": ("services", _id_entries(service.id for service in base.services)),
        "sources.yaml": ("sources", _id_entries(source.id for source in base.sources)),
    }
    combined = {name: _append_ids(trees.get(name), key, ids) for name, (key, ids) in lists.items()}
    return {**base_trees, **lessons, **trees, **combined}


def _id_entries(keys: Iterable[str], name: str = "id") -> list[Value]:
    return [{name: key} for key in keys]


def _append_ids(tree: Tree | None, key: str, ids: list[Value]) -> Tree:
    """The overlay's list followed by the base pack's ids: the overlay's items keep their positions."""
    if tree is None:
        return Tree("", {key: ids})
    own = tree.value.get(key) if isinstance(tree.value, dict) else None
    if not isinstance(tree.value, dict) or not isinstance(own, list):
        return tree
    return replace(tree, value={**tree.value, key: [*own, *ids]})  # shares the list of problems with `tree`


def check_own_ids(trees: Trees, base: Pack) -> None:
    """Report ids of lessons, steps, services and sources that the base pack has already."""
    steps = {step.id for lesson in base.lessons for step in lesson.steps}
    _report_taken(trees, "services.yaml", ("services", ANY, "id"), {service.id for service in base.services})
    _report_taken(trees, "sources.yaml", ("sources", ANY, "id"), {source.id for source in base.sources})
    for name in (name for name in trees if name.startswith(LESSON_FOLDER)):
        _report_taken(trees, name, ("id",), {base_lesson.id for base_lesson in base.lessons})
        _report_taken(trees, name, ("steps", ANY, "id"), steps)


def _report_taken(trees: Trees, name: str, pattern: Pattern, taken_ids: set[str]) -> None:
    tree = trees.get(name)
    if tree is None:
        return
    for path, own_id in tree.texts(*pattern):
        if own_id in taken_ids:
            hint = "give it an id of your own, such as one with the municipality's name in front"
            tree.report(tree.value_position(path), "duplicate_id", f"the national pack already has “{own_id}”", hint)


def check_metadata(tree: Tree, base: Pack | None) -> None:
    """Check overlay.yaml: the base pack is loaded, and `grades` has requirements and grades of it."""
    for path, pack_id in tree.texts("extends"):
        if base is None or base.id != pack_id:
            hint = "load that pack first, or correct the id"
            tree.report(tree.value_position(path), "unknown_reference", f"there is no pack “{pack_id}” here", hint)
    if base is None:
        return
    for path, grade in tree.numbers("grades", ANY):
        key = str(path[-1])
        if base.requirement(key) is None:
            requirement_ids = [requirement.id for requirement in base.requirements]
            sentence = f"there is no requirement “{key}”"
            tree.report(tree.key_position(path), "unknown_reference", sentence, did_you_mean(key, requirement_ids))
        if grade not in base.grades:
            tree.report(tree.value_position(path), "unknown_grade", f"the pack has no grade {grade}")
