"""What is said to a choice: pure, and kind."""

import pytest
from pydantic import ValidationError

from careered.lessons.activities.choose import evidence, grading
from careered.lessons.activities.choose.schema import Change, Content, Option
from careered.lessons.activities.contract import Grade, Turn, Verdict
from careered.lessons.answer_form import MISSING_CHOICE, UNKNOWN_CHOICE, AnswerParser
from careered.packs.models import LocalizedText
from tests.lessons.factories import HarbourSchool


def text(words: str) -> LocalizedText:
    return LocalizedText({"en": words})


def option(option_id: str, right: bool | None = None) -> Option:
    return Option(id=option_id, text=text(option_id), right=right, reason=text(f"why {option_id}"))


def question(*options: Option, **keys: object) -> Content:
    return Content.model_validate({"id": "q", "kind": "choose", "title": text("?"), "options": options, **keys})


ONE = question(option("a", False), option("b", True), option("c", False))
SEVERAL = question(option("a", True), option("b", True), option("c", False), several=True)
OPINION = question(option("a"), option("b"))


def said(content: Content, choice: str | list[str], tries: int = 1) -> Grade:
    return grading.grade(content, {"choice": choice}, Turn(tries=tries))


@pytest.mark.parametrize(
    ("content", "choice", "tries", "expected"),
    [
        (ONE, "b", 1, Grade(Verdict.RIGHT, ("b",), 1, 1)),
        (ONE, "a", 1, Grade(Verdict.AGAIN, ("a",), 0, 1)),
        (ONE, "c", 2, Grade(Verdict.TOLD, ("b",), 0, 1)),
        (ONE, "b", 2, Grade(Verdict.RIGHT, ("b",), 1, 1)),
        (SEVERAL, ["a", "b"], 1, Grade(Verdict.RIGHT, ("a",), 1, 1)),
        (SEVERAL, ["a", "c"], 1, Grade(Verdict.AGAIN, ("c",), 0, 1)),
        (SEVERAL, ["b"], 1, Grade(Verdict.AGAIN, ("missed:a",), 0, 1)),
        (OPINION, "a", 1, Grade(Verdict.KEPT, ("a",))),
        (OPINION, "b", 5, Grade(Verdict.KEPT, ("b",))),
        (ONE, "gone", 1, Grade(Verdict.AGAIN, ("gone",), 0, 1)),
    ],
)
def test_a_verdict_and_the_key_of_what_is_said(
    content: Content, choice: str | list[str], tries: int, expected: Grade
) -> None:
    assert said(content, choice, tries) == expected


def test_the_same_sentence_is_never_said_twice_in_a_row() -> None:
    for first in ("a", "c"):
        for second in ("a", "c"):
            assert said(ONE, first, 1).reasons != said(ONE, second, 2).reasons


@pytest.mark.parametrize(
    ("before", "now", "key"),
    [
        ({"choice": "b"}, "a", "up"),
        ({"choice": "a"}, "a", "same"),
        ({"choice": "a"}, "b", "down"),
        ({}, "a", "same"),
        ({"choice": "gone"}, "b", "same"),
    ],
)
def test_a_change_is_measured_in_the_order_of_the_options(before: dict[str, str], now: str, key: str) -> None:
    change = Change(up=text("up"), same=text("same"), down=text("down"))
    content = question(option("a"), option("b"), compares="first", change=change)
    grade = grading.grade(content, {"choice": now}, Turn(tries=1, earlier={"first": before}))
    assert grade == Grade(Verdict.KEPT, (f"change:{key}",))
    told = grading.reason(content, grade.reasons[0])
    assert told
    assert told.in_language("en") == key


@pytest.mark.parametrize(
    ("key", "words"),
    [("a", "why a"), ("missed:a", "why a"), ("gone", None), ("missed:gone", None), ("change:up", None)],
)
def test_the_words_of_a_key(key: str, words: str | None) -> None:
    told = grading.reason(ONE, key)
    assert (told.in_language("en") if told else None) == words


@pytest.mark.parametrize(
    ("content", "posted", "problem"),
    [
        (ONE, [], MISSING_CHOICE),
        (ONE, ["x"], UNKNOWN_CHOICE),
        (ONE, ["a", "b"], UNKNOWN_CHOICE),
        (SEVERAL, [], MISSING_CHOICE),
    ],
)
def test_what_is_no_answer_is_said(content: Content, posted: list[str], problem: str) -> None:
    parsed = grading.read_answer(content, AnswerParser({"choice": posted}))
    assert problem in [error.message for error in parsed.errors]


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        ({"at_most": 2}, "several: true"),
        ({"change": {"same": {"en": "="}, "changed": {"en": "x"}}}, "needs “compares”"),
        ({"compares": "first", "change": {"same": {"en": "="}}}, "needs “changed”"),
        ({"compares": "first", "change": {"same": {"en": "="}, "up": {"en": "+"}}}, "needs “changed”"),
        ({"visible_to": "pupil", "options": (option("a", True), option("b", False))}, "only for the pupil"),
    ],
)
def test_what_an_author_cannot_mean_is_a_problem(keys: dict[str, object], problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        Content.model_validate(
            {"id": "q", "kind": "choose", "title": {"en": "?"}, "options": (option("a"), option("b")), **keys}
        )


def test_two_answers_are_one_only_where_there_is_room_for_both() -> None:
    few = question(option("a"), option("b"), option("c"), several=True, at_most=2)
    assert grading.combine(few, {"choice": ["a"]}, {"choice": ["b"]}) == {"choice": ["a", "b"]}
    assert grading.combine(few, {"choice": ["a", "b"]}, {"choice": ["c"]}) is None


@pytest.mark.parametrize(
    ("first", "latest", "words"),
    [(["b", "c"], ["c", "b"], "b; c (not right)"), (["a"], ["a", "c"], "a; c (not right, first: a)")],
)
def test_the_teacher_reads_the_first_answer_only_where_it_was_another_one(
    bay: HarbourSchool, first: list[str], latest: list[str], words: str
) -> None:
    """Seen in a drawer: four options of one answer, and in brackets the same four."""
    shown = evidence.line(SEVERAL, Turn({"choice": latest}, {"choice": first}, 2, Verdict.TOLD), "en", bay.pack)
    assert shown
    assert shown.answer == words


def test_options_with_commas_of_their_own_are_told_apart(bay: HarbourSchool) -> None:
    """Seen in a drawer: a list of three options that read as four."""
    both = question(Option(id="a", text=text("red, or green")), option("blue"), several=True)
    shown = evidence.line(both, Turn({"choice": ["a", "blue"]}), "en", bay.pack)
    assert shown
    assert shown.answer == "red, or green; blue"
