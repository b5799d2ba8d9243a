"""Sorting: what lies right stays, the rest comes back once, and then it is placed and explained."""

import pytest

from careered.lessons.activities.contract import Grade, Turn, Verdict
from careered.lessons.activities.sort import evidence, grading, page
from careered.lessons.activities.sort.schema import Content
from careered.packs.models import Pack
from tests.lessons.factories import HarbourSchool, Visitor, texts_of
from tests.support.pages import Page

CARD, ADDRESS = "schools", "/lessons/xb-3/schools"
RIGHT = {"item-exam": "upper", "item-workplace": "vocational", "item-apply": "both"}
ONE_WRONG = {**RIGHT, "item-apply": "upper"}
TWO_WRONG = {**ONE_WRONG, "item-workplace": "both"}


@pytest.fixture
def content(bay: HarbourSchool) -> Content:
    card = bay.lesson("xb-3").step(CARD)
    assert isinstance(card, Content)
    return card


@pytest.fixture
def opened(iida: Visitor) -> Page:
    return iida.follow_next(iida.get("/lessons/xb-3"))


def sorts(pupil: Visitor, groups: dict[str, str]) -> Page:
    """Put the open items where this says, and check."""
    form = pupil.get(ADDRESS).form("form.play")
    settled = {name for name, _ in form.fields if name not in form.choices}
    return pupil.submit(form, {name: group for name, group in groups.items() if name not in settled})


@pytest.mark.parametrize(
    ("values", "tries", "expected"),
    [
        (RIGHT, 1, Grade(Verdict.RIGHT, ("done",), 3, 3)),
        (ONE_WRONG, 1, Grade(Verdict.AGAIN, ("apply",), 2, 3)),
        (TWO_WRONG, 1, Grade(Verdict.AGAIN, ("workplace",), 1, 3)),
        (RIGHT, 2, Grade(Verdict.RIGHT, ("done",), 3, 3)),
        (TWO_WRONG, 2, Grade(Verdict.TOLD, ("done",), 1, 3)),
        ({"item-exam": "upper", "item-gone": "both"}, 1, Grade(Verdict.AGAIN, ("workplace",), 1, 3)),
        ({}, 2, Grade(Verdict.TOLD, ("done",), 0, 3)),
    ],
)
def test_a_verdict_and_the_key_of_what_is_said(
    content: Content, values: dict[str, str], tries: int, expected: Grade
) -> None:
    assert grading.grade(content, dict(values), Turn(tries=tries)) == expected


def test_every_item_is_a_group_of_radios_and_nothing_tells_where_it_belongs(opened: Page, content: Content) -> None:
    assert (opened.path, opened.only("main").attrs["data-kind"]) == (ADDRESS, "sort")
    assert sorted(texts_of(opened.all("fieldset legend"))) == sorted(
        item.text.in_language("en") for item in content.items
    )
    assert [field.attrs for field in opened.all("fieldset input") if "checked" in field.attrs] == []
    for told in filter(None, [content.done, *(item.reason for item in content.items)]):
        assert told.in_language("en") not in opened.response.text


def test_only_what_lies_wrong_comes_back_and_is_then_put_right(opened: Page, iida: Visitor) -> None:
    shown = sorts(iida, ONE_WRONG)
    assert shown.only("main").attrs["data-verdict"] == "again"
    assert "Remember the doors?" in shown.only("#answer").to_text()
    assert texts_of(shown.all("fieldset legend")) == ["One may apply to higher education not in: Upper"]
    assert len(shown.all(".sorted li.right")) == 2
    assert "Both lead on" not in shown.response.text
    shown = sorts(iida, RIGHT)
    assert shown.only("main").attrs["data-verdict"] == "right"
    assert len(shown.all(".sorted li.right")) == 3
    assert shown.all("fieldset, main input") == []


def test_what_lies_wrong_twice_is_placed_and_explained(opened: Page, iida: Visitor) -> None:
    sorts(iida, TWO_WRONG)
    shown = sorts(iida, ONE_WRONG)
    assert shown.only("main").attrs["data-verdict"] == "told"
    assert "Both lead on; the way there differs." in shown.only("#answer").to_text()
    (moved,) = shown.all(".sorted li.wrong")
    assert texts_of([moved]) == ["One may apply to higher education Both (it was in a different group)"]


@pytest.mark.parametrize("groups", [{"item-exam": "upper"}, {}, {**RIGHT, "item-exam": "elsewhere"}])
def test_an_item_without_a_group_is_asked_for_and_the_others_stay(
    opened: Page, iida: Visitor, groups: dict[str, str]
) -> None:
    shown = iida.submit(opened.form("form.play"), dict(groups))
    assert shown.response.status_code == 422
    checked = {field.attrs["name"] for field in shown.all("fieldset input") if "checked" in field.attrs}
    assert checked == {name for name, group in groups.items() if group != "elsewhere"}
    assert len(shown.all("fieldset .fault")) == len(shown.all("fieldset")) - len(checked), "each row that is left"


@pytest.mark.parametrize(
    ("first", "latest", "tries", "words"),
    [
        (RIGHT, RIGHT, 1, "3 of 3 right first time"),
        (TWO_WRONG, RIGHT, 2, "1 of 3 right first time, 3 of 3 on the second try"),
        (TWO_WRONG, ONE_WRONG, 2, "1 of 3 right first time, 2 of 3 on the second try"),
    ],
)
def test_the_teacher_reads_how_many_lay_right(
    bay: HarbourSchool, content: Content, first: dict[str, str], latest: dict[str, str], tries: int, words: str
) -> None:
    pack: Pack = bay.pack
    shown = evidence.line(content, Turn(latest, first, tries), "en", pack)
    assert shown
    assert shown.answer == words


def test_every_pupil_has_an_order_of_their_own(content: Content) -> None:
    turn = Turn(arrange=lambda ids: sorted(ids, reverse=True))
    assert [row["field"] for row in page.view(content, turn, "en")["rows"]] == [
        "item-workplace",
        "item-exam",
        "item-apply",
    ]
