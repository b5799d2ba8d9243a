"""The map of routes: everything is reached, everything can be pressed, and a fact is a few words in each language."""

from pathlib import Path

import pytest

from careered.lessons.kinds import registry
from careered.packs.education_map import MAX_FACT_WORDS
from careered.packs.load import PackReadResult, read_pack, read_pack_bytes
from careered.packs.overlay import read_overlay_bytes
from tests.packs.conftest import Change
from tests.support.additions import additions

CONTENT = Path(__file__).parents[2] / "content"
WORDS = 'name: {nn: "A", en: "A"}, what: {nn: "A", en: "A"}, entry: {nn: "A", en: "A"}, leads: {nn: "A", en: "A b c"}'
MAP = f"""education_map:
  start: school
  families: [{{id: now, colour: edge}}]
  nodes:
    - {{id: school, x: 160, y: 22, family: now, {WORDS}}}
    - {{id: trade, x: 160, y: 90, family: now, {WORDS}, source: [law]}}
    - {{id: work, x: 160, y: 160, family: now, {WORDS}}}
  ways:
    - {{from: school, to: [trade], path: "M160 22V90"}}
    - {{from: [trade], to: work, path: "M160 90C1,2 3,4 160,160"}}
"""


def test_a_map_that_is_in_order_is_part_of_the_pack(problems_with_file: Change) -> None:
    assert problems_with_file("routes.yaml", MAP.encode()) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "code"),
    [
        ("start: school", "start: schol", 2, "unknown_reference"),
        ("to: [trade]", "to: [trad]", 9, "unknown_reference"),
        ("from: [trade]", "from: [trade, trad]", 10, "unknown_reference"),
        ("source: [law]", "source: [lore]", 6, "unknown_reference"),
        ("families: [{id: now", "families: [{id: then", 5, "unknown_reference"),
        ("colour: edge", "colour: red", 3, "unknown_word"),
        ("id: work", "id: trade", 7, "duplicate_id"),
        ("to: work", "to: trade", 7, "map_unreached"),
        ("y: 160", "y: 130", 7, "map_overlap"),
        ("y: 160", "y: 400", 7, "out_of_range"),
        ('path: "M160 22V90"', 'path: "M160 22V90\\" onload=\\"x"', 9, "bad_value"),
        ('path: "M160 22V90"', 'path: "url(#a)"', 9, "bad_value"),
        ("from: school", "from: []", 9, "empty_list"),
    ],
)
def test_an_author_hears_of_each_fault_at_its_line(
    old: str, new: str, line: int, code: str, problems_with_file: Change
) -> None:
    assert old in MAP
    problems = problems_with_file("routes.yaml", MAP.replace(old, new, 1).encode())
    assert (line, code) in [(problem.line, problem.code) for problem in problems]


@pytest.mark.parametrize(("words", "is_told"), [(MAX_FACT_WORDS, False), (MAX_FACT_WORDS + 1, True)])
def test_a_fact_of_more_than_seven_words_is_told(words: int, is_told: bool, problems_with_file: Change) -> None:
    text = MAP.replace("A b c", " ".join("a" * words), 1)
    codes = [problem.code for problem in problems_with_file("routes.yaml", text.encode())]
    assert codes == (["too_many_words"] if is_told else [])


@pytest.mark.parametrize(
    "text", ["", "education_map:", "education_map: {nodes: 1, ways: [1]}", "education_map: {ways: {a: b}}"]
)
def test_a_map_of_anything_else_is_told_and_breaks_nothing(text: str, problems_with_file: Change) -> None:
    assert problems_with_file("routes.yaml", text.encode())


def test_a_map_that_nobody_could_read_is_refused_at_once(problems_with_file: Change) -> None:
    way = '    - {from: [trade], to: work, path: "M160 90C1,2 3,4 160,160"}\n'
    problems = problems_with_file("routes.yaml", (MAP + way * 60).encode())
    assert [(problem.line, problem.code) for problem in problems] == [(1, "out_of_range")]


def nation(country: str) -> PackReadResult:
    return read_pack(CONTENT / country, registry())


@pytest.mark.parametrize(
    ("country", "start", "others"),
    [
        ("finland", "vocational", {"work", "applied", "university"}),
        ("denmark", "eux", {"job", "academy", "university"}),
    ],
)
def test_a_vocational_way_leads_to_work_and_to_higher_education(country: str, start: str, others: set[str]) -> None:
    pack = nation(country).pack
    assert pack
    assert pack.education_map
    assert others <= pack.education_map.leads_to(start)
    assert pack.education_map.leads_to("nowhere") == frozenset()
    again = read_pack_bytes(nation(country).files, registry()).pack
    assert again == pack, "as the database keeps it"


FORBIDDEN = ("TE-toimisto", "Ammattinetti", "uddannelsesparat", "epx", "029", "70 22", "2027", "5.0", "6.0", "5,0")


@pytest.mark.parametrize("country", ["finland", "denmark"])
def test_the_map_says_no_number_and_no_name_that_may_be_wrong(country: str) -> None:
    text = (CONTENT / country / "routes.yaml").read_text()
    assert [word for word in FORBIDDEN if word in text] == []


def test_a_municipality_does_not_redraw_the_map() -> None:
    files = {**additions(), "routes.yaml": MAP.encode()}
    problems = read_overlay_bytes(files, nation("finland").pack, registry()).problems
    assert ("routes.yaml", "unknown_file") in [(problem.file, problem.code) for problem in problems]
