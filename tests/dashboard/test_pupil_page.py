"""One pupil's record: the proof for each requirement, without the words that the pupil keeps."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import insert, select, update

from careered.dashboard.pupil_record import hurried_pace
from careered.privacy.tables import AccessLog
from careered.progress.events import store_answer
from careered.progress.tables import RequirementStatus
from careered.web.app_state import AppState
from tests.dashboard.factories import Classroom
from tests.dashboard.test_class_page import class_page, grid_rows, insert_delivery
from tests.support.pages import Page


def pupil_page(classroom: Classroom, name: str, **session: Any) -> Page:
    """A pupil's page as the class's teacher sees it."""
    return Page(classroom.browser_of("Opo Lehto", **session).get(f"/teacher/pupil/{classroom.people[name]}"))


def log_rows(app_state: AppState) -> list[dict[str, Any]]:
    """Everything in the access log."""
    with app_state.database.reading() as db:
        return [dict(row) for row in db.execute(select(AccessLog.__table__)).mappings()]


def test_the_record_shows_state_moment_lesson_version_and_paragraphs(classroom: Classroom) -> None:
    with classroom.app_state.database.transaction() as db:
        db.execute(update(RequirementStatus.__table__).values(since_at=datetime(2026, 11, 19, 8, 5, tzinfo=UTC)))
    with time_machine.travel(datetime(2026, 11, 20, 8, 0, tzinfo=UTC), tick=False):
        page = pupil_page(classroom, "Aino Mäkelä")
    card = page.only("#requirement-XV-R1")
    words = " ".join(card.to_text().split())
    assert words.startswith("Introduced to Paths Done")
    assert "Since 19 November 2026, 10:05 · In the lessons: Paths: three ways forward · Pack version 1.2.0" in words
    assert "O8 Using guidance services" in words


@pytest.mark.parametrize(
    ("seconds", "minutes", "pace"),
    [(119, 25, (2, 25)), (20, 25, (1, 25)), (299, 25, (5, 25)), (300, 25, None), (1500, 25, None), (80, 7, (1, 7))],
)
def test_a_lesson_done_in_under_a_fifth_of_its_time_says_so(
    seconds: int, minutes: int, pace: tuple[int, int] | None
) -> None:
    begun_at = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
    assert hurried_pace(begun_at, begun_at + timedelta(seconds=seconds), minutes) == pace
    assert hurried_pace(begun_at, None, minutes) is None
    assert hurried_pace(None, begun_at, minutes) is None


def test_staff_see_the_answers_but_never_the_words_that_are_private(classroom: Classroom) -> None:
    page = pupil_page(classroom, "Aino Mäkelä")
    assert "Which programme did you find? Lentokonemekaanikko" in page.main_text
    assert "Salainen" not in page.response.text
    assert "unelma" not in page.response.text
    assert "5 words written, kept private." in page.main_text


def test_what_is_typed_but_not_handed_in_stays_with_the_pupil(classroom: Classroom) -> None:
    with classroom.app_state.database.transaction() as db:
        store_answer(db, classroom.scope("Väinö Öhman"), "xv-2", "xv-2-eval", {"compare": "Keskeneräinen"}, revision=1)
    page = pupil_page(classroom, "Väinö Öhman")
    assert "Lukio" in page.main_text
    assert "Keskeneräinen" not in page.response.text
    assert "Started, not handed in yet" in page.main_text


def test_a_call_for_help_stands_at_its_step(classroom: Classroom) -> None:
    classroom.asks_for_help("Väinö Öhman", "tell_teacher", step="xv-1-reflect")
    assert "Would rather tell you in person" in pupil_page(classroom, "Väinö Öhman").main_text


def test_the_figures_are_those_of_the_grid(classroom: Classroom) -> None:
    for name, cells in grid_rows(class_page(classroom)).items():
        page = pupil_page(classroom, name)
        assert cells[-1] == page.only("#requirements .count").to_text()
        states = [" ".join(state.to_text().split()) for state in page.all("#requirements .par .tile")]
        assert states == cells[:-1]


def test_who_is_exempt_and_who_wants_to_talk_have_the_tiles_of_the_grid(classroom: Classroom) -> None:
    """Seen beside the grid: an exempt tile without its hatching, and a ring where the grid had a bubble."""
    name = "Väinö Öhman"
    classroom.asks_for_help(name, "tell_teacher")
    row = {**classroom.scope(name).key, "requirement_id": "XV-R8", "state": "exempt", "method": "teacher"}
    with classroom.app_state.database.transaction() as db:
        values = {**row, "evidence": [], "pack_version": "1.2.0", "since_at": datetime.now(UTC)}
        db.execute(insert(RequirementStatus.__table__).values(**values))
    (of_grid,) = [one for one in class_page(classroom).all("table.grid tbody tr") if name in one.to_text()]
    page = pupil_page(classroom, name)
    drawn = [
        [(one.attrs["class"], " ".join(one.to_text().split())) for one in tiles]
        for tiles in (of_grid.query("td.t:not(.extra) .tile"), page.all("#requirements .par .tile"))
    ]
    assert drawn[0] == drawn[1]
    assert {"tile exempt", "tile talk"} < {look for look, _word in drawn[1]}
    bar = [one.attrs["class"] for one in page.all("#requirements .bar rect")]
    assert bar == [look for look in ("f-done", "f-talk", "f-in_progress", "f-not_started") if look in bar]
    assert "f-talk" in bar
    wishes = [one for one in page.all(".par summary") if one.query(".tile.talk")]
    days = {day.to_text().strip() for one in wishes for day in one.query(".on")}
    assert days == {""}, "the day of the state reads as that of the wish"


def test_the_codes_of_a_requirement_stand_apart(classroom: Classroom) -> None:
    """Seen in a Danish talk: “KV3 § 1, stk. 6 Job, 9. kl.”, where nobody saw how many codes that was."""
    codes = [one.to_text() for one in pupil_page(classroom, "Aino Mäkelä").all(".par .codes")]
    titles = [len(one.query("dt")) for one in pupil_page(classroom, "Aino Mäkelä").all(".par .paragraphs")]
    assert [len(one.split("\u00a0· ")) for one in codes] == titles
    assert max(titles) > 1


def test_the_lesson_that_a_pupil_worked_on_last_stands_first(classroom: Classroom) -> None:
    for day, lesson in ((9, "xv-3"), (11, "xv-2"), (10, "xv-1")):
        with time_machine.travel(datetime(2026, 11, day, 9, 0, tzinfo=UTC), tick=False):
            classroom.completes("Siiri Åkerblom", (lesson, f"{lesson}-any", "read"))
    titles = [one.to_text() for one in pupil_page(classroom, "Siiri Åkerblom").all(".lesson > summary > span")]
    assert titles == ["Who is answering?", "Paths: three ways forward", "Sketch 3"]


def test_a_pupil_who_never_came_has_a_page_that_says_so(classroom: Classroom) -> None:
    page = pupil_page(classroom, "Siiri Åkerblom")
    assert "This pupil has not opened careered yet." in page.main_text
    assert "Nothing yet." in page.main_text
    assert "Pupils can choose to show it on their own page once they have opened careered." in page.main_text
    assert "keeps this private" not in page.main_text, "who never came has kept nothing private"


def test_marks_on_their_way_are_said_in_sentences(classroom: Classroom) -> None:
    insert_delivery(classroom, "Aino Mäkelä", state="not_in_course")
    words = pupil_page(classroom, "Aino Mäkelä").main_text
    assert "Guidance: 1 / 9." in words
    assert "Moodle says that the pupil is not on the course." in words


def test_each_look_at_a_record_leaves_one_row_in_the_access_log(classroom: Classroom) -> None:
    before = datetime.now(UTC)
    pupil_page(classroom, "Aino Mäkelä")
    (row,) = log_rows(classroom.app_state)
    assert row["viewer_person_id"] == classroom.people["Opo Lehto"]
    assert row["pupil_person_id"] == classroom.people["Aino Mäkelä"]
    assert (row["viewer_role"], row["action"], row["class_id"]) == ("teacher", "pupil_page", classroom.id)
    assert before <= row["occurred_at"] <= datetime.now(UTC)


def test_looking_at_the_class_or_being_refused_leaves_no_row(classroom: Classroom, other_classroom: Classroom) -> None:
    class_page(classroom)
    classroom.browser_of("Opo Lehto").get(f"/teacher/pupil/{other_classroom.people['Eetu Niemi']}")
    assert log_rows(classroom.app_state) == []


def test_the_log_holds_no_session_secret_and_no_name(classroom: Classroom) -> None:
    browser = classroom.browser_of("Opo Lehto")
    browser.get(f"/teacher/pupil/{classroom.people['Aino Mäkelä']}")
    text = str(log_rows(classroom.app_state))
    assert browser.headers["x-careered-session"] not in text
    assert "Aino" not in text
    assert "Lehto" not in text


def test_a_pupil_without_a_name_has_the_same_two_words_everywhere(classroom: Classroom) -> None:
    classroom.launches("unnamed", shares_name=False)
    (words,) = set(grid_rows(class_page(classroom))) - {"Aino Mäkelä", "Väinö Öhman", "Siiri Åkerblom"}
    page = pupil_page(classroom, "unnamed")
    assert page.only("h1").to_text() == words
    assert "does not share names" in page.main_text


def test_whoever_prints_the_papers_of_a_pupil_without_a_name_is_told_to_write_it(classroom: Classroom) -> None:
    classroom.launches("unnamed", shares_name=False)
    teacher, told = classroom.browser_of("Opo Lehto"), "Write the name by hand"
    one = f"/teacher/pupil/{classroom.people['unnamed']}/report?as=print"
    everybody = f"/teacher/class/{classroom.id}/report?what=letters&as=print"
    named = f"/teacher/pupil/{classroom.people['Aino Mäkelä']}/report?as=print"
    pages = (one, f"{one}&for=home", everybody, named)
    assert [told in teacher.get(page).text for page in pages] == [True, True, True, False]


@pytest.mark.parametrize("answer", ["æøå 👩‍🔧", "<b>bold</b>", "&amp;", "rivi 1\nrivi 2", "  väli  lyönnit "])
def test_an_answer_is_shown_letter_for_letter(classroom: Classroom, answer: str) -> None:
    classroom.completes("Siiri Åkerblom", ("xv-1", "xv-1-visit", "visit"), task_a=answer)
    shown = pupil_page(classroom, "Siiri Åkerblom").only("bdi.answer")
    assert shown.to_text(separator="", strip=False) == answer


@pytest.mark.parametrize(("step", "status"), [("xv-1-visit", 303), ("xv-1-reflect", 404), ("xv-1-none", 404)])
def test_staff_write_about_what_they_see_and_not_about_what_stays_the_pupils_own(
    classroom: Classroom, step: str, status: int
) -> None:
    teacher = classroom.browser_of("Opo Lehto")
    session = teacher.headers["cookie"].split("=", 1)[1]
    data = {"session": session, "lesson": "xv-1", "step": step, "text": "Good find"}
    path = f"/teacher/pupil/{classroom.people['Aino Mäkelä']}"
    assert teacher.post(f"{path}/comment", data=data).status_code == status
    assert ("Good find" in teacher.get(path).text) is (status == 303)
