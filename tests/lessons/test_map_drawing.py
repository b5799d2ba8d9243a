"""The map of routes as a drawing: every way once, and copies in front of it for what is open and what is one's own."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from careered.lessons.kinds import registry
from careered.lessons.map_drawing import draw_ways
from careered.lessons.map_fields import HALF_NODE, TITLE_HEIGHT, TITLE_LETTER, fields
from careered.lessons.own_way import OwnWay, draw_own_way
from careered.packs.education_map import EducationMap
from careered.packs.load import read_pack

CONTENT = Path(__file__).parents[2] / "content"


def national_map(country: str) -> EducationMap:
    pack = read_pack(CONTENT / country, registry()).pack
    assert pack
    assert pack.education_map
    return pack.education_map


@pytest.mark.parametrize("country", ["finland", "denmark"])
def test_each_way_is_drawn_once_and_what_is_lit_lies_in_front(country: str) -> None:
    drawn = national_map(country)
    drawing = ElementTree.fromstring(draw_ways(drawn))  # noqa: S314 - our own
    ways, lit, own = drawing
    assert [layer.get("class") for layer in drawing] == ["ways", "lit", "own"]
    assert [line.get("d") for line in ways] == [way.path for way in drawn.ways]
    for layer in (lit, own):
        assert [copy.get("href") for copy in layer] == [f"#{line.get('id')}" for line in ways]


@pytest.mark.parametrize("country", ["finland", "denmark"])
def test_an_open_node_lights_the_ways_that_lead_to_it_and_from_it(country: str) -> None:
    drawn = national_map(country)
    _, lit, _ = ElementTree.fromstring(draw_ways(drawn))  # noqa: S314 - our own
    for node in drawn.nodes:
        shown = [f"at-{node.id}" in (copy.get("class") or "").split() for copy in lit]
        assert shown == [node.id in (*way.start, *way.end) for way in drawn.ways]
        assert any(shown)


def test_two_nodes_of_ones_own_have_the_way_between_them_in_their_direction() -> None:
    drawing = draw_ways(national_map("finland"))
    assert "own-vocational--applied" in drawing
    assert "own-applied--vocational" not in drawing


@pytest.mark.parametrize("country", ["finland", "denmark"])
def test_nothing_is_cut_off_at_the_bottom(country: str) -> None:
    drawn = national_map(country)
    height = int((ElementTree.fromstring(draw_ways(drawn)).get("viewBox") or "").split()[3])  # noqa: S314 - our own
    assert all(node.y + 22 <= height for node in drawn.nodes)


def test_no_node_stands_on_the_name_of_a_field() -> None:
    drawn = national_map("denmark")
    for field in fields(drawn, "da"):
        nodes = [node.y for node in drawn.nodes if node.family == field.family.id]
        above, below = min(nodes) - HALF_NODE - field.y, field.y + field.height - max(nodes) - HALF_NODE
        assert (below if field.has_low_title else above) >= TITLE_HEIGHT - 2, field.name


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_picture_of_ones_own_way_holds_every_field_and_its_name(lang: str) -> None:
    drawn = national_map("denmark")
    picture = ElementTree.fromstring(draw_own_way(OwnWay(drawn, drawn.nodes[1:2]), lang))  # noqa: S314 - our own
    height = int(str(picture.get("viewBox")).split()[3])
    grounds = [place for place in picture.iter("rect") if place.get("class") == "ground"]
    names = [name for name in picture.iter("text") if name.get("class") == "over"]
    assert len(grounds) == len(names) > 1
    for ground, name in zip(grounds, names, strict=True):
        assert int(str(ground.get("y"))) + int(str(ground.get("height"))) < height
        width = float(name.get("textLength") or TITLE_LETTER * len(str(name.text)))
        assert width < int(str(ground.get("width")))
