"""What kind of board it is stands in the list and above it: what for, who writes, under which names, when."""

import pytest

from careered.web.permissions import Role
from tests.boards.test_boards import board_view, creates_post, moderates, opens_board, reacts
from tests.lessons.factories import HarbourSchool, Visitor, texts_of
from tests.support.pages import Page

MADE_UP = "Pupils see made-up names, you see who wrote."


def sets(teacher: Visitor, board: str, **fields: str | list[str]) -> Page:
    """The teacher changes how the board works."""
    return teacher.submit(teacher.get(f"{teacher.viewer.home_url}/boards/{board}").form("form#set"), fields)


def list_and_head(visitor: Visitor, board: str) -> tuple[str, str]:
    """The words of the page of boards, and of the board's own, up to its form."""
    base = f"{visitor.viewer.home_url}/boards" if visitor.viewer.role is Role.TEACHER else "/boards"
    return visitor.get(base).main_text.split("A new board")[0], visitor.get(f"{base}/{board}").main_text.split(
        "How it works"
    )[0]


def test_staff_read_in_list_and_head_what_kind_of_board_it_is(teacher: Visitor) -> None:
    board = opens_board(teacher, "jobs")
    for words in list_and_head(teacher, board):
        assert "A map of jobs" in words
        assert "Pupils can write now." in words
        assert MADE_UP in words
        assert "You read every post before the class sees it." in words
    sets(teacher, board, open=[], moderated=[])
    for words in list_and_head(teacher, board):
        assert "Pupils can read but not write at the moment." in words
        assert "The class sees each post immediately." in words


def waiting_on_cards(teacher: Visitor) -> list[str]:
    """What the cards of the boards say that waits, of each board that says so."""
    return texts_of(teacher.get(f"{teacher.viewer.home_url}/boards").all("main .card .waits"))


def test_the_card_says_which_board_has_posts_to_read(school: HarbourSchool, aino: Visitor, teacher: Visitor) -> None:
    quiet, busy = opens_board(teacher), opens_board(teacher, "questions")
    bo = school.visitor("2", name="Bo Berg")
    creates_post(aino, quiet, "Read already")
    moderates(teacher, quiet)
    assert waiting_on_cards(teacher) == []
    for pupil in (aino, bo):
        creates_post(pupil, busy, "New?")
    assert waiting_on_cards(teacher) == ["2 wait for you"]
    reacts(bo, quiet, "report")
    assert waiting_on_cards(teacher) == ["2 wait for you", "1 waits for you"]


def test_a_class_without_a_board_reads_what_to_do(teacher: Visitor) -> None:
    sentence = "The class has no board yet. Create one below"
    assert sentence in teacher.get(f"{teacher.viewer.home_url}/boards").main_text
    opens_board(teacher)
    assert sentence not in teacher.get(f"{teacher.viewer.home_url}/boards").main_text


def test_pupils_read_there_what_it_is_for_and_that_nobody_is_named(aino: Visitor, teacher: Visitor) -> None:
    board = opens_board(teacher, "questions")
    for words in list_and_head(aino, board):
        assert "Questions: vote for the ones to take further" in words
        assert "Made-up names instead of your own" in words
        assert "Open now" in words
    sets(teacher, board, open=[])
    assert all("Closed for now" in words for words in list_and_head(aino, board))


@pytest.mark.parametrize(
    ("opens", "closes"), [("8", "14"), ("8.00", "14.00"), ("klo 8:00", "kl. 14.00"), ("08:00", "14")]
)
def test_hours_are_typed_as_people_write_them(teacher: Visitor, opens: str, closes: str) -> None:
    board = opens_board(teacher)
    page = sets(teacher, board, opens=opens, closes=closes)
    view = board_view(teacher, board)
    assert (view.opens, view.closes) == ("08:00", "14:00")
    assert "They can write from 08:00 to 14:00." in page.main_text


def test_fields_and_hints_say_hours_in_the_readers_way(school: HarbourSchool, teacher: Visitor) -> None:
    board = opens_board(teacher)
    sets(teacher, board, opens="8", closes="14")
    finnish = school.visitor("t", role=Role.TEACHER, name="Opo Lehto", lang="fi")
    page = finnish.get(f"{finnish.viewer.home_url}/boards/{board}")
    fields = dict(page.form("form#set").fields)
    assert (fields["opens"], fields["closes"]) == ("8.00", "14.00")
    assert ["8.00" in page.only("#opens-hint").to_text(), "15.00" in page.only("#closes-hint").to_text()] == [
        True,
        True,
    ]


def test_refused_hours_stay_in_their_fields(teacher: Visitor) -> None:
    page = sets(teacher, opens_board(teacher), opens="after lunch", closes="15")
    fields = dict(page.form("form#set").fields)
    assert (fields["opens"], fields["closes"]) == ("after lunch", "15")
