"""Ids in a pack: what they name must exist, and each may be given once. Works on trees, faulty ones included."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from careered.packs.files import OPTIONAL
from careered.packs.schema import suggestion
from careered.packs.tree import ANY, KeyPath, Pattern, Position, Tree

Trees = Mapping[str, Tree]
LESSONS = "lessons/"
MOST_SUGGESTIONS = 50


class Link(NamedTuple):
    """What stands at `pattern` in `file` (or in every lesson), one id or a list, names a `target`."""

    file: str
    pattern: Pattern
    target: str


DEFINED: dict[str, tuple[str, Pattern]] = {
    "source": ("sources.yaml", ("sources", ANY, "id")),
    "item": ("framework.yaml", ("framework", "items", ANY, "code")),
    "service": ("services.yaml", ("services", ANY, "id")),
    "requirement": ("requirements.yaml", ("requirements", ANY, "id")),
    "offline activity": ("requirements.yaml", ("offline_activities", ANY, "id")),
    "lesson": (LESSONS, ("id",)),
    "date": ("dates.yaml", ("dates", ANY, "id")),
}
LINKS = (
    Link("pack.yaml", ("marks", "source"), "source"),
    Link("pack.yaml", ("hours", "source"), "source"),
    Link("pack.yaml", ("help_lines", ANY, "source"), "source"),
    Link("framework.yaml", ("framework", "external", "source"), "source"),
    Link("framework.yaml", ("framework", "items", ANY, "parent"), "item"),
    Link("framework.yaml", ("framework", "items", ANY, "source"), "source"),
    Link("services.yaml", ("services", ANY, "source"), "source"),
    Link("services.yaml", ("services", ANY, "channels", ANY, "source"), "source"),
    Link("requirements.yaml", ("requirements", ANY, "source"), "source"),
    Link("requirements.yaml", ("requirements", ANY, "services"), "service"),
    Link("requirements.yaml", ("requirements", ANY, "items"), "item"),
    Link("requirements.yaml", ("requirements", ANY, "completion", "all"), "lesson"),
    Link("requirements.yaml", ("requirements", ANY, "completion", "offline"), "offline activity"),
    Link("requirements.yaml", ("offline_activities", ANY, "source"), "source"),
    Link(LESSONS, ("requirements",), "requirement"),
    Link(LESSONS, ("requires",), "lesson"),
    Link(LESSONS, ("sources",), "source"),
    Link(LESSONS, ("steps", ANY, "service"), "service"),
    Link(LESSONS, ("steps", ANY, "services"), "service"),
    Link(LESSONS, ("steps", ANY, "dates"), "date"),
    Link("dates.yaml", ("dates", ANY, "service"), "service"),
    Link("dates.yaml", ("dates", ANY, "years", ANY, "source"), "source"),
)


def named(trees: Trees, file: str) -> list[Tree]:
    """The tree of a file, or all lessons in the order of their names."""
    return [trees[name] for name in sorted(trees) if name == file or (file == LESSONS and name.startswith(LESSONS))]


def check_links(trees: Trees) -> None:
    """Notes every id that names nothing. What a faulty file defines cannot be known: nothing is said about it."""
    known = {target: _known(trees, *place) for target, place in DEFINED.items()}
    for link in LINKS:
        ids = known[link.target]
        if ids is not None:
            _check_link(trees, link, ids)


def _check_link(trees: Trees, link: Link, ids: set[str]) -> None:
    for tree in named(trees, link.file):
        for path, word in [*tree.texts(*link.pattern), *tree.texts(*link.pattern, ANY)]:
            if word not in ids:
                mend = suggestion(word, sorted(ids)) if len(tree.problems) < MOST_SUGGESTIONS else ""
                tree.report(tree.at(path), "unknown_reference", f"there is no {link.target} “{word}”", mend)


def _known(trees: Trees, file: str, pattern: Pattern) -> set[str] | None:
    found = named(trees, file)
    if not found and file in OPTIONAL:
        return set()
    if file == LESSONS:
        return {name for tree in found for name in _lesson_ids(tree, pattern)}
    if not found or any(tree.broken or _lacks_list(tree, pattern) for tree in found):
        return None
    return {word for tree in found for _, word in tree.texts(*pattern)}


def _lacks_list(tree: Tree, pattern: Pattern) -> bool:
    """A list that must be there and is not has a problem of its own; offline activities may be left out."""
    holder = pattern[: pattern.index(ANY)]
    return holder != ("offline_activities",) and not list(tree.select(*holder))


def _lesson_ids(tree: Tree, pattern: Pattern) -> Iterator[str]:
    """A lesson that cannot be read still exists: its file's name says its id."""
    yield from (word for _, word in tree.texts(*pattern))
    if tree.broken:
        yield tree.file.rpartition("/")[2].removesuffix(".yaml")


def check_duplicates(trees: Trees) -> None:
    """Notes every id that is given twice: within one list, and for lessons and steps within the pack."""
    for tree in trees.values():
        for path, items in tree.sequences():
            if path != ("steps",):
                for name in ("id", "code"):
                    _once([(tree, (*path, i, name)) for i in range(len(items))])
    lessons = named(trees, LESSONS)
    _once([(tree, ("id",)) for tree in lessons])
    _once([(tree, path) for tree in lessons for path, _ in tree.texts("steps", ANY, "id")])


def _once(places: list[tuple[Tree, KeyPath]]) -> None:
    first: dict[str, tuple[str, Position]] = {}
    for tree, path in places:
        word, at = tree.words.get(path), tree.at(path)
        if word is None:
            continue
        if word in first:
            file, (line, _) = first[word]
            where = f"line {line}" if file == tree.file else f"{file}, line {line}"
            tree.report(at, "duplicate_id", f"“{word}” is given a second time (first in {where})")
        first.setdefault(word, (tree.file, at))
