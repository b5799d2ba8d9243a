"""Student view (the platform's test user): all of it can be played, nothing is stored, counted or marked."""

import pytest

from careered.progress.tables import Answer, Event, RequirementStatus, ScoreDelivery
from careered.roster.tables import Enrolment
from demo_platform.people import Role
from tests.journeys.browser import FrameBrowser
from tests.journeys.launches import LEARNER, LIS_VOCABULARY, TEST_USER, LaunchOutcome, launch_with
from tests.journeys.scenario import FINLAND, WHOLE_PROGRAMME, Scenario, grid_cells
from tests.journeys.test_mentors import count_rows
from tests.support.people import answers_for, step_at

PROGRESS_TABLES = (Answer, Event, RequirementStatus, ScoreDelivery)


def launch_as_test_user(
    scenario: Scenario, *, number: str = "test-1", roles: tuple[str, ...] = (LEARNER, TEST_USER)
) -> LaunchOutcome:
    """A teacher presses "student view" on the platform."""
    return launch_with(
        scenario, scenario.people(FINLAND)[0], {"sub": number, "name": "Testi Oppilas", "roles": list(roles)}
    )


def go_through_steps(scenario: Scenario, browser: FrameBrowser, lesson_id: str) -> list[str]:
    """Go through a lesson; the pages that did not say that this is a preview."""
    lesson, silent = scenario.pack(FINLAND).lesson(lesson_id), []
    assert lesson
    page = browser.get(f"/lessons/{lesson_id}")
    for _ in range(8 * len(lesson.steps) + 8):
        assert page.response.status_code == 200
        silent += [] if len(page.all(".preview")) == 1 else [page.path]
        if page.path.endswith("/done"):
            return silent
        step = step_at(scenario.pack(FINLAND), page.path)
        form = page.next_form if page.next_control.name != "a" else None
        filled = answers_for(step, form) if step and form else {}
        page = browser.press_next(page, **filled)
    raise AssertionError(page.path)


@pytest.mark.parametrize("lesson", ["fi-2", "fi-3"])
def test_every_page_plays_and_says_that_nothing_is_saved(scenario: Scenario, lesson: str) -> None:
    outcome = launch_as_test_user(scenario)
    assert outcome.page.path == "/lessons"
    assert go_through_steps(scenario, outcome.browser, lesson) == []
    assert [count_rows(scenario, table) for table in PROGRESS_TABLES] == [0, 0, 0, 0]


def test_a_test_user_is_in_no_report_in_no_grid_and_in_no_gradebook(scenario: Scenario) -> None:
    go_through_steps(scenario, launch_as_test_user(scenario).browser, "fi-2")
    assert scenario.run_worker_until_idle() == 0
    _, classroom = scenario.teacher(FINLAND)
    scenario.run_worker()
    assert scenario.request_count("score") == 0
    assert all(row["user_id"] != "test-1" for row in scenario.report(FINLAND)["pupils"])
    assert "Testi Oppilas" not in grid_cells(scenario.teacher(FINLAND)[1])
    assert "Testi Oppilas" not in classroom.response.text


def test_a_teacher_in_student_view_has_no_class_page_and_is_the_teacher_again_afterwards(scenario: Scenario) -> None:
    _, classroom = scenario.teacher(FINLAND)
    outcome = launch_as_test_user(scenario, number="10", roles=(f"{LIS_VOCABULARY}membership#Instructor", TEST_USER))
    assert outcome.page.path == "/lessons"
    assert outcome.browser.get(classroom.path).response.status_code == 404
    assert scenario.teacher(FINLAND)[1].path == classroom.path


def test_the_test_user_is_kept_as_a_guest_and_nothing_more(scenario: Scenario) -> None:
    launch_as_test_user(scenario)
    with scenario.school.database.reading() as db:
        assert db.execute(Enrolment.__table__.select()).mappings().one()["role"] == "guest"


def switch_role(scenario: Scenario, person: str) -> LaunchOutcome:
    """A member of staff presses "Switch role to… Student" (Moodle): the same person, now a learner."""
    return launch_with(scenario, person, {"roles": [LEARNER]})


@pytest.mark.parametrize("role", [Role.TEACHER, Role.ASSISTANT])
def test_staff_who_switch_their_role_to_student_see_the_preview_however_often(scenario: Scenario, role: Role) -> None:
    """Seen on a real platform (4): "Switch role to… Student" made the teacher a pupil."""
    person = scenario.people(FINLAND, role)[0]
    scenario.opens(person, WHOLE_PROGRAMME[FINLAND])
    for _time in range(2):
        outcome = switch_role(scenario, person)
        assert outcome.page.path == "/lessons"
        assert len(outcome.page.all(".preview")) == 1
    assert go_through_steps(scenario, outcome.browser, "fi-2") == []
    assert [count_rows(scenario, table) for table in PROGRESS_TABLES] == [0, 0, 0, 0]
    _, classroom = scenario.opens(person, WHOLE_PROGRAMME[FINLAND])
    scenario.run_worker()
    assert classroom.path.startswith("/teacher/class/")
    assert scenario.platform.people[person].name not in grid_cells(scenario.teacher(FINLAND)[1])
    assert all(row["user_id"] != person for row in scenario.report(FINLAND)["pupils"])


def test_a_teachers_open_pages_end_with_the_switched_role_and_a_pupil_is_never_in_the_preview(
    scenario: Scenario,
) -> None:
    browser, classroom = scenario.teacher(FINLAND)
    switch_role(scenario, scenario.people(FINLAND, Role.TEACHER)[0])
    assert browser.get(classroom.path).response.status_code != 200
    _, page = scenario.opens(scenario.people(FINLAND)[0], WHOLE_PROGRAMME[FINLAND])
    assert not page.all(".preview")
