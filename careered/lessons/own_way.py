"""A pupil's own way on the country's map: which nodes are marked, and a picture of it. For the pages that show it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from careered.i18n_marker import _
from careered.lessons.map_drawing import ROOM_BELOW
from careered.lessons.map_fields import TITLE_LETTER, Field, fields, half_width
from careered.packs.education_map import MAX_SIDE, NODE_HEIGHT, EducationMap, MapNode
from careered.packs.models import Pack
from careered.progress.queries import Answers
from careered.web.i18n import translations

MAP, WAY = "map", "way"
"""The activity whose answer is a way, and the field that holds the ids of its nodes."""
YOUR_WAY = _("Your route: %(way)s")


@dataclass(frozen=True)
class OwnWay:
    """The marked nodes of a map, in the order of time; the start, at which everybody is, is not among them."""

    education_map: EducationMap
    nodes: tuple[MapNode, ...]

    @property
    def ids(self) -> frozenset[str]:
        """The marked nodes and the start."""
        return frozenset((self.education_map.start, *(node.id for node in self.nodes)))

    @property
    def has_gap(self) -> bool:
        """Whether no marked node, nor the start, leads to one of them."""
        reached = {end for node_id in self.ids for end in self.education_map.leads_to(node_id)}
        return any(node.id not in reached for node in self.nodes)

    def in_words(self, lang: str, fallback: str = "") -> str:
        """The names, "Vocational → Work"."""
        return " → ".join(node.name.in_language(lang, fallback) for node in self.nodes)


def way_of(pack: Pack | None, values: Mapping[str, Any]) -> OwnWay | None:
    """The way in an answer's values; None where the pack has no map, or none of the nodes."""
    if pack is None or pack.education_map is None:
        return None
    marked, start = set(values.get(WAY, ())), pack.education_map.start
    nodes = tuple(node for node in pack.education_map.nodes if node.id in marked and node.id != start)
    return OwnWay(pack.education_map, nodes) if nodes else None


def own_way(pack: Pack, answers: Answers) -> OwnWay | None:
    """The way that a pupil handed in last, on any `map` card of the pack; None before the first.

    answers: of one lesson, or all of the person's.
    """
    cards = [(lesson.id, step.id) for lesson in pack.lessons for step in lesson.steps if step.kind == MAP]
    stored = [answers[card] for card in cards if card in answers]
    ways = [way_of(pack, answer.values) for answer in sorted(stored, key=lambda answer: answer.saved_at)]
    return next((way for way in reversed(ways) if way), None)


def draw_own_way(way: OwnWay, lang: str) -> Markup:
    """The map as a picture with words for readers: fields and all ways quiet, one's own and its nodes in front.

    Its look is in player.css (`.own-way`).
    """
    drawn, own_ids = way.education_map, way.ids
    own = [line.path for line in drawn.ways if own_ids & {*line.start} and own_ids & {*line.end}]
    stops = Markup().join(_stop(node, lang) if node.id in own_ids else _dot(node) for node in drawn.nodes)
    label = translations(lang).gettext(YOUR_WAY) % {"way": way.in_words(lang)}
    grounds = list(fields(drawn, lang))
    lowest = max(node.y for node in drawn.nodes) + NODE_HEIGHT // 2 + ROOM_BELOW
    height = max([lowest, *(round(ground.y + ground.height) + ROOM_BELOW for ground in grounds)])
    begin = Markup('<svg class="own-way" viewBox="0 0 {} {}" role="img" aria-label="{}">').format(
        MAX_SIDE, height, label
    )
    lines = Markup('<g class="ways">{}</g><g class="own">{}</g>').format(
        _lines(line.path for line in drawn.ways), _lines(own)
    )
    below = Markup("<g>{}</g>").format(Markup().join(map(_ground, grounds)))
    return begin + below + lines + stops + Markup("</svg>")


def _lines(paths: Iterable[str]) -> Markup:
    return Markup().join(Markup('<path d="{}"/>').format(path) for path in paths)


def _ground(field: Field) -> Markup:
    """Ways lead to fields: without them they would end nowhere."""
    place = (round(field.x), round(field.y), round(field.width), round(field.height))
    middle, line = round(field.x + field.width / 2), round(field.height - 4 if field.has_low_title else 14)
    box = Markup('<rect class="ground" x="{}" y="{}" width="{}" height="{}" rx="16"/>').format(*place)
    room = round(field.width) - 8
    fitted = Markup(' textLength="{}" lengthAdjust="spacingAndGlyphs"').format(room)
    fit = fitted if TITLE_LETTER * len(field.name) > room else ""  # else it runs into its neighbour's
    text = Markup('<text class="over" x="{}" y="{}"{}>{}</text>')
    return box + text.format(middle, round(field.y) + line, fit, field.name)


def _dot(node: MapNode) -> Markup:
    return Markup('<circle class="stop" cx="{}" cy="{}" r="7"/>').format(node.x, node.y)


def _stop(node: MapNode, lang: str) -> Markup:
    name = node.name.in_language(lang)
    half = round(half_width(name))
    x = max(half, min(MAX_SIDE - half, node.x))
    place = (x - half, node.y - 16, 2 * half)
    box = Markup('<rect class="stop mine" x="{}" y="{}" width="{}" height="32" rx="12"/>').format(*place)
    return box + Markup('<text x="{}" y="{}">{}</text>').format(x, node.y + 5, name)
