"""The ways of a country's map as inline SVG, in three layers that lie over each other in the order of the page."""

from markupsafe import Markup

from careered.packs.education_map import MAX_SIDE, NODE_HEIGHT, EducationMap, Way

ROOM_BELOW = 8
"""Units below the lowest node: for a way that leads around it."""


def draw_ways(education_map: EducationMap) -> Markup:
    """An SVG without words: nodes and their facts stand in the page, as controls.

    `.ways` holds every line once. `.lit` and `.own` hold copies to be shown by a style sheet: of the open node's ways
    (class `at-<node>`), and of the ways between two nodes of one's own (class `own-<from>--<to>`). They come last, so
    that they lie in front.
    """
    ways = list(enumerate(education_map.ways))
    lines = Markup().join(Markup('<path id="way-{}" d="{}"/>').format(number, way.path) for number, way in ways)
    lit = Markup().join(_copy(number, [f"at-{node}" for node in (*way.start, *way.end)]) for number, way in ways)
    own = Markup().join(_copy(number, _pairs(way)) for number, way in ways)
    layers = Markup('<g class="ways">{}</g><g class="lit">{}</g><g class="own">{}</g>').format(lines, lit, own)
    height = max(node.y for node in education_map.nodes) + NODE_HEIGHT // 2 + ROOM_BELOW
    return Markup('<svg viewBox="0 0 {} {}" aria-hidden="true">{}</svg>').format(MAX_SIDE, height, layers)


def _copy(number: int, classes: list[str]) -> Markup:
    return Markup('<use href="#way-{}" class="{}"/>').format(number, " ".join(classes))


def _pairs(way: Way) -> list[str]:
    return [f"own-{start}--{end}" for start in way.start for end in way.end]
