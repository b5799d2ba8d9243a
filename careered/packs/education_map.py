"""`routes.yaml`: the country's ways after basic school as a graph, drawn on 320 by 320 units and told in words."""

import re
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from careered.packs.field_types import Id, IdList, PackModel
from careered.packs.localized import LocalizedText
from careered.packs.yaml_tree import ANY, Tree

ROUTES_FILE = "routes.yaml"
MAX_FACT_WORDS = 7
MAX_SIDE = 320  # units: the width of the smallest phone
MAX_PARTS = 60  # more cannot be pressed on a phone; every pair of nodes is compared
NODE_HEIGHT = 44  # what can be pressed, in CSS pixels; one unit of the map is one pixel on the smallest phone
MIN_DISTANCE = NODE_HEIGHT + 6
_PATH = re.compile(r"M[\d .,MLHVCSQTAZ-]+")


class Fact(LocalizedText):
    """A few words in each language of the pack; at most MAX_FACT_WORDS, for three of them stand under the map."""

    @model_validator(mode="after")
    def _is_short(self) -> Self:
        for language, text in self.root.items():
            if len(text.split()) > MAX_FACT_WORDS:
                context = {"language": language, "most": MAX_FACT_WORDS}
                raise PydanticCustomError("too_many_words", "has more than {most} words in {language}", context)
        return self


def _check_path(value: str) -> str:
    if not _PATH.fullmatch(value):
        context = {"value": value}
        raise PydanticCustomError("bad_value", "“{value}” is not a way of capital letters and numbers", context)
    return value


Side = Annotated[int, Field(ge=0, le=MAX_SIDE)]


class Family(PackModel):
    """Nodes of one kind, in one colour. name: shown where the family is drawn as a field around its nodes."""

    id: Id
    colour: Literal["teal", "coral", "sky", "plum", "sun", "edge"]
    name: LocalizedText | None = None


class MapNode(PackModel):
    """Something to choose. x, y: its middle. what, entry, leads: what it is, how one gets in, where it leads."""

    id: Id
    x: Side
    y: Side
    family: Id
    name: LocalizedText
    what: Fact
    entry: Fact
    leads: Fact
    source: IdList = ()


class Way(PackModel):
    """Leads from each of some nodes to each of others. path: of one line, as in SVG; a lane may be shared by many."""

    start: Annotated[IdList, Field(alias="from", min_length=1)]
    end: Annotated[IdList, Field(alias="to", min_length=1)]
    path: Annotated[str, AfterValidator(_check_path)]


class EducationMap(PackModel):
    """The graph. start: the node at which every pupil is. nodes: in the order of time, as a list reads them out."""

    start: Id
    families: tuple[Family, ...]
    nodes: tuple[MapNode, ...]
    ways: tuple[Way, ...]

    def leads_to(self, node: str) -> frozenset[str]:
        """The ids of the nodes that a node leads to directly."""
        return frozenset(end for way in self.ways if node in way.start for end in way.end)


class RoutesFile(PackModel):
    """The keys of `routes.yaml`, an optional file."""

    education_map: EducationMap


def check_map(trees: Mapping[str, Tree]) -> None:
    """Report nodes that no way reaches from the start, and nodes that cannot be pressed apart."""
    tree = trees.get(ROUTES_FILE)
    if tree is None or tree.is_invalid(()):
        return
    nodes = ("education_map", "nodes", ANY)
    if max(len(list(tree.select(*nodes))), len(list(tree.select("education_map", "ways", ANY)))) > MAX_PARTS:
        sentence = f"the map has more than {MAX_PARTS} nodes or ways"
        tree.report(tree.key_position(("education_map",)), "out_of_range", sentence)
        return
    reached = _reached(tree)
    for path, node in tree.texts(*nodes, "id"):
        if node not in reached:
            tree.report(tree.value_position(path), "map_unreached", f"no way leads from the start to “{node}”")
    places = [(path, node) for path, node in tree.select(*nodes) if isinstance(node, dict)]
    for (_, first), (path, second) in combinations(places, 2):
        if _overlap(first.get("x"), second.get("x")) and _overlap(first.get("y"), second.get("y")):
            sentence = f"“{second.get('id')}” lies over “{first.get('id')}”"
            tree.report(tree.value_position(path), "map_overlap", sentence)


def _overlap(first: object, second: object) -> bool:
    return isinstance(first, int) and isinstance(second, int) and abs(first - second) < MIN_DISTANCE


def _reached(tree: Tree) -> set[str]:
    """The nodes that ways reach from the start, and the start."""
    reached = {start for _, start in tree.texts("education_map", "start")}
    ways = [(_ids(way, "from"), _ids(way, "to")) for _, way in tree.select("education_map", "ways", ANY)]
    for _ in ways:
        reached |= {node for start, end in ways if reached & start for node in end}
    return reached


def _ids(way: object, key: str) -> set[str]:
    value = way.get(key) if isinstance(way, dict) else None
    items: Iterable[object] = [value] if isinstance(value, str) else value if isinstance(value, list) else ()
    return {item for item in items if isinstance(item, str)}
