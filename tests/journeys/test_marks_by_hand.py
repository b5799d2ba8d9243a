"""A gradebook belongs to its teacher: marks by hand, pupils who left, deleted line items."""

import httpx2
import pytest

from careered.clock import now
from tests.journeys.scenario import FINLAND, WHOLE_PROGRAMME, Scenario, add_line_item, grid_cells, open_scenario
from tests.journeys.test_student_view import go_through_steps


def test_two_scores_of_one_pupil_within_a_second_both_arrive(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    for lesson, done in (("fi-2", 1), ("fi-3", 3)):
        scenario.finishes(pupil, FINLAND, lesson)
        assert scenario.run_worker_until_idle() == 0
        assert scenario.gradebook_points(pupil, FINLAND)[0] == done
    assert 409 not in [entry.status for entry in scenario.platform.request_log]


def test_a_score_is_never_dated_ahead_for_that_would_shut_out_the_next_ones(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    for lesson in ("fi-2", "fi-3", "fi-4"):
        scenario.finishes(pupil, FINLAND, lesson)
        scenario.run_worker_until_idle()
        cell = scenario.gradebook_cell(pupil, WHOLE_PROGRAMME[FINLAND])
        assert cell
        assert cell.at <= now().timestamp()


@pytest.mark.parametrize("profile", ["moodle", "canvas", "itslearning"])
def test_a_mark_that_a_teacher_gave_while_ours_was_under_way_stays_and_is_shown(
    database_url: str, profile: str
) -> None:
    with open_scenario(database_url, profile) as scenario:
        pupil = scenario.people(FINLAND)[0]
        scenario.platform.faults.where, scenario.platform.faults.down = frozenset({"ags"}), "503"
        scenario.finishes(pupil, FINLAND)
        scenario.run_worker()
        scenario.advance(minutes=30)
        scenario.platform.faults.down = ""
        scenario.platform.grade_by_hand("1", pupil, 80.0)
        scenario.advance(minutes=30)
        assert scenario.run_worker_until_idle() == 0
        cell = scenario.gradebook_cell(pupil, WHOLE_PROGRAMME[FINLAND])
        assert cell
        assert (cell.score, cell.by_hand) == (80.0, True)
        assert scenario.delivery(pupil, FINLAND)["state"] == "newer_in_platform"
        browser, _ = scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])
        assert "Moodle" in browser.get("/lessons/fi-2/done").main_text
        assert "newer grade" in scenario.delivery(pupil, FINLAND)["words"]


def test_after_a_mark_by_hand_the_pupils_next_lesson_counts_again(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    scenario.finishes(pupil, FINLAND)
    scenario.run_worker()
    scenario.advance(hours=1)
    scenario.platform.grade_by_hand("1", pupil, 0.0)
    scenario.advance(hours=1)
    assert (scenario.run_worker(), scenario.gradebook_points(pupil, FINLAND)[0]) == (0, 0)
    scenario.finishes(pupil, FINLAND, "fi-3")
    assert (scenario.run_worker(), scenario.gradebook_points(pupil, FINLAND)[0]) == (0, 3)


def test_a_pupil_who_left_the_course_is_named_and_the_others_go_on(scenario: Scenario) -> None:
    gone, here = scenario.people(FINLAND)[:2]
    scenario.finishes(gone, FINLAND)
    scenario.finishes(here, FINLAND)
    scenario.platform.drop_person(FINLAND, gone)
    assert scenario.run_worker() == 1
    assert scenario.delivery(gone, FINLAND)["state"] == "not_in_course"
    assert scenario.delivery(here, FINLAND)["state"] == "delivered"
    asked = scenario.request_count("score", "results")
    scenario.advance(hours=11)
    assert (scenario.run_worker(), scenario.request_count("score", "results")) == (1, asked)
    scenario.platform.people[gone].roles[FINLAND] = scenario.platform.people[here].roles[FINLAND]
    scenario.advance(hours=2)
    assert scenario.run_worker() == 0
    assert scenario.gradebook_points(gone, FINLAND)[0] == 1


def test_a_removed_line_item_is_shown_and_the_activitys_new_one_gets_the_scores(scenario: Scenario) -> None:
    first, second = scenario.people(FINLAND)[:2]
    scenario.finishes(first, FINLAND)
    scenario.run_worker()
    scenario.platform.remove_line_item("1")
    scenario.finishes(second, FINLAND)
    assert scenario.run_worker() == 1
    assert scenario.delivery(second, FINLAND)["state"] == "column_gone"
    _, classroom = scenario.teacher(FINLAND)
    assert all(scenario.platform.people[pupil].name in grid_cells(classroom) for pupil in (first, second))
    add_line_item(scenario.platform, FINLAND, WHOLE_PROGRAMME[FINLAND])
    scenario.advance(minutes=5)
    scenario.opens(first, WHOLE_PROGRAMME[FINLAND])
    assert scenario.run_worker_until_idle() == 0
    assert [scenario.gradebook_points(pupil, FINLAND)[0] for pupil in (first, second)] == [1, 1]
    assert set(scenario.platform.line_items) == {"3", "77"}


def test_a_removed_line_item_is_never_created_again_behind_the_teachers_back(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    scenario.finishes(pupil, FINLAND)
    scenario.platform.remove_line_item("1")
    scenario.run_worker()
    scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])
    for _ in range(4):
        scenario.advance(hours=13)
        scenario.run_worker_until_idle()
    assert set(scenario.platform.line_items) == {"3"}
    assert scenario.request_count("lineitems") == 0


def test_a_teacher_and_a_visitor_without_a_role_get_no_score(scenario: Scenario) -> None:
    browser, _ = scenario.teacher(FINLAND)
    assert go_through_steps(scenario, browser, "fi-2") == []
    scenario.advance(days=1)
    assert scenario.run_worker_until_idle() == 0
    assert scenario.request_count("score") == 0


def test_who_became_a_teacher_has_no_score_on_its_way_any_more(scenario: Scenario) -> None:
    person = scenario.people(FINLAND)[0]
    scenario.finishes(person, FINLAND)
    scenario.platform.people[person].roles[FINLAND] = scenario.platform.people["10"].roles[FINLAND]
    scenario.opens(person, WHOLE_PROGRAMME[FINLAND])
    assert scenario.run_worker_until_idle() == 0
    assert scenario.request_count("score") == 0


@pytest.mark.parametrize(("profile", "grade"), [("moodle", 80.0), ("moodle", 0.0), ("canvas", 3.0)])
def test_a_grade_overridden_after_ours_had_arrived_is_read_back_and_said(
    database_url: str, profile: str, grade: float
) -> None:
    """Seen on a real platform (7): "2 / 9 since 18.14" was told although the gradebook showed 8."""
    with open_scenario(database_url, profile) as scenario:
        pupil, other = scenario.people(FINLAND)[:2]
        for person in (pupil, other):
            scenario.finishes(person, FINLAND)
        assert scenario.run_worker() == 0
        ours = scenario.platform.gradebook["1"][pupil].score
        scenario.advance(hours=1)
        scenario.platform.grade_by_hand("1", pupil, grade)
        states = _states_after_a_teachers_visit(scenario, pupil, other)
        assert states == ["newer_in_platform", "delivered"]
        assert "newer grade" in scenario.delivery(pupil, FINLAND)["words"]
        scenario.platform.grade_by_hand("1", pupil, ours)
        assert _states_after_a_teachers_visit(scenario, pupil, other) == ["delivered", "delivered"]


def _states_after_a_teachers_visit(scenario: Scenario, *people: str) -> list[str]:
    scenario.advance(hours=1)
    scenario.teacher(FINLAND)
    scenario.run_worker()
    return [scenario.delivery(person, FINLAND)["state"] for person in people]


@pytest.mark.parametrize("answer", ["{}", "[7, null]", "<html>", '[{"userId": 5}]'])
def test_grades_that_cannot_be_read_change_nothing(scenario: Scenario, answer: str) -> None:
    pupil = scenario.people(FINLAND)[0]
    scenario.finishes(pupil, FINLAND)
    assert scenario.run_worker() == 0
    scenario.network.respond_with("/results", *[httpx2.Response(200, text=answer)] * 3)
    assert _states_after_a_teachers_visit(scenario, pupil) == ["delivered"]
