"""Classmates learn nothing about each other from a board: not from any page, the order or the times."""

import re
from datetime import UTC, datetime, timedelta

import time_machine

from tests.boards.test_boards import creates_post, opens_board, reacts
from tests.lessons.factories import EACH_DATABASE, HarbourSchool, Visitor, texts_of


@EACH_DATABASE
def test_no_page_of_a_classmate_carries_an_identity(school: HarbourSchool, aino: Visitor, teacher: Visitor) -> None:
    board, bo = opens_board(teacher, "questions", moderated=False), school.visitor("2", name="Bo Berg")
    creates_post(aino, board, "Does anybody know?")
    reacts(bo, board, "vote")
    responses = [bo.get(path).response for path in ("/lessons", "/boards", f"/boards/{board}")]
    responses.append(reacts(bo, board, "report").response)
    for response in responses:
        response_text = response.text + repr(response.headers)
        assert aino.viewer.person_id not in response_text
        assert "Aino" not in response_text
        assert "Aalto" not in response_text


def test_a_writer_has_another_pseudonym_on_each_board_and_in_the_class(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    bo, pseudonyms = school.visitor("2", name="Bo Berg"), []
    for _ in range(6):
        board = opens_board(teacher, moderated=False)
        creates_post(aino, board, "Mine")
        pseudonyms.append(texts_of(bo.get(f"/boards/{board}").all("main article > .quiet"))[0])
    assert len(set(pseudonyms)) > 3  # 4096 pairs: that two of six agree happens once in 270, that four do never


def test_the_order_of_posts_is_not_that_of_writing(school: HarbourSchool, aino: Visitor, teacher: Visitor) -> None:
    bo, orders = school.visitor("2", name="Bo Berg"), set()
    for _ in range(4):
        board = opens_board(teacher, moderated=False)
        for number in range(6):
            creates_post(aino, board, f"post {number}")
        shown = texts_of(bo.get(f"/boards/{board}").all("main article .user-text"))
        assert sorted(shown) == [f"post {number}" for number in range(6)]
        orders.add(tuple(shown))
    assert len(orders) > 1


def test_the_order_stays_when_something_new_comes(school: HarbourSchool, aino: Visitor, teacher: Visitor) -> None:
    """A new post comes anywhere, not at an end; the others keep their order."""
    bo, board = school.visitor("2", name="Bo Berg"), opens_board(teacher, moderated=False)
    before: list[str] = []
    for number in range(8):
        creates_post(aino, board, f"post {number}")
        after = texts_of(bo.get(f"/boards/{board}").all("main article .user-text"))
        assert [post for post in after if post in before] == before
        before = after


def test_no_page_of_a_classmate_shows_a_time(school: HarbourSchool, aino: Visitor, teacher: Visitor) -> None:
    bo, board = school.visitor("2", name="Bo Berg"), opens_board(teacher, moderated=False)
    at = datetime.now(UTC) + timedelta(minutes=17)
    with time_machine.travel(at, tick=False):
        creates_post(aino, board, "When was this?")
    page = bo.get(f"/boards/{board}")
    assert "When was this?" in page.main_text
    assert not re.search(rf"\d[.:]{at:%M}\b", page.main_text)
    assert "last-modified" not in page.response.headers
    assert "etag" not in page.response.headers
