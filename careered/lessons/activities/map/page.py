"""The map as this pupil sees it: the open stop, the marked ones, and the picture of one's own way."""

from collections.abc import Mapping
from typing import Any

from careered.lessons.activities.contract import Turn
from careered.lessons.activities.map.grading import AT
from careered.lessons.activities.map.schema import Content
from careered.lessons.map_drawing import draw_ways
from careered.lessons.map_sheet import sheet_url
from careered.lessons.own_way import WAY, draw_own_way, way_of


def view(content: Content, turn: Turn, lang: str) -> Mapping[str, Any]:
    """sheet: address of the map's style; ways: the drawing; fields: id and name of families with a name.

    stops: id, name, facts (what, entry, leads), open, mine, is_start. own: the picture of one's own way, "" for none;
    way: its names in words. Empty where the pack has no map.
    """
    drawn = turn.pack.education_map if turn.pack else None
    if turn.pack is None or drawn is None:
        return {}
    values = turn.entered or turn.values
    marked, opened, way = values.get(WAY, ()), values.get(AT) or drawn.start, way_of(turn.pack, values)
    stops = [
        {
            "id": node.id,
            "name": node.name.in_language(lang),
            "facts": [fact.in_language(lang) for fact in (node.what, node.entry, node.leads)],
            "open": node.id == opened,
            "mine": node.id in marked,
            "is_start": node.id == drawn.start,
        }
        for node in drawn.nodes
    ]
    return {
        "sheet": sheet_url(turn.pack, lang),
        "ways": draw_ways(drawn),
        "fields": [(family.id, family.name.in_language(lang)) for family in drawn.families if family.name],
        "stops": stops,
        "own": draw_own_way(way, lang) if way else "",
        "way": way.in_words(lang) if way else "",
    }
