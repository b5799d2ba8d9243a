"""One note to the class's board from inside the lesson: never a second one, and the class's picture comes back."""

from typing import Any

import pytest

from careered.boards import lesson_notes, posts, store
from careered.boards.tables import Board, Post
from careered.lessons.activities.contract import ClassBoard, Note, Turn, Verdict
from careered.lessons.activities.post import evidence, grading, page
from careered.lessons.activities.post.note import note
from careered.lessons.activities.post.picture import picture
from careered.lessons.activities.post.schema import Content
from careered.lessons.answer_form import AnswerParser
from careered.lessons.kinds import registry
from careered.packs.load import read_pack_bytes
from careered.web.permissions import Role
from tests.lessons.factories import BAY_PACK, HarbourSchool, Visitor, texts_of
from tests.support.pages import Page

ADDRESS = "/lessons/xb-11/help"
WORDS = "I want to see what it is like there."
LESSON = "lessons/xb-11.yaml"
ON_EACH_DATABASE = pytest.mark.parametrize("bay", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def content(bay: HarbourSchool) -> Content:
    card = bay.lesson("xb-11").step("help")
    assert isinstance(card, Content)
    return card


@pytest.fixture
def opened(iida: Visitor) -> Page:
    return begins(iida)


@pytest.fixture
def bo(bay: HarbourSchool) -> Visitor:
    """A classmate who is at the same card."""
    pupil = bay.visitor("2", name="Bo Berg")
    begins(pupil)
    return pupil


@pytest.fixture
def teacher(bay: HarbourSchool) -> Visitor:
    return bay.visitor("9", role=Role.TEACHER, name="Tea Teacher")


def begins(pupil: Visitor) -> Page:
    return pupil.follow_next(pupil.get("/lessons/xb-11"))


def puts_up(pupil: Visitor, choice: str = "visit", words: str = "", *, change: bool = False, **more: str) -> Page:
    shown = pupil.get(ADDRESS + ("?change=1" if change else ""))
    return pupil.submit(shown.form("form.play"), {"choice": choice, "words": words, **more})


def puts_nothing_up(pupil: Visitor, *, change: bool = False) -> Page:
    shown = pupil.get(ADDRESS + ("?change=1" if change else ""))
    return pupil.submit(shown.form("form.play"), {"board": "no"})


def board_of(bay: HarbourSchool, pupil: Visitor) -> store.BoardView | None:
    with bay.database.reading() as db:
        class_key = (pupil.viewer.organisation_id, str(pupil.viewer.class_id))
        return store.find_board(db, *class_key, lesson_notes.board_id(class_key, "xb-11", "help"))


def notes_on_board(bay: HarbourSchool, pupil: Visitor) -> list[store.PostRow]:
    board = board_of(bay, pupil)
    with bay.database.reading() as db:
        return list(store.list_posts(db, board)) if board else []


def sets_board(bay: HarbourSchool, pupil: Visitor, **values: Any) -> None:
    board = board_of(bay, pupil)
    assert board
    with bay.database.transaction() as db:
        store.update_settings(db, board, **values)


def moderates(bay: HarbourSchool, pupil: Visitor, *, show: bool) -> None:
    """Staff let the only note on the board be seen, or hide it."""
    board, (row,) = board_of(bay, pupil), notes_on_board(bay, pupil)
    assert board
    with bay.database.transaction() as db:
        posts.moderate(db, board, row.id, show=show)


def circles(shown: Page) -> list[str]:
    return texts_of(shown.all(".picture text"))


def test_it_asks_says_who_sees_it_and_shows_nothing_of_the_others(opened: Page, bo: Visitor, iida: Visitor) -> None:
    puts_up(bo, "talk", "I would like to talk.")
    shown = iida.get(ADDRESS)
    assert (shown.path, shown.only("main").attrs["data-kind"]) == (ADDRESS, "post")
    assert (
        "without your name. Your teacher can see who wrote it. Your teacher will read your words first."
        in shown.main_text
    )
    assert len(shown.all("textarea")) == 1
    assert (shown.all(".picture"), "I would like to talk." in shown.response.text) == ([], False)
    assert shown.next_control.to_text() == "Put it on the board"


@ON_EACH_DATABASE
def test_a_class_without_a_board_gets_one_with_the_first_note(opened: Page, iida: Visitor, bay: HarbourSchool) -> None:
    assert board_of(bay, iida) is None
    shown = puts_up(iida)
    board = board_of(bay, iida)
    assert board
    assert (board.prompt, board.open, board.moderated) == ("What would help you to choose?", True, True)
    (row,) = notes_on_board(bay, iida)
    assert (row.choice, row.subject, row.text, row.state) == ("visit", "A visit to a school", "", "shown")
    assert shown.only("h1").to_text() == "The class's picture starts with you"
    assert circles(shown) == ["Visit 1", "Talk", "Work", "Don't know"], "an invitation, no row of noughts"
    assert len(shown.all(".picture .open")) == 3
    assert "You are the first here." in shown.only("#answer").to_text()
    assert bay.events("step_done") == 1


def test_one_comes_back_to_ones_own_note_in_the_class_picture(opened: Page, bo: Visitor, iida: Visitor) -> None:
    puts_up(bo, "talk")
    shown = puts_up(iida, "visit", WORDS)
    assert iida.visited_urls[-1].endswith("#answer")
    (focused,) = shown.all("main [data-focus]")
    assert (focused.attrs["id"], WORDS in focused.to_text()) == ("answer", True)
    assert "Your teacher will read it first." in focused.to_text()
    assert shown.only("main").attrs["data-verdict"] == "kept"
    assert shown.only("h1").to_text() == "Your class's picture"
    assert shown.only(".picture svg").attrs["aria-label"] == (
        "Your class's picture: Visit 1, Talk 1, Work 0, Don't know 0. Your note is under “Visit”."
    )
    assert len(shown.all(".picture .own")) == 1
    assert shown.next_control.to_text() == "Finish"


def test_words_wait_for_the_teacher_and_choices_count_at_once(
    opened: Page, bo: Visitor, iida: Visitor, bay: HarbourSchool
) -> None:
    puts_up(iida, "visit", WORDS)
    shown = puts_up(bo, "visit")
    assert circles(shown)[0] == "Visit 2"
    found = board_of(bay, iida)
    assert found
    address = f"/boards/{found.id}"
    board = bo.get(address)
    assert WORDS not in board.main_text
    assert "A visit to a school" in board.main_text
    (mine,) = [row for row in notes_on_board(bay, iida) if row.text]
    with bay.database.transaction() as db:
        posts.moderate(db, found, mine.id, show=True)
    assert WORDS in bo.get(address).main_text
    assert "Read all 2 notes" in bo.get(ADDRESS).main_text
    assert "Iida" not in bo.get(address).response.text


@ON_EACH_DATABASE
def test_changing_the_answer_changes_ones_note_and_makes_no_second_one(
    opened: Page, iida: Visitor, bay: HarbourSchool
) -> None:
    puts_up(iida, "visit", WORDS)
    (before,) = notes_on_board(bay, iida)
    shown = puts_up(iida, "work", change=True)
    (after,) = notes_on_board(bay, iida)
    assert (after.id, after.choice, after.text, after.state) == (before.id, "work", "", "shown")
    assert circles(shown) == ["Visit", "Talk", "Work 1", "Don't know"]
    assert bay.count(Board) == 1


def test_a_second_press_makes_no_second_note(opened: Page, iida: Visitor, bay: HarbourSchool) -> None:
    form = opened.form("form.play")
    for _ in range(2):
        iida.submit(form, {"choice": "visit", "words": WORDS})
    assert bay.count(Post) == 1


def test_whoever_wrote_in_two_windows_reads_both_notes_and_the_one_that_is_up_stays(
    opened: Page, iida: Visitor, bay: HarbourSchool
) -> None:
    puts_up(iida, "visit", WORDS)
    both = iida.submit(opened.form("form.play"), {"choice": "talk", "words": "Or somebody who knows."})
    here, there = texts_of(both.all("label.option"))
    assert both.response.status_code == 409
    assert here.endswith("A talk with somebody, “Or somebody who knows.”")
    assert there.endswith(f"A visit to a school, “{WORDS}”")
    assert [row.choice for row in notes_on_board(bay, iida)] == ["visit"]


def test_what_the_teacher_has_read_stays_up_while_only_the_choice_changes(
    opened: Page, iida: Visitor, bay: HarbourSchool
) -> None:
    puts_up(iida, "visit", WORDS)
    moderates(bay, iida, show=True)
    puts_up(iida, "work", WORDS, change=True)
    assert [row.state for row in notes_on_board(bay, iida)] == ["shown"]
    puts_up(iida, "work", "Something else.", change=True)
    assert [row.state for row in notes_on_board(bay, iida)] == ["waiting"]


def test_what_staff_have_hidden_stays_hidden_and_out_of_the_picture(
    opened: Page, iida: Visitor, bay: HarbourSchool
) -> None:
    puts_up(iida, "visit", WORDS)
    moderates(bay, iida, show=False)
    shown = puts_up(iida, "work", "Something else.", change=True)
    assert [row.state for row in notes_on_board(bay, iida)] == ["hidden"]
    assert "Your teacher has hidden it." in shown.only("#answer").to_text()
    assert circles(shown) == ["Visit 0", "Talk 0", "Work 0", "Don't know 0"]


def test_nobody_has_to_put_anything_up(opened: Page, iida: Visitor, bay: HarbourSchool) -> None:
    shown = puts_nothing_up(iida)
    assert shown.only("main").attrs["data-verdict"] == "kept"
    assert "You did not put anything on the board." in shown.only("#answer").to_text()
    assert (board_of(bay, iida), bay.events("step_done")) == (None, 1)


def test_whoever_changes_their_mind_takes_the_note_down(opened: Page, iida: Visitor, bay: HarbourSchool) -> None:
    puts_up(iida, "visit", WORDS)
    shown = puts_nothing_up(iida, change=True)
    assert notes_on_board(bay, iida) == []
    assert "You did not put anything on the board." in shown.only("#answer").to_text()
    puts_up(iida, "talk", change=True)
    assert [row.choice for row in notes_on_board(bay, iida)] == ["talk"]


def test_a_note_that_was_taken_down_on_the_board_is_told_and_can_be_put_up_again(
    opened: Page, iida: Visitor, bay: HarbourSchool
) -> None:
    puts_up(iida, "visit", WORDS)
    board = board_of(bay, iida)
    assert board
    shown = iida.get(f"/boards/{board.id}")
    iida.submit(shown.form("form[action$=delete-post]"), {})
    assert "no longer on the board" in iida.get(ADDRESS).only("#answer").to_text()
    puts_up(iida, "visit", WORDS, change=True)
    assert len(notes_on_board(bay, iida)) == 1


def test_on_a_closed_board_the_answer_is_the_teachers_alone(
    opened: Page, bo: Visitor, iida: Visitor, bay: HarbourSchool
) -> None:
    puts_up(bo, "talk")
    sets_board(bay, bo, open=False)
    shown = iida.get(ADDRESS)
    assert (
        "The board is closed at the moment. Your teacher can see your answer, but the class cannot." in shown.main_text
    )
    assert shown.next_control.to_text() == "Save"
    shown = puts_up(iida, "visit", WORDS)
    assert "The board is closed" in shown.only("#answer").to_text()
    assert circles(shown)[:2] == ["Visit 0", "Talk 1"]
    assert len(notes_on_board(bay, iida)) == 1
    sets_board(bay, bo, open=True)
    puts_up(iida, "visit", WORDS, change=True)
    assert len(notes_on_board(bay, iida)) == 2


def test_on_a_closed_board_a_note_stays_as_it_is_or_is_taken_down(
    opened: Page, iida: Visitor, bay: HarbourSchool
) -> None:
    puts_up(iida, "visit", WORDS)
    sets_board(bay, iida, open=False)
    shown = puts_up(iida, "work", change=True)
    assert WORDS in shown.only("#answer").to_text(), "one's own note as the class sees it"
    assert [row.choice for row in notes_on_board(bay, iida)] == ["visit"]
    puts_nothing_up(iida, change=True)
    assert notes_on_board(bay, iida) == []


def test_where_the_teacher_does_not_read_first_words_are_there_at_once(
    opened: Page, bo: Visitor, iida: Visitor, bay: HarbourSchool
) -> None:
    puts_up(bo, "talk")
    sets_board(bay, bo, moderated=False)
    assert "will read your words first" not in iida.get(ADDRESS).main_text
    puts_up(iida, "visit", WORDS)
    board = board_of(bay, iida)
    assert board
    assert WORDS in bo.get(f"/boards/{board.id}").main_text


def test_staff_try_it_and_nothing_is_put_up(bay: HarbourSchool, teacher: Visitor) -> None:
    shown = begins(teacher)
    shown = teacher.submit(shown.form("form.play"), {"choice": "visit"})
    assert circles(shown)[0] == "Visit 1"
    assert bay.count(Post) == 0


def test_the_board_of_a_card_is_moderated_and_exported_as_the_others_are(
    opened: Page, iida: Visitor, teacher: Visitor
) -> None:
    puts_up(iida, "visit", WORDS)
    overview = teacher.get(f"{teacher.viewer.home_url}/boards")
    assert "What would help you to choose?" in overview.main_text
    link = overview.only("main a[href*='/boards/']")
    shown = teacher.get(overview.path_of(link))
    assert texts_of(shown.all("main h2"))[0] == "Waiting for you 1"
    assert "Iida Impi" in shown.main_text
    teacher.submit(shown.form("main article form"), {"do": "show"})
    assert f"– A visit to a school: {WORDS}" in teacher.client.get(f"{overview.path_of(link)}/export").text


@pytest.mark.parametrize(
    ("fields", "is_taken"),
    [
        ({"choice": ["visit"], "words": ["x" * 200]}, True),
        ({"choice": ["visit"], "words": ["x\r\n" * 100]}, True),
        ({"choice": ["visit"], "words": ["x" * 201]}, False),
        ({"choice": ["visit"]}, True),
        ({"words": ["only words"]}, False),
        ({"choice": ["gone"]}, False),
        ({"choice": ["visit"], "words": ["\x00"]}, False),
        ({"board": ["no"]}, True),
        ({"board": ["maybe"]}, False),
        ({}, False),
    ],
)
def test_what_is_a_note(fields: dict[str, list[str]], is_taken: bool, content: Content) -> None:
    parsed = grading.read_answer(content, AnswerParser(fields))
    assert (not parsed.errors) == is_taken


def test_what_is_missing_is_said_and_the_words_stay(opened: Page, iida: Visitor) -> None:
    shown = iida.submit(opened.form("form.play"), {"words": WORDS})
    assert shown.response.status_code == 422
    assert len(shown.all("main [data-focus]")) == 1
    assert shown.only("textarea").to_text() == WORDS


def test_a_change_that_cannot_be_taken_stays_in_its_field(opened: Page, iida: Visitor) -> None:
    puts_up(iida, "visit")
    shown = puts_up(iida, "visit", "x" * 201, change=True)
    assert shown.response.status_code == 422
    assert shown.only("textarea").to_text() == "x" * 201
    assert len(shown.all("main [data-focus]")) == 1


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"choice": "visit", "words": ""}, "A visit to a school"),
        ({"choice": "visit", "words": WORDS}, f"A visit to a school, “{WORDS}”"),
        ({"board": "no"}, "put nothing on the board"),
        ({"choice": "gone"}, "put nothing on the board"),
    ],
)
def test_the_teacher_reads_what_was_put_up(
    values: dict[str, str], words: str, bay: HarbourSchool, content: Content
) -> None:
    shown = evidence.line(content, Turn(values, verdict=Verdict.KEPT), "en", bay.pack)
    assert shown
    assert (shown.question, shown.answer) == ("What would help you to choose?", words)


def test_what_is_only_typed_is_no_note_yet(bay: HarbourSchool, content: Content) -> None:
    assert evidence.line(content, Turn({"choice": "visit", "words": WORDS}), "en", bay.pack) is None


def test_a_note_is_in_the_words_of_the_class_pack(content: Content) -> None:
    assert note(content, {"choice": "talk", "words": " Moi "}, "fi") == Note("talk", "Juttelu jonkun kanssa", "Moi")


def test_an_edited_card_leaves_an_old_note_readable(content: Content) -> None:
    board = ClassBoard(counts={"gone": 1}, own=Note("gone", "A fair", ""), own_state="shown")
    shown = page.view(content, Turn({"choice": "gone"}, verdict=Verdict.KEPT, board=board), "en")
    assert shown["note"]["text"] == "A fair"
    assert shown["own_name"] == ""


@pytest.mark.parametrize("count", [0, 1, 2, 9, 30, 200])
def test_every_dot_lies_in_its_circle(count: int, content: Content) -> None:
    drawn = picture(content, {"visit": count, "unknown": 1}, "visit", "en")
    circle = drawn["circles"][0]
    assert len(circle["dots"]) == count
    assert sum(dot["is_own"] for dot in circle["dots"]) == min(count, 1)
    for dot in circle["dots"]:
        distance = ((dot["x"] - circle["x"]) ** 2 + (dot["y"] - circle["y"]) ** 2) ** 0.5
        assert distance + dot["r"] <= circle["r"] + 3
    assert all(circle["name_y"] <= drawn["height"] for circle in drawn["circles"])


def test_a_choice_with_a_long_name_needs_a_short_one_for_the_picture() -> None:
    files = {path.relative_to(BAY_PACK).as_posix(): path.read_bytes() for path in BAY_PACK.rglob("*.*")}
    files[LESSON] = files[LESSON].replace(b', short: {en: "Visit", fi: "K\xc3\xa4ynti"}', b"")
    (problem,) = read_pack_bytes(files, registry()).problems
    assert (problem.code, "short" in str(problem)) == ("bad_value", True)
