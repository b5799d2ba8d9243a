"""Cards on which nothing is right: what a pupil chooses about oneself, keeps to oneself, and meets again later."""

import pytest

from tests.lessons.factories import HarbourSchool, Visitor
from tests.lessons.test_cards import said
from tests.lessons.test_progress_stays import teacher_reads
from tests.support.pages import Page


def answer(pupil: Visitor, card_id: str, choice: str | list[str]) -> Page:
    return pupil.answer(card_id, choice, lesson="xb-12")


def test_more_than_there_is_room_for_is_asked_to_leave_one_out_and_nothing_is_lost(iida: Visitor) -> None:
    answer(iida, "before", "friend")
    page = answer(iida, "helpers", ["home", "nurse", "line"])
    assert page.response.status_code == 422
    assert "There is no room for so many. Which one do you leave out?" in page.main_text
    assert len(page.all("main input[checked]")) == 3
    assert iida.school.stored_answer("helpers") is None
    assert answer(iida, "helpers", ["home", "nurse"]).only("main").attrs["data-verdict"] == "kept"


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (["home"], "They are kept for you."),
        (["home", "nurse"], "They are kept for you."),
        (["line"], "answers at night"),
    ],
)
def test_one_sentence_may_answer_all_options_that_have_none_of_their_own(
    iida: Visitor, chosen: list[str], expected: str
) -> None:
    answer(iida, "before", "friend")
    assert expected in said(answer(iida, "helpers", chosen))


def test_what_is_only_the_pupils_is_promised_and_kept(bay: HarbourSchool) -> None:
    iida = bay.visitor(name="Iida Impi")
    answer(iida, "before", "friend")
    assert "Only you see this." in iida.get("/lessons/xb-12/helpers").main_text
    answer(iida, "helpers", ["nurse"])
    read = teacher_reads(bay, iida)
    assert "My helpers" in read
    assert "A friend" in read
    assert "The nurse" not in read


@pytest.mark.parametrize(
    ("now", "change", "own"),
    [("friend", "The same, but", "Do they know the rules?"), ("school", "Now you have two.", "The first word is")],
)
def test_a_question_asked_again_is_answered_by_the_change_or_by_each_options_own_reason(
    bay: HarbourSchool, now: str, change: str, own: str
) -> None:
    iida = bay.visitor(name="Iida Impi")
    answer(iida, "before", "friend")
    answer(iida, "helpers", ["nurse"])
    assert change in said(answer(iida, "after", now))
    assert own in said(answer(iida, "again", now))
    words = {"friend": "A friend", "school": "The counsellor"}[now]
    assert teacher_reads(bay, iida).count(f"before: A friend, now: {words}") == 2
