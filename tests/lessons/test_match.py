"""Matching: what is joined right stays, the rest comes back once, and then it is joined and explained."""

from typing import Any

import pytest

from careered.lessons.activities.contract import Grade, Turn, Verdict
from careered.lessons.activities.match import evidence, grading, page
from careered.lessons.activities.match.schema import Content
from tests.lessons.factories import HarbourSchool, Visitor, texts_of
from tests.packs.test_parts_and_cards import bay as bay_pack
from tests.support.pages import Page

ADDRESS = "/lessons/xb-4/helpers"
RIGHT = {"with-compare": "compass", "with-work": "trades", "with-talk": "counsellor", "with-after": "desk"}
TWO_SWAPPED = {**RIGHT, "with-work": "desk", "with-after": "trades"}
ALL_WRONG = dict(zip(RIGHT, ["desk", "compass", "trades", "counsellor"], strict=True))


@pytest.fixture
def content(bay: HarbourSchool) -> Content:
    card = bay.lesson("xb-4").step("helpers")
    assert isinstance(card, Content)
    return card


@pytest.fixture
def opened(iida: Visitor) -> Page:
    return iida.follow_next(iida.get("/lessons/xb-4"))


def matches(pupil: Visitor, partners: dict[str, str]) -> Page:
    """Choose these partners for what is open, and check."""
    form = pupil.get(ADDRESS).form("form.play")
    settled = {name for name, value in form.fields if name.startswith("with-") and value}
    return pupil.submit(form, {name: partner for name, partner in partners.items() if name not in settled})


@pytest.mark.parametrize(
    ("values", "tries", "expected"),
    [
        (RIGHT, 1, Grade(Verdict.RIGHT, ("done",), 4, 4)),
        (TWO_SWAPPED, 1, Grade(Verdict.AGAIN, ("work",), 2, 4)),
        (ALL_WRONG, 1, Grade(Verdict.AGAIN, ("compare",), 0, 4)),
        (RIGHT, 2, Grade(Verdict.RIGHT, ("done",), 4, 4)),
        (TWO_SWAPPED, 2, Grade(Verdict.TOLD, ("done",), 2, 4)),
        ({**RIGHT, "with-talk": "gone"}, 1, Grade(Verdict.AGAIN, ("talk",), 3, 4)),
        ({"with-gone": "desk"}, 2, Grade(Verdict.TOLD, ("done",), 0, 4)),
    ],
)
def test_a_verdict_and_the_key_of_what_is_said(
    content: Content, values: dict[str, Any], tries: int, expected: Grade
) -> None:
    assert grading.grade(content, values, Turn(tries=tries)) == expected


@pytest.mark.parametrize("item_id", ["compare", "work", "talk", "after"])
def test_everything_that_is_with_another_one_has_its_own_reason(content: Content, item_id: str) -> None:
    said = grading.grade(content, {**RIGHT, f"with-{item_id}": "elsewhere"}, Turn(tries=1)).reasons
    assert [grading.reason(content, key) for key in said] == [
        item.reason for item in content.items if item.id == item_id
    ]


def test_every_item_has_a_list_of_all_partners_and_nothing_tells_its_own(opened: Page, content: Content) -> None:
    assert (opened.path, opened.only("main").attrs["data-kind"]) == (ADDRESS, "match")
    names = ["Book of Trades", "Compass", "Counsellor", "Open Desk"]
    assert [sorted(texts_of(field.query("option"))[1:]) for field in opened.all("main select")] == [names] * 4
    assert sorted(texts_of(opened.all("[data-partner]"))) == names
    assert opened.all("main option[selected], main [data-pair]") == []
    for told in [content.done, *(item.reason for item in content.items)]:
        assert told.in_language("en") not in opened.response.text


def test_a_page_before_its_answer_is_the_same_whatever_belongs_together(content: Content) -> None:
    partners = [item.partner for item in content.items]
    items = tuple(
        item.model_copy(update={"partner": partner})
        for item, partner in zip(content.items, reversed(partners), strict=True)
    )
    assert page.view(content.model_copy(update={"items": items}), Turn(), "en") == page.view(content, Turn(), "en")


def test_only_what_is_with_another_one_comes_back_with_the_partners_that_are_left(opened: Page, iida: Visitor) -> None:
    shown = matches(iida, TWO_SWAPPED)
    assert shown.only("main").attrs["data-verdict"] == "again"
    assert "Which page tells about occupations?" in shown.only("#answer").to_text()
    for not_said in ["Where can one drop in", "The counsellor at school"]:
        assert not_said not in shown.response.text
    assert sorted(texts_of(shown.all("label > span"))) == [
        "I want to know what one does at work not with: Open Desk",
        "School is over. What now? not with: Book of Trades",
    ]
    assert {option.to_text() for option in shown.all("main option")} == {"–", "Book of Trades", "Open Desk"}
    assert sorted(texts_of(shown.all(".pairs > div"))) == [
        "I want to compare schools Compass",
        "I want to talk during the school day Counsellor",
    ]
    shown = matches(iida, RIGHT)
    assert shown.only("main").attrs["data-verdict"] == "right"
    assert "Compass: schools." in shown.only("#answer").to_text()
    assert len(shown.all(".pairs > div")) == 4
    assert shown.all("fieldset, main input, .moved") == []


def test_a_pair_has_one_number_on_both_sides_and_keeps_it(opened: Page, iida: Visitor) -> None:
    numbers = {item.query("select")[0].attrs["name"]: item.attrs["data-number"] for item in opened.all("main label")}
    assert sorted(numbers.values()) == ["1", "2", "3", "4"]
    for partners in (TWO_SWAPPED, RIGHT):
        shown = matches(iida, partners)
        for pair in shown.all(".pairs > div"):
            assert len({side.attrs["data-pair"] for side in pair.query(".side")}) == 1
            for field in pair.query("input"):
                assert numbers[field.attrs["name"]] == pair.query("dd")[0].attrs["data-pair"]


def test_what_is_with_another_one_twice_is_joined_and_explained(opened: Page, iida: Visitor) -> None:
    matches(iida, ALL_WRONG)
    shown = matches(iida, TWO_SWAPPED)
    assert shown.only("main").attrs["data-verdict"] == "told"
    assert "Compass: schools." in shown.only("#answer").to_text()
    assert sorted(texts_of(shown.all(".pairs .moved"))) == [
        "I want to know what one does at work Book of Trades it was paired with something else",
        "School is over. What now? Open Desk it was paired with something else",
    ]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({**RIGHT, "with-talk": "desk"}, "Two of them have the same match."),
        ({**RIGHT, "with-talk": ""}, "Find a match for each one."),
        ({**RIGHT, "with-talk": "elsewhere"}, "This answer is not one of the choices."),
    ],
)
@pytest.mark.parametrize("tries_before", [0, 1])
def test_what_is_missing_is_said_and_the_other_partners_stay(
    opened: Page, iida: Visitor, fields: dict[str, str], words: str, tries_before: int
) -> None:
    if tries_before:
        matches(iida, ALL_WRONG)
    shown = matches(iida, fields)
    assert shown.response.status_code == 422
    assert words in shown.only("#answer").to_text()
    rows = [row.to_text() for row in shown.all("label.side")]
    assert any(words in row for row in rows) or "elsewhere" in fields.values(), "the row is marked"
    chosen = {
        field.attrs["name"]: [option.attrs["value"] for option in field.query("option[selected]")]
        for field in shown.all("main select")
    }
    assert chosen["with-compare"] == ["compass"]
    assert chosen["with-work"] == ["trades"]
    assert chosen["with-after"] == ["desk"]
    assert chosen["with-talk"] == [value for value in [fields["with-talk"]] if value == "desk"]


@pytest.mark.parametrize(
    ("first", "latest", "tries", "words"),
    [
        (RIGHT, RIGHT, 1, "4 of 4 right first time"),
        (TWO_SWAPPED, RIGHT, 2, "2 of 4 right first time, 4 of 4 on the second try"),
        (ALL_WRONG, TWO_SWAPPED, 2, "0 of 4 right first time, 2 of 4 on the second try"),
    ],
)
def test_the_teacher_reads_how_many_pairs_were_right(
    bay: HarbourSchool, content: Content, first: dict[str, str], latest: dict[str, str], tries: int, words: str
) -> None:
    shown = evidence.line(content, Turn(latest, first, tries), "en", bay.pack)
    assert shown
    assert shown.answer == words


def test_both_sides_stand_in_an_order_of_the_pupil(content: Content) -> None:
    view = page.view(content, Turn(arrange=lambda ids: sorted(ids)), "en")
    assert [item["field"] for item in view["open"]] == ["with-after", "with-compare", "with-talk", "with-work"]
    assert [partner["id"] for partner in view["free"]] == ["compass", "counsellor", "desk", "trades"]


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("partner: desk", "partner: desks", "unknown_reference", "none of its partners"),
        ("partner: desk", "partner: trades", "bad_value", "as many partners as items"),
        ("        done:", "          - {id: more, text: {en: M, fi: M}}\n        done:", "bad_value", "as many"),
        ("- id: after", "- id: compass", "bad_value", "the same id"),
    ],
)
def test_an_author_hears_of_partners_that_do_not_fit(old: str, new: str, code: str, words: str) -> None:
    problems = bay_pack((old, new), name="lessons/xb-4.yaml").problems
    assert [(problem.code, words in problem.sentence) for problem in problems] == [(code, True)]
