"""Telling words in an invented post: what is found lights its question; whoever marks everything has found nothing."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from pydantic import ValidationError

from careered.lessons.activities.choose.schema import Content as Choose
from careered.lessons.activities.contract import Grade, Turn, Verdict
from careered.lessons.activities.spot import evidence, grading
from careered.lessons.activities.spot.meter import meter_view
from careered.lessons.activities.spot.schema import Content
from careered.lessons.answer_form import AnswerParser
from careered.web.permissions import Role
from tests.lessons.factories import HarbourSchool, Visitor, texts_of
from tests.support.pages import Page

CARD, ADDRESS = "tips", "/lessons/xb-6/tips"
CLUES, LURES = ["name", "age", "cousin", "code"], ["earn", "behind"]
AT_ONCE, LATER = "right first time", "on the second try"


@pytest.fixture
def content(bay: HarbourSchool) -> Content:
    card = bay.lesson("xb-6").step(CARD)
    assert isinstance(card, Content)
    return card


@pytest.fixture
def opened(iida: Visitor) -> Page:
    return iida.follow_next(iida.get("/lessons/xb-6"))


def marks(pupil: Visitor, *words: str, page: Page | None = None) -> Page:
    """Mark these words, beside what was found before, and check."""
    return pupil.submit((page or pupil.get(ADDRESS)).form("form.play"), {"word": list(words)})


def shows_the_rest(pupil: Visitor, *words: str) -> Page:
    return pupil.submit(pupil.get(ADDRESS).form("form.play"), {"word": list(words), "rest": "yes"})


def signs(page: Page) -> list[str]:
    """The classes of the four questions."""
    return [" ".join(lens.attrs["class"].split()[1:]) for lens in page.all(".lens")]


def values(boxes: Sequence[Any]) -> list[str]:
    return [box.attrs["value"] for box in boxes]


def verdict(page: Page) -> str:
    return page.only("main").attrs["data-verdict"]


@pytest.mark.parametrize(
    ("values", "tries", "expected"),
    [
        ({"word": CLUES}, 1, Grade(Verdict.RIGHT, ("done",), 4, 4)),
        ({"word": [*CLUES, "earn"]}, 1, Grade(Verdict.RIGHT, ("done", "lure:earn"), 4, 4)),
        ({"word": [*CLUES, *LURES]}, 1, Grade(Verdict.AGAIN, ("everything",), 0, 4)),
        ({"word": [*CLUES, *LURES]}, 2, Grade(Verdict.TOLD, ("done",), 0, 4)),
        ({"word": ["name", "age"]}, 1, Grade(Verdict.AGAIN, ("left:why",), 2, 4)),
        ({"word": ["name", "age", "code"]}, 1, Grade(Verdict.AGAIN, ("left:evidence",), 3, 4)),
        ({"word": ["name", "behind"]}, 1, Grade(Verdict.AGAIN, ("lure:behind",), 1, 4)),
        ({"word": LURES}, 1, Grade(Verdict.AGAIN, ("lure:earn",), 0, 4)),
        ({"found": ["name", "age"], "word": ["cousin", "code"]}, 2, Grade(Verdict.RIGHT, ("done",), 4, 4)),
        ({"found": ["name", "age"], "word": ["cousin", "code", *LURES]}, 2, Grade(Verdict.TOLD, ("done",), 2, 4)),
        ({"found": ["name"], "word": [], "rest": "yes"}, 2, Grade(Verdict.TOLD, ("done",), 1, 4)),
        ({"word": ["gone"], "found": ["gone", "earn"]}, 1, Grade(Verdict.AGAIN, ("left:who",), 0, 4)),
        ({}, 2, Grade(Verdict.TOLD, ("done",), 0, 4)),
    ],
)
def test_a_verdict_and_the_keys_of_what_is_said(
    content: Content, values: dict[str, Any], tries: int, expected: Grade
) -> None:
    assert grading.grade(content, values, Turn(tries=tries)) == expected


@pytest.mark.parametrize("key", ["everything", "left:who", "left:when", "left:why", "left:evidence"])
def test_hints_are_said_in_the_pupils_language(content: Content, key: str) -> None:
    told = grading.reason(content, key)
    assert told
    assert len({told.in_language(lang) for lang in ("en", "fi", "sv", "da")}) == 4
    assert grading.reason(content, "lure:gone") is None


def test_every_phrase_is_a_box_and_nothing_tells_what_it_shows(opened: Page, content: Content) -> None:
    assert (opened.path, opened.only("main").attrs["data-kind"]) == (ADDRESS, "spot")
    assert values(opened.all("article input")) == ["name", "age", "cousin", "earn", "behind", "code"]
    assert opened.all("[checked], .told, .right, .wrong, [name=rest]") == []
    assert {label.attrs["class"] for label in opened.all("article label")} == {"word"}
    assert "Made-up post." in opened.main_text
    for told in [content.done, *content.lures.values()]:
        assert told.in_language("en") not in opened.response.text


def test_what_is_found_lights_its_question_and_a_lure_answers(opened: Page, iida: Visitor) -> None:
    shown = marks(iida, "name", "age", "behind")
    assert verdict(shown) == "again"
    assert "It hurries you on" in shown.only("#answer").to_text()
    assert signs(shown) == ["right who", "right when", "why", "evidence"]
    assert texts_of(shown.all("b.word")) == [
        "moneytips_example (Who?)",
        "2 years ago (When?)",
        "Don't be left behind! (only there to catch your eye)",
    ]
    assert values(shown.all("article input")) == ["cousin", "earn", "code"]
    assert "The proof is hearsay" not in shown.response.text
    shown = marks(iida, "cousin", "code")
    assert verdict(shown) == "right"
    assert all(sign.startswith("right") for sign in signs(shown))
    assert "The proof is hearsay" in shown.only("#answer").to_text()
    assert shown.all("main input") == []


def test_whoever_marks_everything_has_found_nothing_and_is_told_so_kindly(opened: Page, iida: Visitor) -> None:
    shown = marks(iida, *CLUES, *LURES)
    assert verdict(shown) == "again"
    assert "Nearly everything is marked" in shown.only("#answer").to_text()
    assert signs(shown) == ["who", "when", "why", "evidence"]
    assert len(shown.all("article input")) == 6
    assert shown.all("b.word, [checked]") == []


def test_after_a_try_the_rest_is_shown_to_whoever_asks(opened: Page, iida: Visitor) -> None:
    shown = marks(iida, "name", "earn")
    assert shown.only("[name=rest]").to_text() == "Show the rest"
    shown = shows_the_rest(iida, "age")
    assert verdict(shown) == "told"
    assert signs(shown) == ["right who", "right when", "told why", "told evidence"]
    assert "a discount with the code YOUNG20. (Why? shown to you)" in texts_of(shown.all("b.told"))
    assert "earn more. (only there to catch your eye)" in texts_of(shown.all("b.wrong"))


@pytest.mark.parametrize(
    ("fields", "marked"),
    [({}, []), ({"word": ["name", "gone"]}, ["name"]), ({"word": ["age"], "found": ["earn"]}, ["age"])],
)
def test_what_is_no_answer_is_said_and_what_was_marked_stays(
    opened: Page, iida: Visitor, fields: dict[str, Any], marked: list[str]
) -> None:
    shown = iida.submit(opened.form("form.play"), fields)
    assert shown.response.status_code == 422
    assert values(shown.all("article [checked]")) == marked


def test_a_visitor_finds_in_two_tries_though_nothing_is_stored(bay: HarbourSchool) -> None:
    guest = bay.visitor("0", role=Role.GUEST, name="")
    shown = marks(guest, "name", "age")
    assert signs(shown)[:2] == ["right who", "right when"]
    assert verdict(marks(guest, "cousin", "code", page=shown)) == "right"
    assert guest.get("/lessons/xb-6/decide").all(".meter .unlit") == []


def test_the_meter_is_built_from_what_was_found_at_once(opened: Page, iida: Visitor) -> None:
    marks(iida, "name", "code")
    shows_the_rest(iida)
    shown = iida.get("/lessons/xb-6/decide")
    assert shown.only(".meter > svg").attrs["aria-label"] == "The trust meter shows: weak."
    assert texts_of(shown.all(".traits li")) == [
        "Who? (you found it) a made-up name (weak)",
        "Why? (you found it) sells a course (weak)",
        "Based on what? hearsay (weak)",
    ]
    assert len(shown.all(".meter path.unlit")) == 1


@pytest.mark.parametrize(
    ("levels", "mean", "tip"),
    [
        (["weak", "weak"], "weak", "66.3 85.0"),
        (["weak", "strong"], "fair", "120.0 54.0"),
        (["strong", "strong", "strong"], "strong", "173.7 85.0"),
    ],
)
def test_the_needle_stands_where_the_traits_say(bay: HarbourSchool, levels: list[Any], mean: str, tip: str) -> None:
    card = bay.lesson("xb-6").step("decide")
    assert isinstance(card, Choose)
    assert card.meter
    pairs = zip(card.meter.traits, levels, strict=False)
    traits = tuple(trait.model_copy(update={"level": level}) for trait, level in pairs)
    shown = meter_view(card.meter.model_copy(update={"traits": traits}), Turn(), "en")
    assert (shown["mean"], shown["needle"]) == (mean, tip)


@pytest.mark.parametrize(
    ("first", "latest", "tries", "words"),
    [
        (CLUES, CLUES, 1, f"4 of 4 {AT_ONCE}"),
        (["name", "behind"], CLUES, 2, f"1 of 4 {AT_ONCE}, 4 of 4 {LATER}; first fell for “Don't be left behind!”"),
        ([*CLUES, *LURES], ["name"], 2, f"0 of 4 {AT_ONCE}, 1 of 4 {LATER}; first marked nearly everything"),
    ],
)
def test_the_teacher_reads_what_was_found_and_what_lured(
    bay: HarbourSchool, content: Content, first: list[str], latest: list[str], tries: int, words: str
) -> None:
    shown = evidence.line(content, Turn({"word": latest}, {"word": first}, tries), "en", bay.pack)
    assert shown
    assert shown.answer == words


def test_the_questions_that_were_answered_are_kept_with_the_answer(content: Content) -> None:
    parsed = grading.read_answer(content, AnswerParser({"word": ["code", "earn", "name"]}))
    assert parsed.values["lenses"] == ["who", "why"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"account": {"id": "a", "shows": "who", "text": {"en": "moneytips"}}}, "named as invented"),
        ({"dateline": [{"text": {"en": "2 years ago"}}]}, "no words for “when”"),
        ({"dateline": [{"id": "when", "shows": "when", "text": {"en": "today"}}]}, "id that tells"),
        ({"dateline": [{"id": "d", "text": {"en": "today"}}]}, "both of “id” and “shows”"),
        ({"dateline": [{"id": "d", "shows": "lure", "text": {"en": "today"}}]}, "needs a “reason”"),
        ({"dateline": [{"id": "name", "shows": "when", "text": {"en": "today"}}]}, "an id twice"),
    ],
)
def test_an_author_is_told_what_does_not_fit(content: Content, change: dict[str, Any], fault: str) -> None:
    raw = content.model_dump(mode="json", exclude_none=True)
    with pytest.raises(ValidationError, match=fault):
        Content.model_validate_json(json.dumps(raw | change))
