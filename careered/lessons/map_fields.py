"""Where the fields around a map's families lie: for the map's style sheet, and for the picture of one's own way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from careered.packs.education_map import MAX_SIDE, NODE_HEIGHT, EducationMap, Family, MapNode

HALF_NODE = NODE_HEIGHT // 2
MARGIN, TITLE_HEIGHT, TITLE_LETTER = 6, 20, 6.2
LOW_TITLE_HEIGHT = 12
"""Of a family's name, in units of the map; TITLE_LETTER and _LETTER: the width of a letter, on average."""
_LETTER, _PADDING, _SMALLEST = 3.7, 9, 26


@dataclass(frozen=True)
class Field:
    """A family's field, in units of the map. Its name stands at its top, or below its nodes (has_low_title)."""

    family: Family
    name: str
    x: float
    y: float
    width: float
    height: float
    has_low_title: bool


def fields(drawn: EducationMap, lang: str) -> Iterator[Field]:
    """One for each family with a name."""
    for family in drawn.families:
        nodes = [node for node in drawn.nodes if node.family == family.id]
        if family.name and nodes:
            others = [node for node in drawn.nodes if node not in nodes]
            yield _field(family, family.name.in_language(lang), nodes, others, lang)


def half_width(name: str) -> float:
    """About half the width of a node with this name, in units of the map."""
    return max(_SMALLEST, _LETTER * len(name) + _PADDING)


def _field(family: Family, name: str, nodes: Sequence[MapNode], others: Sequence[MapNode], lang: str) -> Field:
    """Around the nodes; the name goes below them where another node is in its way above."""
    widths = {node.id: half_width(node.name.in_language(lang)) for node in nodes}
    left, right = (min(node.x - widths[node.id] for node in nodes), max(node.x + widths[node.id] for node in nodes))
    too_narrow = max(0.0, TITLE_LETTER * len(name) - (right - left)) / 2
    left, right = max(0, left - too_narrow - MARGIN), min(MAX_SIDE, right + too_narrow + MARGIN)
    top, bottom = min(node.y for node in nodes) - HALF_NODE, max(node.y for node in nodes) + HALF_NODE + MARGIN
    has_room = all(
        not top - TITLE_HEIGHT - 2 * MARGIN < other.y + HALF_NODE <= top for other in others if left < other.x < right
    )
    top -= TITLE_HEIGHT + MARGIN // 2 if has_room else MARGIN
    bottom += 0 if has_room else LOW_TITLE_HEIGHT
    return Field(family, name, left, top, right - left, bottom - top, not has_room)
