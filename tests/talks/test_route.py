"""The route that a pupil marked, as the counsellor sees it: stops in the order of time, and the lines between them."""

import re
from collections.abc import Sequence

import pytest

from careered.lessons.activities.scale.flower import RADIUS, petal_path, transform
from careered.lessons.own_way import OwnWay
from careered.notebook.picture import Flower
from careered.packs.education_map import EducationMap
from careered.talks.route_drawing import Route, draw_route
from careered.web import rendering
from tests.lessons.test_map_drawing import national_map

SHY = "\u00ad"


def route(country: str, marked: str, lang: str, drawn: EducationMap | None = None) -> Route:
    """The route of a pupil who has marked the stops with these ids, or all of them."""
    drawn = drawn or national_map(country)
    nodes = [node for node in drawn.nodes if node.id != drawn.start and (not marked or node.id in marked.split())]
    return draw_route(OwnWay(drawn, tuple(nodes)), lang)


def names(drawn: Route) -> list[list[str]]:
    """Of the stops by column, "·" where a line passes."""
    return [[stop.name if stop else "·" for stop in column] for column in drawn.columns]


def lines(drawn: Route) -> tuple[int, int]:
    """How many lines there are, and how many of them are dotted."""
    return len(re.findall("<path", drawn.lines)), len(re.findall('class="open"', drawn.lines))


def test_a_way_without_a_fork_is_one_line_from_stop_to_stop() -> None:
    drawn = route("finland", "vocational applied work", "fi")
    assert names(drawn) == [["Peruskoulu"], ["Ammatillinen"], ["AMK"], ["Työ"]]
    assert lines(drawn) == (3, 0)
    assert [column[0].kind for column in drawn.columns if column[0]] == ["start", "stop", "stop", "goal"]


def test_two_ways_to_one_goal_fork_and_a_line_past_a_stop_has_a_row_of_its_own() -> None:
    drawn = route("finland", "general vocational applied work", "fi")
    assert names(drawn) == [["Peruskoulu"], ["Lukio", "Ammatillinen"], ["AMK", "·"], ["Työ"]]
    assert lines(drawn) == (7, 0)
    assert {stop.name: list(stop.leads_to) for column in drawn.columns for stop in column if stop} == {
        "Peruskoulu": ["Lukio", "Ammatillinen"],
        "Lukio": ["AMK"],
        "Ammatillinen": ["AMK", "Työ"],
        "AMK": ["Työ"],
        "Työ": [],
    }


def test_a_stop_to_which_no_marked_one_leads_is_joined_by_a_dotted_line() -> None:
    drawn = route("finland", "university", "sv")
    assert names(drawn) == [["Grundskolan"], ["Universitet"]]
    assert lines(drawn) == (1, 1)


def test_a_stop_that_the_file_names_later_than_the_next_one_stands_before_it() -> None:
    assert names(route("denmark", "fgu eud job", "da")) == [["9. klasse"], ["FGU"], ["eud"], ["Job"]]


def test_long_names_may_break_where_their_parts_meet() -> None:
    drawn = route("denmark", "grade-10 hhx college academy", "da")
    assert names(drawn)[-1] == [f"Erhvervs{SHY}akademi", f"Professions{SHY}højskole"]
    assert names(route("finland", "vocational", "sv"))[-1] == [f"Yrkes{SHY}utbildning"]


def test_ways_that_lead_in_a_circle_still_end() -> None:
    drawn = national_map("finland")
    back = drawn.ways[-1].model_copy(update={"start": ("work",), "end": ("vocational",)})
    circle = drawn.model_copy(update={"ways": (*drawn.ways, back)})
    stops = [stop for column in route("finland", "vocational applied work", "fi", circle).columns for stop in column]
    assert sorted(stop.name for stop in stops if stop) == ["AMK", "Ammatillinen", "Peruskoulu", "Työ"]


@pytest.mark.parametrize("country", ["finland", "denmark"])
def test_who_has_marked_everything_has_it_all_as_a_list(country: str) -> None:
    drawn = route(country, "", "en")
    shown = [stop.name.replace(SHY, "") for column in drawn.columns for stop in column if stop]
    assert sorted(shown) == sorted(node.name.in_language("en") for node in national_map(country).nodes)
    assert drawn.is_crowded == (country == "denmark")


def drawn_flower(names: Sequence[str], words: str) -> str:
    flower = Flower(petal_path(6), [(transform(0, 6, 1), "#1f8a7e")], names, words, "Who am I?")
    macro = '{% import "talks/route.html" as route with context %}{{ route.flower(flower) }}'
    return rendering.environment("en").from_string(macro).render(flower=flower)


def test_where_all_petals_are_alike_everybody_reads_what_screen_readers_say() -> None:
    assert drawn_flower([], "Helps: much. Builds: much.").count("Helps: much. Builds: much.") == 2


def test_no_petal_of_the_flower_is_cut_off() -> None:
    drawn = drawn_flower(["Helps"], "Helps: much")
    left, top, width, height = map(int, re.findall(r'viewBox="([^"]+)"', drawn)[0].split())
    assert max(left, top) <= -RADIUS
    assert min(left + width, top + height) >= RADIUS
    assert "Who am I?" in drawn, "a flower with “Helps” beside it, and nobody knew what the pupil had been asked"
