"""Ordering: what is in its place stays, the rest comes back once, and then it is placed and explained."""

from typing import Any

import pytest

from careered.lessons.activities.contract import Grade, Turn, Verdict
from careered.lessons.activities.order import evidence, grading
from careered.lessons.activities.order.schema import Content
from tests.lessons.factories import HarbourSchool, Visitor, texts_of
from tests.lessons.test_sort import RIGHT as SORTED
from tests.lessons.test_sort import sorts
from tests.support.pages import Page

ADDRESS, ORDER = "/lessons/xb-3/year", ("look", "visit", "apply", "accept")


def places(*order: str) -> dict[str, Any]:
    """The fields for the items in this order."""
    return {f"place-{item_id}": str(place) for place, item_id in enumerate(order, 1)}


RIGHT, TWO_SWAPPED = places(*ORDER), places("look", "apply", "visit", "accept")


@pytest.fixture
def content(bay: HarbourSchool) -> Content:
    card = bay.lesson("xb-3").step("year")
    assert isinstance(card, Content)
    return card


@pytest.fixture
def opened(iida: Visitor) -> Page:
    iida.follow_next(iida.get("/lessons/xb-3"))
    sorts(iida, SORTED)
    return iida.get(ADDRESS)


def orders(pupil: Visitor, fields: dict[str, Any]) -> Page:
    """Choose these numbers for what is open, and check."""
    form = pupil.get(ADDRESS).form("form.play")
    settled = {name for name, value in form.fields if name.startswith("place-") and value}
    return pupil.submit(form, {name: place for name, place in fields.items() if name not in settled})


@pytest.mark.parametrize(
    ("values", "tries", "expected"),
    [
        (RIGHT, 1, Grade(Verdict.RIGHT, ("done",), 4, 4)),
        (TWO_SWAPPED, 1, Grade(Verdict.AGAIN, ("visit",), 2, 4)),
        (places(*reversed(ORDER)), 1, Grade(Verdict.AGAIN, ("look",), 0, 4)),
        (RIGHT, 2, Grade(Verdict.RIGHT, ("done",), 4, 4)),
        (TWO_SWAPPED, 2, Grade(Verdict.TOLD, ("done",), 2, 4)),
        ({"place-gone": "1"}, 1, Grade(Verdict.AGAIN, ("look",), 0, 4)),
    ],
)
def test_a_verdict_and_the_key_of_what_is_said(
    content: Content, values: dict[str, Any], tries: int, expected: Grade
) -> None:
    assert grading.grade(content, values, Turn(tries=tries)) == expected


def test_every_item_has_a_list_of_numbers_and_nothing_tells_its_place(opened: Page, content: Content) -> None:
    assert (opened.path, opened.only("main").attrs["data-kind"]) == (ADDRESS, "order")
    assert [len(field.query("option")) for field in opened.all("main select")] == [5] * 4
    assert opened.all("main option[selected]") == []
    for told in [content.done, *(item.reason for item in content.items), *(item.note for item in content.items)]:
        assert told is None or told.in_language("en") not in opened.response.text


def test_only_what_is_elsewhere_comes_back_with_the_numbers_that_are_left(opened: Page, iida: Visitor) -> None:
    shown = orders(iida, TWO_SWAPPED)
    assert shown.only("main").attrs["data-verdict"] == "again"
    assert "One visits before one applies." in shown.only("#answer").to_text()
    assert sorted(texts_of(shown.all(".pick > span:not(.no)"))) == ["Apply", "Visit schools"]
    assert {option.to_text() for option in shown.all("main option")} == {"–", "2", "3"}
    assert texts_of(shown.all(".timeline li")) == ["1 Look at the routes autumn", "4 Accept the place"]
    shown = orders(iida, RIGHT)
    assert shown.only("main").attrs["data-verdict"] == "right"
    assert [item.attrs["value"] for item in shown.all(".timeline li")] == ["1", "2", "3", "4"]


def test_what_is_elsewhere_twice_is_placed_and_explained(opened: Page, iida: Visitor) -> None:
    orders(iida, TWO_SWAPPED)
    shown = orders(iida, TWO_SWAPPED)
    assert shown.only("main").attrs["data-verdict"] == "told"
    assert texts_of(shown.all(".timeline .moved")) == [
        "2 Visit schools (it was in a different place)",
        "3 Apply spring (it was in a different place)",
    ]
    assert "The exact days differ" in shown.only("#answer").to_text()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({**RIGHT, "place-apply": "2"}, "Two of them have the same number."),
        ({**RIGHT, "place-apply": ""}, "Choose one of these."),
        ({**RIGHT, "place-apply": "9"}, "This answer is not one of the choices."),
    ],
)
def test_what_is_missing_is_said_and_the_other_numbers_stay(
    opened: Page, iida: Visitor, fields: dict[str, Any], words: str
) -> None:
    shown = iida.submit(opened.form("form.play"), fields)
    assert shown.response.status_code == 422
    assert words in shown.only("#answer").to_text()
    assert any(words in row.to_text() for row in shown.all(".pick")), "the row is marked"
    chosen = {
        row.query("select")[0].attrs["name"]: texts_of(row.query("option[selected]")) for row in shown.all(".pick")
    }
    assert chosen["place-look"] == ["1"]
    assert chosen["place-accept"] == ["4"]


def test_the_teacher_reads_how_many_were_in_their_place(bay: HarbourSchool, content: Content) -> None:
    shown = evidence.line(content, Turn(RIGHT, TWO_SWAPPED, 2), "en", bay.pack)
    assert shown
    assert shown.answer == "2 of 4 right first time, 4 of 4 on the second try"
