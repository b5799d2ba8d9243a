"""One pupil's record: the proof for each requirement, without the words that the pupil keeps."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from sqlalchemy import select, update

from careered.privacy.tables import AccessLog
from careered.progress.record import save_answer
from careered.progress.tables import Status
from careered.web.edge import House
from tests.dashboard.classroom import Classroom
from tests.dashboard.test_class_page import class_page, delivery, rows
from tests.support.pages import Page


def pupil_page(room: Classroom, name: str, **session: Any) -> Page:
    """A pupil's page as the class's teacher sees it."""
    return Page(room.looks("Opo Lehto", **session).get(f"/teacher/pupil/{room.people[name]}"))


def log_rows(house: House) -> list[dict[str, Any]]:
    """Everything in the access log."""
    with house.database.read() as db:
        return [dict(row) for row in db.execute(select(AccessLog.__table__)).mappings()]


def test_the_record_shows_state_moment_lesson_version_and_paragraphs(room: Classroom) -> None:
    with room.house.database.write() as db:
        db.execute(update(Status.__table__).values(since=datetime(2026, 11, 19, 8, 5, tzinfo=UTC)))
    with time_machine.travel(datetime(2026, 11, 20, 8, 0, tzinfo=UTC), tick=False):
        page = pupil_page(room, "Aino Mäkelä")
    card = page.one("#requirement-XV-R1")
    words = " ".join(card.to_text().split())
    assert words.startswith("Introduced to Paths Done")
    assert "Since 19/11 10:05 · In the lessons: Paths: three ways forward · Pack version 1.2.0" in words
    assert "O8 Using guidance services" in words


def test_staff_see_the_answers_but_never_the_words_that_are_private(room: Classroom) -> None:
    page = pupil_page(room, "Aino Mäkelä")
    assert "Which programme did you find? Lentokonemekaanikko" in page.words
    assert "Salainen" not in page.response.text
    assert "unelma" not in page.response.text
    assert "Written, 5 words, kept private." in page.words


def test_what_is_typed_but_not_handed_in_stays_with_the_pupil(room: Classroom) -> None:
    with room.house.database.write() as db:
        save_answer(db, room.where("Väinö Öhman"), "xv-2", "xv-2-eval", {"compare": "Keskeneräinen"}, revision=1)
    page = pupil_page(room, "Väinö Öhman")
    assert "Lukio" in page.words
    assert "Keskeneräinen" not in page.response.text
    assert "Begun, not handed in yet" in page.words


def test_a_call_for_help_stands_at_its_step(room: Classroom) -> None:
    room.asks_for_help("Väinö Öhman", "tell_teacher", step="xv-1-reflect")
    assert "Would rather tell you in person" in pupil_page(room, "Väinö Öhman").words


def test_the_figures_are_those_of_the_grid(room: Classroom) -> None:
    for name, cells in rows(class_page(room)).items():
        page = pupil_page(room, name)
        assert cells[-1] == page.one(".progress progress").to_text()
        states = [" ".join(one.to_text().split()) for one in page.all("#requirements .state")]
        assert states == cells[:-1]


def test_a_pupil_who_never_came_has_a_page_that_says_so(room: Classroom) -> None:
    page = pupil_page(room, "Siiri Åkerblom")
    assert "This pupil has not opened careered yet." in page.words
    assert "Nothing yet." in page.words


def test_marks_on_their_way_are_said_in_sentences(room: Classroom) -> None:
    delivery(room, "Aino Mäkelä", state="not_in_course")
    words = pupil_page(room, "Aino Mäkelä").words
    assert "Guidance: 1 / 9." in words
    assert "Moodle says that the pupil is not in the course." in words


def test_each_look_at_a_record_leaves_one_row_in_the_access_log(room: Classroom) -> None:
    before = datetime.now(UTC)
    pupil_page(room, "Aino Mäkelä")
    (row,) = log_rows(room.house)
    assert row["viewer_person_id"] == room.people["Opo Lehto"]
    assert row["pupil_person_id"] == room.people["Aino Mäkelä"]
    assert (row["viewer_role"], row["view"], row["class_id"]) == ("teacher", "pupil_page", room.id)
    assert before <= row["at"] <= datetime.now(UTC)


def test_looking_at_the_class_or_being_refused_leaves_no_row(room: Classroom, other_room: Classroom) -> None:
    class_page(room)
    room.looks("Opo Lehto").get(f"/teacher/pupil/{other_room.people['Eetu Niemi']}")
    assert log_rows(room.house) == []


def test_the_log_holds_no_session_secret_and_no_name(room: Classroom) -> None:
    browser = room.looks("Opo Lehto")
    browser.get(f"/teacher/pupil/{room.people['Aino Mäkelä']}")
    text = str(log_rows(room.house))
    assert browser.headers["x-careered-session"] not in text
    assert "Aino" not in text
    assert "Lehto" not in text


def test_a_pupil_without_a_name_has_the_same_two_words_everywhere(room: Classroom) -> None:
    room.comes("nameless", shares_name=False)
    (words,) = set(rows(class_page(room))) - {"Aino Mäkelä", "Väinö Öhman", "Siiri Åkerblom"}
    page = pupil_page(room, "nameless")
    assert page.one("h1").to_text() == words
    assert "shares no names" in page.words


@pytest.mark.parametrize("answer", ["æøå 👩‍🔧", "<b>bold</b>", "&amp;", "rivi 1\nrivi 2", "  väli  lyönnit "])
def test_an_answer_is_shown_letter_for_letter(room: Classroom, answer: str) -> None:
    room.does("Siiri Åkerblom", ("xv-1", "xv-1-visit", "visit"), task_a=answer)
    shown = pupil_page(room, "Siiri Åkerblom").one("bdi.answer")
    assert shown.to_text(separator="", strip=False) == answer


@pytest.mark.parametrize(("step", "status"), [("xv-1-visit", 303), ("xv-1-reflect", 404), ("xv-1-none", 404)])
def test_staff_write_about_what_they_see_and_not_about_what_stays_the_pupils_own(
    room: Classroom, step: str, status: int
) -> None:
    teacher = room.looks("Opo Lehto")
    session = teacher.headers["cookie"].split("=", 1)[1]
    data = {"session": session, "lesson": "xv-1", "step": step, "text": "Good find"}
    path = f"/teacher/pupil/{room.people['Aino Mäkelä']}"
    assert teacher.post(f"{path}/comment", data=data).status_code == status
    assert ("Good find" in teacher.get(path).text) is (status == 303)
