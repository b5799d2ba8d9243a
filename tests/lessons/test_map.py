"""The map: stops are opened and marked without a script, and one's own way is kept, told and drawn."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest

from careered.lessons.activities.contract import Grade, Turn, Verdict
from careered.lessons.activities.map import evidence, grading
from careered.lessons.activities.map.schema import Content
from careered.lessons.kinds import registry
from careered.lessons.map_sheet import map_sheet
from careered.lessons.own_way import draw_own_way, own_way, way_of
from careered.packs.load import read_pack_bytes
from careered.progress.queries import load_answers
from careered.roster.scope import PupilScope
from careered.web.permissions import Role
from tests.lessons.factories import BAY_PACK, HarbourSchool, Visitor, texts_of
from tests.lessons.test_map_drawing import national_map
from tests.packs.test_parts_and_cards import bay as pack_of_the_bay
from tests.support.pages import Page

ADDRESS = "/lessons/xb-9/way"


@pytest.fixture
def content(bay: HarbourSchool) -> Content:
    card = bay.lesson("xb-9").step("way")
    assert isinstance(card, Content)
    return card


@pytest.fixture
def opened(iida: Visitor) -> Page:
    return iida.follow_next(iida.get("/lessons/xb-9"))


def marks(pupil: Visitor, *stops: str, at: str = "school") -> Page:
    return pupil.answer("way", lesson="xb-9", fields={"at": at, "way": list(stops)})


def way(*stops: str) -> dict[str, Any]:
    return {"at": "", "way": list(stops)}


def test_every_stop_is_a_radio_with_three_facts_and_a_box(opened: Page) -> None:
    assert (opened.path, opened.only("main").attrs["data-kind"]) == (ADDRESS, "map")
    assert texts_of(opened.all(".node")) == ["School", "College", "Trade school", "University", "Work"]
    assert [stop.attrs["value"] for stop in opened.all(".node input[checked]")] == ["school"], "the start is open"
    assert len(opened.all(".station")) == 5
    assert all(len(texts_of(opened.all(f".s-{stop} dd"))) == 3 for stop in ("school", "college", "job"))
    boxes = [box.attrs["value"] for box in opened.all("input[name=way]")]
    assert boxes == ["college", "trade", "university", "job"], "everybody is at the start"
    assert opened.all("main script, main style, main [style]") == []
    assert "on your map now" not in opened.response.text


def test_the_pack_has_one_sheet_that_is_kept_for_ever(opened: Page, iida: Visitor, bay: HarbourSchool) -> None:
    address = opened.only("link[href^='/maps/']").attrs["href"]
    assert address == f"/maps/bay-8/{bay.pack.version}/en.css"
    sheet = iida.client.get(str(address))
    assert (sheet.status_code, sheet.headers["content-type"]) == (200, "text/css; charset=utf-8")
    assert "immutable" in sheet.headers["cache-control"]
    assert ".player:has(#at-trade:checked) .s-trade { display: grid }" in sheet.text
    assert ".player:has(#my-trade:checked):has(#my-job:checked) .own-trade--job { visibility: visible }" in sheet.text
    assert ".player:has(#my-trade:checked) .own-school--trade { visibility: visible }" in sheet.text


@pytest.mark.parametrize("name", ["gone/1.0.0/en.css", "bay-8/9.9.9/en.css", "bay-8/1.0.0/%00.css"])
def test_there_is_no_sheet_of_what_is_not_there(iida: Visitor, name: str) -> None:
    assert iida.client.get(f"/maps/{name}").status_code == 404


@pytest.mark.parametrize("country", ["finland", "denmark"])
def test_a_sheet_has_rules_for_everything_that_is_drawn(country: str) -> None:
    drawn = national_map(country)
    sheet = map_sheet(drawn, "en")
    for node in drawn.nodes:
        assert f".n-{node.id} {{ left: " in sheet
        assert f"#at-{node.id}:checked) .s-{node.id} {{" in sheet
        assert f"#at-{node.id}:checked) .lit .at-{node.id} {{" in sheet
    for line in drawn.ways:
        assert all(f".own-{start}--{end} {{" in sheet for start in line.start for end in line.end)
    sizes = [float(size) for size in re.findall(r"(?:left|width): (-?[\d.]+)rem", sheet)]
    assert all(0 <= size <= 20 for size in sizes), "nothing stands outside of 20rem"


def test_a_way_is_kept_told_and_drawn(opened: Page, iida: Visitor, bay: HarbourSchool) -> None:
    shown = marks(iida, "job", "trade")
    assert shown.only("main").attrs["data-verdict"] == "kept"
    assert texts_of([shown.only("#answer")]) == ["Saved It is on your map now."]
    assert shown.only("svg.own-way").attrs["aria-label"] == "Your route: Trade school → Work"
    record = bay.visitor("t", role=Role.TEACHER, name="Opo Lehto").get(f"/teacher/pupil/{iida.viewer.person_id}")
    assert "Where does a stop lead? Tap. Trade school → Work" in record.main_text
    (asked,) = [term for term in record.all("dl.answers dt") if term.to_text() == "Where does a stop lead? Tap."]
    assert asked.attrs.get("class") == "hidden", "the card's title above it says the same"


def test_it_may_be_changed_and_the_first_way_is_told(opened: Page, iida: Visitor, bay: HarbourSchool) -> None:
    shown = marks(iida, "trade", at="trade")
    (change,) = [link for link in shown.all("a.small") if "change" in str(link.attrs["href"])]
    again = iida.get(str(change.attrs["href"]))
    assert [box.attrs["value"] for box in again.all("main input[checked]")] == ["trade", "trade"]
    iida.submit(again.form("form.play"), {"way": ["college", "university"]})
    record = bay.visitor("t", role=Role.TEACHER, name="Opo Lehto").get(f"/teacher/pupil/{iida.viewer.person_id}")
    assert "before: Trade school, now: College → University" in record.main_text
    assert bay.events("step_done") == 1


def test_nothing_marked_is_asked_for_and_the_open_stop_stays_open(opened: Page, iida: Visitor) -> None:
    shown = iida.submit(opened.form("form.play"), {"at": "college"})
    assert shown.response.status_code == 422
    assert texts_of([shown.only("#answer")]) == ["Mark at least one stop."]
    assert shown.only(".node input[checked]").attrs["value"] == "college"


@pytest.mark.parametrize(
    ("stops", "key"),
    [
        (["trade"], "done"),
        (["college", "trade"], "done"),
        (["trade", "university", "job"], "done"),
        (["university"], "gap"),
        (["college", "job"], "gap"),
        (["gone"], "done"),
    ],
)
def test_a_gap_in_the_way_is_asked_about(content: Content, bay: HarbourSchool, stops: list[str], key: str) -> None:
    assert grading.grade(content, way(*stops), Turn(tries=1, pack=bay.pack)) == Grade(Verdict.KEPT, (key,))


@pytest.mark.parametrize(
    ("values", "words"),
    [(way("job", "trade"), "Ammattikoulu → Työ"), (way("gone", "job"), "Työ"), (way("gone"), ""), ({}, "")],
)
def test_an_answer_to_an_older_map_is_told_as_far_as_it_goes(
    content: Content, bay: HarbourSchool, values: dict[str, Any], words: str
) -> None:
    shown = evidence.line(content, Turn(values, values, 1, Verdict.KEPT), "fi", bay.pack)
    assert (shown.answer if shown else "") == words


def test_other_pages_ask_for_the_way_and_draw_it(opened: Page, iida: Visitor, bay: HarbourSchool) -> None:
    viewer = iida.viewer
    scope = PupilScope(viewer.organisation_id, viewer.class_id, viewer.person_id, bay.pack, 8)
    with bay.database.reading() as db:
        assert own_way(bay.pack, load_answers(db, scope.key, "xb-9")) is None
    marks(iida, "trade", "job")
    with bay.database.reading() as db:
        found = own_way(bay.pack, load_answers(db, scope.key, "xb-9"))
    assert found
    assert [node.id for node in found.nodes] == ["trade", "job"]
    drawing = ElementTree.fromstring(draw_own_way(found, "fi"))  # noqa: S314 - our own
    assert drawing.get("aria-label") == "Oma reittisi: Ammattikoulu → Työ"
    fields, ways, own, *_stops = drawing
    assert [name.text for name in fields.iter("text")] == ["Opiskelu"]  # what its ways lead to
    assert [line.get("d") for line in own] == ["M160 22C180 70 240 60 240 130", "M240 130V220"]
    assert len(ways) == 6
    assert [text.text for text in drawing.iter("text")] == ["Opiskelu", "Peruskoulu", "Ammattikoulu", "Työ"]


def test_a_name_with_a_sign_of_html_is_drawn_as_it_is(bay: HarbourSchool) -> None:
    changed = pack_of_the_bay(('fi: "Ammattikoulu"', 'fi: "A <b> & C"'), name="routes.yaml").pack
    found = way_of(changed, way("trade"))
    assert found
    drawing = ElementTree.fromstring(draw_own_way(found, "fi"))  # noqa: S314 - our own
    assert "A <b> & C" in [text.text for text in drawing.iter("text")]


def test_a_pack_without_a_map_has_no_card_about_it() -> None:
    files = {path.relative_to(BAY_PACK).as_posix(): path.read_bytes() for path in BAY_PACK.rglob("*.*")}
    del files["routes.yaml"]
    problems = read_pack_bytes(files, registry()).problems
    assert [(problem.code, "routes.yaml" in str(problem)) for problem in problems] == [("unknown_reference", True)]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("        gap:", "        gpa:", "unknown_key"),
        ("        gap:", "        picture: {file: doors, alt: {en: Doors, fi: Ovia}}\n        gap:", "bad_value"),
    ],
)
def test_an_author_is_told_what_does_not_fit(old: str, new: str, code: str) -> None:
    assert code in {problem.code for problem in pack_of_the_bay((old, new), name="lessons/xb-9.yaml").problems}
