"""A gradebook belongs to its teacher: marks by hand, pupils who left, columns that are gone."""

import pytest

from careered.clock import now
from tests.journeys.test_student_view import plays
from tests.journeys.town import FINLAND, WHOLE, Town, grid, new_column, town


def test_two_marks_of_one_pupil_within_a_second_both_arrive(monday: Town) -> None:
    pupil = monday.people(FINLAND)[0]
    for lesson, done in (("fi-2", 1), ("fi-3", 3)):
        monday.finishes(pupil, FINLAND, lesson)
        assert monday.work_until_quiet() == 0
        assert monday.points(pupil, FINLAND)[0] == done
    assert 409 not in [entry.status for entry in monday.platform.ledger]


def test_a_mark_is_never_dated_ahead_for_that_would_shut_out_the_next_ones(monday: Town) -> None:
    pupil = monday.people(FINLAND)[0]
    for lesson in ("fi-2", "fi-3", "fi-4"):
        monday.finishes(pupil, FINLAND, lesson)
        monday.work_until_quiet()
        cell = monday.cell(pupil, WHOLE[FINLAND])
        assert cell
        assert cell.at <= now().timestamp()


@pytest.mark.parametrize("profile", ["moodle", "canvas", "itslearning"])
def test_a_mark_that_a_teacher_gave_while_ours_was_under_way_stays_and_is_told(database_url: str, profile: str) -> None:
    with town(database_url, profile) as one:
        pupil = one.people(FINLAND)[0]
        one.platform.faults.where, one.platform.faults.down = frozenset({"ags"}), "503"
        one.finishes(pupil, FINLAND)
        one.work()
        one.later(minutes=30)
        one.platform.faults.down = ""
        one.platform.mark_by_hand("1", pupil, 80.0)
        one.later(minutes=30)
        assert one.work_until_quiet() == 0
        cell = one.cell(pupil, WHOLE[FINLAND])
        assert cell
        assert (cell.score, cell.by_hand) == (80.0, True)
        assert one.delivery(pupil, FINLAND)["state"] == "newer_in_platform"
        browser, _ = one.opens(pupil, WHOLE[FINLAND])
        assert "Moodle" in browser.get("/lessons/fi-2/done").words
        assert "newer mark" in one.delivery(pupil, FINLAND)["words"]


def test_after_a_mark_by_hand_the_pupils_next_lesson_counts_again(monday: Town) -> None:
    pupil = monday.people(FINLAND)[0]
    monday.finishes(pupil, FINLAND)
    monday.work()
    monday.later(hours=1)
    monday.platform.mark_by_hand("1", pupil, 0.0)
    monday.later(hours=1)
    assert (monday.work(), monday.points(pupil, FINLAND)[0]) == (0, 0)
    monday.finishes(pupil, FINLAND, "fi-3")
    assert (monday.work(), monday.points(pupil, FINLAND)[0]) == (0, 3)


def test_a_pupil_who_left_the_course_is_named_and_the_others_go_on(monday: Town) -> None:
    gone, here = monday.people(FINLAND)[:2]
    monday.finishes(gone, FINLAND)
    monday.finishes(here, FINLAND)
    monday.platform.drop_person(FINLAND, gone)
    assert monday.work() == 1
    assert monday.delivery(gone, FINLAND)["state"] == "not_in_course"
    assert monday.delivery(here, FINLAND)["state"] == "delivered"
    asked = monday.asked("score", "results")
    monday.later(hours=11)
    assert (monday.work(), monday.asked("score", "results")) == (1, asked)
    monday.platform.people[gone].roles[FINLAND] = monday.platform.people[here].roles[FINLAND]
    monday.later(hours=2)
    assert monday.work() == 0
    assert monday.points(gone, FINLAND)[0] == 1


def test_a_column_that_a_teacher_removed_is_told_and_the_activitys_new_one_gets_the_marks(monday: Town) -> None:
    first, second = monday.people(FINLAND)[:2]
    monday.finishes(first, FINLAND)
    monday.work()
    monday.platform.remove_column("1")
    monday.finishes(second, FINLAND)
    assert monday.work() == 1
    assert monday.delivery(second, FINLAND)["state"] == "column_gone"
    _, classroom = monday.teacher(FINLAND)
    assert all(monday.platform.people[one].name in grid(classroom) for one in (first, second))
    new_column(monday.platform, FINLAND, WHOLE[FINLAND])
    monday.later(minutes=5)
    monday.opens(first, WHOLE[FINLAND])
    assert monday.work_until_quiet() == 0
    assert [monday.points(one, FINLAND)[0] for one in (first, second)] == [1, 1]
    assert set(monday.platform.line_items) == {"3", "77"}


def test_a_removed_column_is_never_made_again_behind_the_teachers_back(monday: Town) -> None:
    pupil = monday.people(FINLAND)[0]
    monday.finishes(pupil, FINLAND)
    monday.platform.remove_column("1")
    monday.work()
    monday.opens(pupil, WHOLE[FINLAND])
    for _ in range(4):
        monday.later(hours=13)
        monday.work_until_quiet()
    assert set(monday.platform.line_items) == {"3"}
    assert monday.asked("lineitems") == 0


def test_a_teacher_and_a_visitor_without_a_role_get_no_mark(monday: Town) -> None:
    browser, _ = monday.teacher(FINLAND)
    assert plays(monday, browser, "fi-2") == []
    monday.later(days=1)
    assert monday.work_until_quiet() == 0
    assert monday.asked("score") == 0


def test_who_became_a_teacher_has_no_mark_on_its_way_any_more(monday: Town) -> None:
    person = monday.people(FINLAND)[0]
    monday.finishes(person, FINLAND)
    monday.platform.people[person].roles[FINLAND] = monday.platform.people["10"].roles[FINLAND]
    monday.opens(person, WHOLE[FINLAND])
    assert monday.work_until_quiet() == 0
    assert monday.asked("score") == 0
