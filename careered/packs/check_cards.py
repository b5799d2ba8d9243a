"""Checks of lessons with parts (pack_format 2) that no single card can know: what may stand beside what."""

from collections.abc import Collection, Mapping

from careered.packs.education_map import ROUTES_FILE
from careered.packs.references import CARDS, LESSON_FOLDER, Trees, trees_for
from careered.packs.schema import did_you_mean
from careered.packs.yaml_tree import ANY, Tree

FORMAT_WITH_PARTS = 2


def check_cards(trees: Trees, pictures: Collection[str]) -> None:
    """Report what no card can know by itself: its place, its reasons, and what it names elsewhere in the pack."""
    unreachable = _services_without_page(trees)
    metadata = trees.get("pack.yaml")
    pack_format = next((number for _, number in metadata.numbers("pack_format")), None) if metadata else None
    for tree in trees_for(trees, LESSON_FOLDER):
        if isinstance(tree.value, dict) and "parts" in tree.value:
            _check_place(tree, tree.value, pack_format)
            _check_parts(tree)
            _check_comparisons(tree)
            _check_reasons(tree)
            _check_visits(tree, unreachable)
            _check_maps(tree, trees)
        _check_pictures(tree, pictures)


def _check_place(tree: Tree, lesson: Mapping[str, object], pack_format: int | None) -> None:
    position = tree.key_position(("parts",))
    if lesson.get("steps"):
        tree.report(position, "steps_and_parts", "the lesson has steps and parts")
    if pack_format is not None and pack_format < FORMAT_WITH_PARTS:
        tree.report(position, "parts_in_old_format", f"a pack of format {pack_format} has no parts")


def _check_parts(tree: Tree) -> None:
    for path, part in tree.select("parts", ANY):
        if isinstance(part, dict) and not part.get("cards"):
            tree.report(tree.value_position(path), "part_without_cards", "the part has no cards")


def _check_comparisons(tree: Tree) -> None:
    """What a card says of another one names one that stands earlier: its answer must be there by then."""
    ids = [card_id for _, card_id in tree.texts(*CARDS, "id")]
    own_ids = {path[:-1]: card_id for path, card_id in tree.texts(*CARDS, "id")}
    named = (("compares",), ("meter", "of"), ("shows", ANY), ("groups", ANY, "picked", "card"))
    for path, compared in [found for keys in named for found in tree.texts(*CARDS, *keys)]:
        own_id = own_ids.get(path[: len(CARDS)])
        earlier = ids[: ids.index(own_id)] if own_id else ids
        if compared not in earlier:
            sentence = f"there is no earlier card “{compared}” in this lesson"
            tree.report(tree.value_position(path), "unknown_reference", sentence, did_you_mean(compared, earlier))


def _check_reasons(tree: Tree) -> None:
    """Whatever a pupil chooses is answered by a reason of its own, except where the change is, or all are (`done`).

    Of the questions about a visit the first one is answered.
    """
    answered = {path[:-1] for key in ("change", "done") for path, _ in tree.select(*CARDS, key)}
    of_visits = [found for found in tree.select(*CARDS, "questions", ANY, "options", ANY) if found[0][-3] == 0]
    for path, option in (*tree.select(*CARDS, "options", ANY), *of_visits):
        if isinstance(option, dict) and "reason" not in option and path[:-2] not in answered:
            name = f"“{option['id']}”" if isinstance(option.get("id"), str) else "this option"
            tree.report(tree.value_position(path), "no_reason", f"{name} has no “reason”")


def _services_without_page(trees: Trees) -> set[str]:
    """The ids of services with no address, which nobody can visit."""
    services = [one for tree in trees_for(trees, "services.yaml") for _, one in tree.select("services", ANY)]
    return {str(one["id"]) for one in services if isinstance(one, dict) and "id" in one and not one.get("url")}


def _check_visits(tree: Tree, unreachable: Collection[str]) -> None:
    visits = {path[:-1] for path, kind in tree.texts(*CARDS, "kind") if kind == "mission"}
    for path, service in tree.texts(*CARDS, "service"):
        if service in unreachable and path[:-1] in visits:
            tree.report(tree.value_position(path), "service_without_page", f"“{service}” has no page to visit")


def _check_maps(tree: Tree, trees: Trees) -> None:
    """A card `map` draws the pack's map."""
    for path, kind in tree.texts(*CARDS, "kind"):
        if kind == "map" and ROUTES_FILE not in trees:
            tree.report(tree.value_position(path), "unknown_reference", f"the pack has no map ({ROUTES_FILE})")


def _check_pictures(tree: Tree, pictures: Collection[str]) -> None:
    for pattern in (("cover", "file"), (*CARDS, "picture", "file")):
        for path, name in tree.texts(*pattern):
            if name not in pictures:
                sentence = f"there is no picture “{name}”"
                tree.report(
                    tree.value_position(path), "unknown_reference", sentence, did_you_mean(name, sorted(pictures))
                )
