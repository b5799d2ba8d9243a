"""While a class does a lesson together, its teacher sees by name who waits and who has not come along."""

from datetime import timedelta

import pytest
import time_machine
from starlette.testclient import TestClient

from careered.clock import now
from careered.questions import store as questions
from careered.web.app_state import AppState
from careered.web.permissions import Role
from tests.dashboard.conftest import app_state
from tests.dashboard.factories import Classroom, class_8b
from tests.support.pages import Page

__all__ = ["app_state"]


@pytest.fixture
def classroom(app_state: AppState) -> Classroom:
    return class_8b(app_state)


def begins(classroom: Classroom, teacher: TestClient, minutes: str = "45") -> str:
    """The teacher starts the lesson; its page's address."""
    path = f"/teacher/class/{classroom.id}/live-lesson"
    assert teacher.post(f"{path}/start", data={"lesson": "xv-1", "minutes": minutes}).status_code == 303
    return path


def presses(teacher: TestClient, action: str, **fields: str) -> Page:
    """A form is sent; the page that it leads to."""
    return Page(teacher.get(teacher.post(action, data=fields).headers["location"]))


def waiting(page: Page) -> list[str]:
    return [" ".join(one.to_text().split()) for one in page.all(".waiting .said")]


def figures(page: Page) -> list[str]:
    return [" ".join(one.to_text().split()) for one in page.all(".stage .figures dd")]


def test_requests_and_questions_since_it_began_stand_there_the_longest_first(classroom: Classroom) -> None:
    classroom.asks_for_help("Väinö Öhman", "tell_teacher")
    teacher = classroom.browser_of("Opo Lehto")
    with time_machine.travel(now() + timedelta(minutes=1), tick=False):
        path = begins(classroom, teacher)
        classroom.asks_for_help("Aino Mäkelä", "page_closed")
    with time_machine.travel(now() + timedelta(minutes=4), tick=False):
        with classroom.app_state.database.transaction() as db:
            questions.create(db, "town", classroom.id, classroom.people["Siiri Åkerblom"], "I found only one")
        page = Page(teacher.get(path))
    assert waiting(page) == ["Aino Mäkelä The page did not open", "Siiri Åkerblom I found only one"]
    assert [one.to_text() for one in page.all(".waiting li > .quiet")] == ["3 min ago", "just now"]


def test_what_is_resolved_from_there_is_gone_for_the_desk_too_and_comes_back(classroom: Classroom) -> None:
    teacher = classroom.browser_of("Opo Lehto")
    path = begins(classroom, teacher)
    classroom.asks_for_help("Aino Mäkelä", "page_closed")
    form = Page(teacher.get(path)).form(".waiting .acts form")
    done = presses(teacher, form.action, **dict(form.values_with()))
    assert (waiting(done), done.all(".toast [data-undo]") != []) == ([], True)
    assert Page(teacher.get("/desk")).all(".item.stuck") == []
    again = presses(teacher, form.action, **dict(form.values_with()))
    assert "Nothing changed" in again.only(".toast").to_text()
    undo = done.form(".toast form")
    assert waiting(presses(teacher, undo.action, **dict(undo.values_with()))) == ["Aino Mäkelä The page did not open"]


def test_a_session_begun_within_a_minute_is_as_long_as_its_form_said(classroom: Classroom) -> None:
    """The end is offered as a time of day: it was 44 minutes and some seconds away, and no length was marked."""
    teacher, path = classroom.browser_of("Opo Lehto"), f"/teacher/class/{classroom.id}/live-lesson"
    with time_machine.travel(now().replace(second=44), tick=False):
        form = Page(teacher.get(path)).form("#start-lesson")
        page = presses(teacher, form.action, **dict(form.values_with()))
        assert page.only(".spread .lengths [aria-current]").to_text() == "45 min"
        assert [one.to_text() for one in page.all(".clock .lengths button")] == ["Add 5 min"]
        assert page.only(".clock .lengths button").attrs["value"] == "50"


def test_an_assistant_sees_who_wants_to_talk_and_cannot_say_that_they_have(classroom: Classroom) -> None:
    path = begins(classroom, classroom.browser_of("Opo Lehto"))
    classroom.asks_for_help("Aino Mäkelä", "tell_teacher")
    classroom.launches("Apu Ranta", Role.ASSISTANT)
    page = Page(classroom.browser_of("Apu Ranta", Role.ASSISTANT).get(path))
    assert (len(waiting(page)), page.all(".waiting form")) == (1, [])


def test_who_has_not_opened_a_part_whose_time_is_over_is_named(classroom: Classroom) -> None:
    teacher = classroom.browser_of("Opo Lehto")
    path = begins(classroom, teacher)
    assert Page(teacher.get(path)).all(".now-box .names") == []
    classroom.finishes_paths("Aino Mäkelä")
    with time_machine.travel(now() + timedelta(minutes=44), tick=False):
        page = Page(teacher.get(path))
    named = [one.to_text() for one in page.all(".now-box .names li")]
    assert "Siiri Åkerblom" in named
    assert "Aino Mäkelä" not in named


def test_the_session_becomes_a_short_one_and_gets_more_minutes(classroom: Classroom) -> None:
    teacher = classroom.browser_of("Opo Lehto")
    path = begins(classroom, teacher)
    short = presses(teacher, f"{path}/length", minutes="20")
    assert short.only(".spread .lengths [aria-current]").to_text() == "Short, 20 min"
    assert "20 minutes left" in short.only(".clock").to_text()
    more = short.only(".clock button").attrs["value"]
    assert "25 minutes left" in presses(teacher, f"{path}/length", minutes=str(more)).main_text
    assert teacher.post(f"{path}/length", data={"minutes": "soon"}).status_code == 404


def test_who_has_left_is_in_no_count_and_no_list(classroom: Classroom) -> None:
    teacher, siiri = classroom.browser_of("Opo Lehto"), "Siiri Åkerblom"
    path = begins(classroom, teacher)
    classroom.completes(siiri, ("xv-1", "xv-1-visit", "visit"))
    classroom.asks_for_help(siiri, "tell_teacher")
    with classroom.app_state.database.transaction() as db:
        questions.create(db, "town", classroom.id, classroom.people[siiri], "I found only one")
    here = Page(teacher.get(path))
    assert (len(waiting(here)), figures(here)) == (2, ["1 / 3", "0 / 3"])
    classroom.receives_roster("Aino Mäkelä", "Väinö Öhman")
    with time_machine.travel(now() + timedelta(minutes=44), tick=False):
        left = Page(teacher.get(path))
    assert (waiting(left), figures(left)) == ([], ["0 / 2", "0 / 2"])
    assert siiri not in left.main_text


def test_answers_of_some_who_have_left_are_not_counted_of_those_who_are_there(classroom: Classroom) -> None:
    teacher = classroom.browser_of("Opo Lehto")
    path = begins(classroom, teacher)
    presses(teacher, f"{path}/exit-ticket", question="found")
    for name in ("Aino Mäkelä", "Väinö Öhman", "Siiri Åkerblom"):
        classroom.browser_of(name, Role.PUPIL).post("/live-lesson/exit-ticket", data={"choice": "yes"})
    assert figures(Page(teacher.get(path)))[-1] == "3 / 3"
    classroom.receives_roster("Aino Mäkelä", "Väinö Öhman")
    assert figures(Page(teacher.get(path)))[-1] == "3"


def test_after_a_lesson_without_an_exit_question_no_empty_box_stands(classroom: Classroom) -> None:
    teacher = classroom.browser_of("Opo Lehto")
    path = begins(classroom, teacher)
    assert Page(teacher.get(path)).all("#asked")
    assert not presses(teacher, f"{path}/end", do="end").all("#asked")
