"""A pupil types one letter or mashes the keys: asked about once, kindly; either way on is as good as the other."""

from random import Random

import pytest

from careered.lessons.answer_form import MAX_TEXT_LENGTH
from careered.lessons.player.unfinished import has_unfinished_words
from careered.web.permissions import Role
from tests.lessons.factories import HarbourSchool, Visitor
from tests.support.pages import Page

MASHED = {"phrase-thought": "surprised", "words-thought": "asdfgh"}
QUESTION = "Did you stop halfway?"


@pytest.mark.parametrize(
    "words",
    ["a", " x ", ".", "?!", "aaaa", "asdf", "asdfgh", "ASDFGHJK", "qwerty", "poiuy", "lkjhg", "sdfghjkl", "asdasdasd",
     "xyxyxyxy", "bnmkljh", "a b c", "dfgh sdfg hjkl", "ööö", "å"],
)  # fmt: skip
def test_no_word_can_be_made_out(words: str) -> None:
    assert has_unfinished_words({"words-thought": words})


@pytest.mark.parametrize(
    "words",
    ["", "  ", "ok", "ei", "jo", "hf", "stx", "eux", "TE", "joo", "en tiedä", "ved ikke", "vet ej", "were", "power",
     "reuna", "a ship", "x on kiva", "äiti", "AMK", "15", "2027", "112", "12345", "työ", "før", "Ångström",
     "http", "漢字", "мир", "hhx eller htx", "lukioon tai ammattikouluun"],
)  # fmt: skip
def test_one_real_word_is_enough(words: str) -> None:
    assert not has_unfinished_words({"words-thought": words})


def test_thousands_of_mashed_keys_hold_nobody_up() -> None:
    longest = "".join(Random(1).choices("asdfghjklqwe", k=MAX_TEXT_LENGTH))
    assert not has_unfinished_words({"words-thought": longest})  # no walk along a row is most of it


def test_what_was_chosen_is_never_asked_about() -> None:
    assert not has_unfinished_words({"phrase-thought": "a", "choice": ["b"], "path": "x"})


def thinks(pupil: Visitor, fields: dict[str, str] = MASHED) -> Page:
    return pupil.answer("thought", lesson="xb-8", fields=fields)


def test_it_is_asked_once_and_nothing_is_stored_until_the_pupil_says_so(bay: HarbourSchool, iida: Visitor) -> None:
    page = thinks(iida)
    assert QUESTION in page.main_text
    assert page.only("textarea").to_text() == "asdfgh"
    assert bay.stored_answer("thought") is None
    assert page.next_control.attrs["value"] == "keep"
    assert [button.attrs["class"].split()[0] for button in page.all(".two button")] == ["go", "go"]
    kept = iida.submit(page.form("main form.play"), {"asked": "keep"})
    assert kept.only("main").attrs["data-verdict"] == "kept"
    assert "asdfgh" in kept.main_text


def test_who_goes_on_writing_is_not_asked_again(bay: HarbourSchool, iida: Visitor) -> None:
    page = iida.submit(thinks(iida).form("main form.play"), {"asked": "write"})
    assert QUESTION not in page.main_text
    assert page.only("textarea").to_text() == "asdfgh"
    kept = iida.submit(page.form("main form.play"), {"words-thought": "x"})
    assert kept.only("main").attrs["data-verdict"] == "kept"
    stored = bay.stored_answer("thought")
    assert stored
    assert stored["values"]["words-thought"] == "x"


@pytest.mark.parametrize(
    "fields",
    [
        {"tell": "yes", "words-thought": "x"},
        {"phrase-thought": "nothing"},
        {"phrase-thought": "nothing", "words-thought": "asdfgh"},
    ],
)
def test_who_rather_tells_or_taps_is_not_asked(fields: dict[str, str], iida: Visitor) -> None:
    assert QUESTION not in thinks(iida, fields).main_text


def test_a_visitor_is_asked_as_well(bay: HarbourSchool) -> None:
    guest = bay.visitor("g", role=Role.GUEST)
    page = thinks(guest)
    assert QUESTION in page.main_text
    assert QUESTION not in guest.submit(page.form("main form.play"), {"asked": "keep"}).main_text


def test_staff_read_the_words_and_no_verdict_on_them(bay: HarbourSchool, iida: Visitor) -> None:
    iida.submit(thinks(iida).form("main form.play"), {"asked": "keep"})
    teacher = bay.visitor("t", role=Role.TEACHER, name="Opo Lehto")
    text = teacher.get(f"/teacher/pupil/{iida.viewer.person_id}").main_text
    assert "asdfgh" in text
    assert QUESTION not in text


def test_staff_read_how_short_a_hurried_lesson_was_and_nothing_more(bay: HarbourSchool, iida: Visitor) -> None:
    iida.follow_next(iida.get("/lessons/xb-8"))
    for card, fields in (("thought", {"phrase-thought": "nothing"}), ("line", {"phrase-thought": "later"})):
        iida.answer(card, lesson="xb-8", fields=fields)
    iida.answer("next", lesson="xb-8", fields={"phrase-what": "ask", "phrase-when": "week"})
    teacher = bay.visitor("t", role=Role.TEACHER, name="Opo Lehto")
    assert "in 1 min (planned time: 4 min)" in teacher.get(f"/teacher/pupil/{iida.viewer.person_id}").main_text
    assert "planned time" not in iida.get("/lessons/xb-8/done").main_text
