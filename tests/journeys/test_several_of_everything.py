"""Two platforms, two activities, a copied course: each mark finds its own column, each pupil only the own work."""

from careered.demo_lms.courses import Activity, Course, LineItem
from careered.demo_lms.people import Role
from tests.journeys.browser import Visitor
from tests.journeys.town import FINLAND, LESSON, WHOLE, Town, figures, new_column
from tests.support.school import LMS

OTHER = "https://lukio.test"


def test_the_same_number_on_two_platforms_is_two_pupils(monday: Town) -> None:
    other = monday.connect(OTHER, "Lukion Moodle")
    pupil = monday.people(FINLAND)[0]
    monday.finishes(pupil, FINLAND)
    away = Visitor.at(monday.school)
    away.lms, away.platform_address = monday.wires.hosts["lukio.test"], OTHER
    home = away.open(pupil, WHOLE[FINLAND])
    assert figures(home)[0] == 0
    monday.goes_through(away, FINLAND, "fi-3")
    assert monday.work() == 0
    assert [room["platform_name"] for room in monday.rooms()].count("Lukion Moodle") == 1
    rooms = {room["platform_name"]: monday.school.report(room["id"]) for room in monday.rooms()}
    ids = {name: report["pupils"][0]["id"] for name, report in rooms.items()}
    assert {report["pupils"][0]["user_id"] for report in rooms.values()} == {pupil}
    assert len(set(ids.values())) == 2
    assert set(monday.platform.gradebook["1"]) == set(other.gradebook["1"]) == {pupil}
    assert {entry.status for entry in other.ledger if entry.what == "score"} == {200}


def test_one_platform_that_is_busy_holds_up_no_other(monday: Town) -> None:
    other = monday.connect(OTHER, "Lukion Moodle")
    pupil = monday.people(FINLAND)[0]
    away = Visitor.at(monday.school)
    away.lms, away.platform_address = monday.wires.hosts["lukio.test"], OTHER
    away.open(pupil, WHOLE[FINLAND])
    monday.goes_through(away, FINLAND)
    monday.finishes(pupil, FINLAND)
    monday.platform.faults.rate_limit, monday.platform.faults.retry_after = 1, 600
    assert monday.work() == 1
    assert pupil in other.gradebook["1"]
    assert pupil not in monday.platform.gradebook["1"]


def test_a_mark_goes_to_an_address_with_a_query_before_its_query(monday: Town) -> None:
    monday.finishes(monday.people(FINLAND)[0], FINLAND)
    monday.work()
    assert f"POST {LMS}/services/2/lineitems/1/lineitem/scores?type_id=2" in monday.wires.asked


def test_a_lesson_activity_without_a_column_gets_none_and_its_lesson_counts_in_the_whole(monday: Town) -> None:
    pupil = monday.people(FINLAND)[0]
    browser, page = monday.opens(pupil, LESSON[FINLAND])
    assert page.path == "/lessons/fi-2"
    monday.goes_through(browser, FINLAND)
    assert monday.work_until_quiet() == 0
    assert monday.asked("score", "lineitems") == 0
    monday.opens(pupil, WHOLE[FINLAND])
    assert monday.work_until_quiet() == 0
    assert monday.points(pupil, FINLAND)[0] == 1
    assert set(monday.platform.line_items) == {"1", "3"}


def test_a_lesson_activity_with_a_column_shows_one_of_one_beside_the_whole(monday: Town) -> None:
    new_column(monday.platform, FINLAND, LESSON[FINLAND])
    pupil = monday.people(FINLAND)[0]
    monday.opens(pupil, LESSON[FINLAND])
    monday.finishes(pupil, FINLAND, "fi-3")
    assert monday.work_until_quiet() == 0
    assert monday.cell(pupil, LESSON[FINLAND]) is None
    monday.finishes(pupil, FINLAND, "fi-2")
    assert monday.work_until_quiet() == 0
    cell = monday.cell(pupil, LESSON[FINLAND])
    assert cell
    assert cell.score == 100
    assert monday.points(pupil, FINLAND)[0] == 3
    marks = {(one["wanted"], one["maximum"]) for one in monday.record(pupil, FINLAND)["deliveries"]}
    assert marks == {(1, 1), (3, 5)}


def test_an_activity_that_gets_a_gradebook_later_gets_what_was_done_before(monday: Town) -> None:
    first, second = monday.people(FINLAND)[:2]
    monday.platform.remove_column("1")
    monday.finishes(first, FINLAND, activity=LESSON[FINLAND])
    monday.finishes(second, FINLAND, activity=LESSON[FINLAND])
    assert monday.record(first, FINLAND)["deliveries"] == []
    new_column(monday.platform, FINLAND, WHOLE[FINLAND])
    monday.opens(first, WHOLE[FINLAND])
    assert monday.work_until_quiet() == 0
    assert [monday.points(one, FINLAND)[0] for one in (first, second)] == [1, 1]


def test_an_activity_without_a_column_gets_one_made_once_for_the_whole_class(monday: Town) -> None:
    monday.platform.remove_column("1")
    for pupil in monday.people(FINLAND)[:3]:
        monday.finishes(pupil, FINLAND)
    assert monday.work_until_quiet() == 0
    made = [item for item in monday.platform.line_items.values() if item.course_id == FINLAND]
    assert [(item.tag, item.resource_link_id) for item in made] == [("careered", WHOLE[FINLAND])]
    assert len(monday.platform.gradebook[made[0].id]) == 3


def test_a_column_whose_making_was_not_heard_of_is_found_and_not_made_twice(monday: Town) -> None:
    monday.platform.remove_column("1")
    monday.finishes(monday.people(FINLAND)[0], FINLAND)
    monday.wires.lose_answer_of("POST .*/lineitems")
    assert monday.work() == 1
    assert monday.work_until_quiet() == 0
    assert len([item for item in monday.platform.line_items.values() if item.course_id == FINLAND]) == 1


def test_a_copied_course_starts_empty_and_its_marks_go_to_the_copys_column(monday: Town) -> None:
    pupil = monday.people(FINLAND)[0]
    monday.finishes(pupil, FINLAND)
    monday.work()
    before = monday.cell(pupil, WHOLE[FINLAND])
    _copy_course(monday, pupil)
    browser, home = monday.opens(pupil, "21")
    assert figures(home)[0] == 0
    monday.later(hours=1)
    monday.goes_through(browser, FINLAND, "fi-3")
    assert monday.work_until_quiet() == 0
    assert monday.cell(pupil, WHOLE[FINLAND]) == before
    assert monday.platform.gradebook["21"][pupil].score == 20
    assert len(monday.rooms()) == 2


def _copy_course(town: Town, pupil: str) -> None:
    """As Moodle copies: a new course and new links with the same settings, the pupil enrolled there too."""
    old = town.platform.activities[WHOLE[FINLAND]]
    town.platform.courses["fi-copy"] = Course("fi-copy", "9", "Oppilaanohjaus 8C", "OPO8C", "fi", "8")
    town.platform.activities["21"] = Activity(
        "21", "fi-copy", old.title, old.description, dict(old.custom), line_item_id="21"
    )
    town.platform.add_column(LineItem("21", "fi-copy", old.title, 100.0, resource_link_id="21"))
    town.platform.people[pupil].roles["fi-copy"] = Role.LEARNER


def test_a_pupil_of_two_classes_has_two_records_and_two_marks(monday: Town) -> None:
    pupil = monday.people(FINLAND)[0]
    _copy_course(monday, pupil)
    monday.opens(pupil, "21")
    monday.finishes(pupil, FINLAND)
    assert monday.work_until_quiet() == 0
    assert pupil in monday.platform.gradebook["1"]
    assert pupil not in monday.platform.gradebook["21"]
