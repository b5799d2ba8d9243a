"""Student view (the platform's test user): all of it can be played, nothing is stored, counted or marked."""

import pytest

from careered.progress.tables import Answer, Delivery, Event, Status
from careered.roster.tables import Enrolment
from tests.journeys.browser import Visitor
from tests.journeys.messages import LEARNER, LIS, TEST_USER, Came, comes
from tests.journeys.test_mentors import rows
from tests.journeys.town import FINLAND, Town, grid
from tests.support.people import answers_for, step_of

KEPT = (Answer, Event, Status, Delivery)


def student_view(town: Town, *, number: str = "test-1", roles: tuple[str, ...] = (LEARNER, TEST_USER)) -> Came:
    """A teacher presses "student view" on the platform."""
    return comes(town, town.people(FINLAND)[0], {"sub": number, "name": "Testi Oppilas", "roles": list(roles)})


def plays(town: Town, browser: Visitor, lesson_id: str) -> list[str]:
    """Go through a lesson; the pages that did not say that this is a preview."""
    lesson, silent = town.pack(FINLAND).lesson(lesson_id), []
    assert lesson
    page = browser.get(f"/lessons/{lesson_id}")
    for _ in range(4 * len(lesson.steps) + 4):
        assert page.response.status_code == 200
        silent += [] if len(page.all(".preview")) == 1 else [page.path]
        if page.path.endswith("/done"):
            return silent
        step = step_of(town.pack(FINLAND), page.path)
        form = page.form("[data-next]") if page.leads_on.name == "form" else None
        filled = answers_for(step, form) if step and form and (form.texts or form.choices) else {}
        page = browser.press(page, **filled)
    raise AssertionError(page.path)


@pytest.mark.parametrize("lesson", ["fi-2", "fi-3"])
def test_every_page_plays_and_says_that_nothing_is_saved(monday: Town, lesson: str) -> None:
    came = student_view(monday)
    assert came.page.path == "/lessons"
    assert plays(monday, came.visitor, lesson) == []
    assert [rows(monday, table) for table in KEPT] == [0, 0, 0, 0]


def test_a_test_user_is_in_no_report_in_no_grid_and_in_no_gradebook(monday: Town) -> None:
    plays(monday, student_view(monday).visitor, "fi-2")
    assert monday.work_until_quiet() == 0
    _, classroom = monday.teacher(FINLAND)
    monday.work()
    assert monday.asked("score") == 0
    assert all(row["user_id"] != "test-1" for row in monday.report(FINLAND)["pupils"])
    assert "Testi Oppilas" not in grid(monday.teacher(FINLAND)[1])
    assert "Testi Oppilas" not in classroom.response.text


def test_a_teacher_in_student_view_has_no_class_page_and_is_the_teacher_again_afterwards(monday: Town) -> None:
    _, classroom = monday.teacher(FINLAND)
    came = student_view(monday, number="10", roles=(f"{LIS}membership#Instructor", TEST_USER))
    assert came.page.path == "/lessons"
    assert came.visitor.get(classroom.path).response.status_code == 404
    assert monday.teacher(FINLAND)[1].path == classroom.path


def test_the_test_user_is_kept_as_a_guest_and_nothing_more(monday: Town) -> None:
    student_view(monday)
    with monday.school.database.read() as db:
        assert db.execute(Enrolment.__table__.select()).mappings().one()["role"] == "guest"
