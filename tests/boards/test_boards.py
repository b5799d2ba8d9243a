"""A class builds something together on a board that its teacher opens and moderates."""

from datetime import UTC, datetime
from typing import Any

import pytest

from careered.boards import posts, store
from careered.boards.tables import Post, PostReaction
from careered.web.permissions import Role
from tests.lessons.factories import EACH_DATABASE, HarbourSchool, Visitor, texts_of
from tests.support.pages import Page


def opens_board(teacher: Visitor, kind: str = "findings", *, moderated: bool = True, prompt: str = "") -> str:
    """The teacher creates a board; its id."""
    form = teacher.get(f"{teacher.viewer.home_url}/boards").form("form#new")
    fields: dict[str, Any] = {"kind": kind, "prompt": prompt}
    page = teacher.submit(form, fields if moderated else {**fields, "moderated": []})
    return page.path.rsplit("/", 1)[-1]


def creates_post(pupil: Visitor, board: str, text: str, **more: str) -> Page:
    return pupil.submit(pupil.get(f"/boards/{board}").form("form#put"), {"text": text, **more})


def moderates(teacher: Visitor, board: str, do: str = "show", index: int = 0) -> Page:
    """Show or hide a post on the teacher's page."""
    page = teacher.get(f"{teacher.viewer.home_url}/boards/{board}")
    form = page.form(f"main article:nth-of-type({index + 1}) form")
    return teacher.submit(form, {"do": do})


def reacts(pupil: Visitor, board: str, kind: str) -> Page:
    """Vote for the first post of others, or report it."""
    page = pupil.get(f"/boards/{board}")
    return pupil.submit(page.form(f'form[action="/boards/{board}/react"]'), {"kind": kind})


@pytest.fixture
def bo(school: HarbourSchool) -> Visitor:
    """Another pupil of 8 S."""
    return school.visitor("2", name="Bo Berg")


@EACH_DATABASE
def test_a_class_builds_a_board_together(aino: Visitor, bo: Visitor, teacher: Visitor) -> None:
    board = opens_board(teacher)
    assert "Share one thing you found" in aino.get("/boards").main_text
    creates_post(aino, board, "Taitaja-kilpailut ovat avoimia kaikille")
    assert "only you can see it" in aino.get(f"/boards/{board}").main_text
    assert "Taitaja" not in bo.get(f"/boards/{board}").main_text
    page = teacher.get(f"{teacher.viewer.home_url}/boards/{board}")
    assert texts_of(page.all("main h2"))[0] == "Waiting for you 1"
    assert "Aino Aalto" in page.main_text
    moderates(teacher, board)
    assert "Taitaja-kilpailut" in bo.get(f"/boards/{board}").main_text
    assert "I like it · 1" in reacts(bo, board, "vote").main_text
    assert "1 vote" in aino.get(f"/boards/{board}").main_text


@pytest.mark.parametrize("cookies", [True, False])
def test_who_writes_or_votes_comes_back_to_that_post(
    school: HarbourSchool, teacher: Visitor, bo: Visitor, cookies: bool
) -> None:
    """The posts are shuffled: without the address one would have to look for one's own."""
    board, aino = opens_board(teacher, moderated=False), school.visitor(cookies=cookies)
    for pupil in (bo, aino):
        page = creates_post(pupil, board, "Mine, and where is it?")
        own = page.only("article:has(form[action$=delete-post])").attrs["id"]
        assert pupil.visited_urls[-1].endswith(f"#{own}")
    page = aino.submit(page.form(f'form[action="/boards/{board}/react"]'), {"kind": "vote"})
    voted = page.only("article:has(button[aria-pressed=true])").attrs["id"]
    assert aino.visited_urls[-1].endswith(f"#{voted}")


def test_a_second_vote_takes_the_first_back_and_nobody_votes_for_oneself(
    school: HarbourSchool, aino: Visitor, bo: Visitor, teacher: Visitor
) -> None:
    board = opens_board(teacher, moderated=False)
    creates_post(aino, board, "Seen")
    reacts(bo, board, "vote")
    assert "I like it · 0" in reacts(bo, board, "vote").main_text
    post = aino.get(f"/boards/{board}").only("form[action$=delete-post] input[name=post]").attrs["value"]
    aino.post(f"/boards/{board}/react", {"post": str(post), "kind": "vote"})
    assert school.count(PostReaction) == 0


def test_questions_with_most_votes_come_first(aino: Visitor, bo: Visitor, teacher: Visitor) -> None:
    board = opens_board(teacher, "questions", moderated=False)
    for text in ("first?", "second?", "third?"):
        creates_post(aino, board, text)
    page = bo.get(f"/boards/{board}")
    last = texts_of(page.all("main article .user-text"))[-1]
    bo.submit(page.form("main article:nth-of-type(3) form"), {"kind": "vote"})
    assert texts_of(bo.get(f"/boards/{board}").all("main article .user-text"))[0] == last


def test_a_map_of_jobs_needs_the_job_and_stands_by_jobs(aino: Visitor, bo: Visitor, teacher: Visitor) -> None:
    board = opens_board(teacher, "jobs", moderated=False)
    assert creates_post(aino, board, "Long days").response.status_code == 422
    creates_post(aino, board, "Long days", subject="Sailor")
    creates_post(bo, board, "Early mornings", subject="Baker")
    assert texts_of(aino.get(f"/boards/{board}").all("main article h3")) == ["Baker", "Sailor"]


def test_one_report_calls_the_teacher_and_two_hide_the_post_until_the_teacher_decides(
    school: HarbourSchool, aino: Visitor, bo: Visitor, teacher: Visitor
) -> None:
    board, carl, dora = opens_board(teacher, moderated=False), school.visitor("3"), school.visitor("4")
    creates_post(aino, board, "Something mean")
    assert "Reported" in reacts(bo, board, "report").main_text
    (waiting,) = teacher.get(teacher.viewer.home_url).all(".tabs .count")
    assert waiting.attrs["title"] == "1 post to read"
    assert "Something mean" in carl.get(f"/boards/{board}").main_text
    reacts(carl, board, "report")
    assert "Something mean" not in dora.get(f"/boards/{board}").main_text
    moderates(teacher, board, "show")
    assert "Something mean" in dora.get(f"/boards/{board}").main_text
    moderates(teacher, board, "hide")
    assert "Something mean" not in dora.get(f"/boards/{board}").main_text
    assert "Your teacher has hidden it" in aino.get(f"/boards/{board}").main_text


def test_a_pupil_takes_down_what_is_ones_own_and_nothing_else(
    school: HarbourSchool, aino: Visitor, bo: Visitor, teacher: Visitor
) -> None:
    board = opens_board(teacher, moderated=False)
    creates_post(aino, board, "Mine")
    form = aino.get(f"/boards/{board}").form("form[action$=delete-post]")
    bo.post(f"/boards/{board}/delete-post", dict(form.fields) | {"session": bo.viewer.token})
    assert school.count(Post) == 1
    reacts(bo, board, "vote")
    aino.submit(form, {})
    assert (school.count(Post), school.count(PostReaction)) == (0, 0)


def test_a_closed_board_can_be_read_and_a_late_text_is_not_lost(aino: Visitor, teacher: Visitor) -> None:
    board = opens_board(teacher)
    late = aino.get(f"/boards/{board}").form("form#put")
    settings = teacher.get(f"{teacher.viewer.home_url}/boards/{board}").form("form#set")
    teacher.submit(settings, {"open": []})
    page = aino.submit(late, {"text": "I was just typing"})
    assert page.response.status_code == 422
    assert "I was just typing" in page.response.text
    assert not page.all("form#put")


@pytest.mark.parametrize(("hour", "open_"), [(5, False), (6, True), (10, True), (13, False)])
def test_hours_are_local_time_of_the_pack(aino: Visitor, teacher: Visitor, hour: int, open_: bool) -> None:
    """The invented pack's clock is two hours ahead of UTC in November: 08:00-14:00 there is 6-12 UTC."""
    board = opens_board(teacher)
    settings = teacher.get(f"{teacher.viewer.home_url}/boards/{board}").form("form#set")
    teacher.submit(settings, {"opens": "08:00", "closes": "14:00"})
    at = datetime.now(UTC).replace(month=11, day=25, hour=hour, minute=30)
    assert board_view(teacher, board).takes_posts("Europe/Helsinki", at) is open_


def board_view(teacher: Visitor, board: str) -> store.BoardView:
    with teacher.school.database.reading() as db:
        view = store.find_board(db, "town", teacher.viewer.class_id, board)
    assert view
    return view


@pytest.mark.parametrize(("opens", "closes"), [("soon", "14"), ("14:00", "08:00"), ("08:00", ""), ("25:00", "26:00")])
def test_hours_that_are_none_are_refused_with_a_reason(teacher: Visitor, opens: str, closes: str) -> None:
    board = opens_board(teacher)
    settings = teacher.get(f"{teacher.viewer.home_url}/boards/{board}").form("form#set")
    page = teacher.submit(settings, {"opens": opens, "closes": closes})
    assert page.response.status_code == 422
    assert "Enter a time" in page.main_text


def test_the_copy_for_the_class_has_no_names_and_no_times(aino: Visitor, bo: Visitor, teacher: Visitor) -> None:
    board = opens_board(teacher, moderated=False, prompt="What is new to you?")
    creates_post(aino, board, "One thing")
    creates_post(bo, board, "Another thing")
    moderates(teacher, board, "hide")
    copy = teacher.client.get(f"{teacher.viewer.home_url}/boards/{board}/export")
    assert copy.text.splitlines()[0] == "What is new to you?"
    assert copy.text.count("–") == 1
    assert "Aino" not in copy.text
    assert "Bo" not in copy.text


def test_there_is_an_end_to_what_one_pupil_puts_up(aino: Visitor, teacher: Visitor) -> None:
    board = opens_board(teacher)
    for number in range(posts.MAX_POSTS_PER_PUPIL):
        assert creates_post(aino, board, f"Post {number}").response.status_code == 200
    page = creates_post(aino, board, "One more")
    assert page.response.status_code == 422
    assert "cannot add any more posts" in page.main_text


def test_pressing_twice_puts_up_once(school: HarbourSchool, aino: Visitor, teacher: Visitor) -> None:
    form = aino.get(f"/boards/{opens_board(teacher)}").form("form#put")
    for _ in range(2):
        aino.submit(form, {"text": "Twice"})
    assert school.count(Post) == 1


def test_what_is_sent_from_a_page_that_was_gone_back_to_is_put_up_too(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    form = aino.get(f"/boards/{opens_board(teacher)}").form("form#put")
    for text in ("One", "Two", "Two", "One"):
        aino.submit(form, {"text": text})
    assert school.count(Post) == 2


@pytest.mark.parametrize("role", [Role.GUEST, Role.AUTHOR, Role.MENTOR])
def test_who_is_no_pupil_of_the_class_sees_no_board(school: HarbourSchool, teacher: Visitor, role: Role) -> None:
    board = opens_board(teacher, moderated=False)
    stranger = school.visitor("x", role=role)
    for path in ("/boards", f"/boards/{board}"):
        assert stranger.client.get(path).headers["careered-code"] == "not_found"


def test_a_board_of_another_class_is_not_there(school: HarbourSchool, aino: Visitor, teacher: Visitor) -> None:
    with school.database.transaction() as db:
        other = store.create(db, "town", "another-class", "findings", "Not yours", moderated=False)
    assert aino.client.get(f"/boards/{other}").headers["careered-code"] == "not_found"
    answer = teacher.client.get(f"{teacher.viewer.home_url}/boards/{other}")
    assert answer.headers["careered-code"] == "not_found"
