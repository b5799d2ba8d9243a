"""Two platforms, two activities, a copied course: each score finds its own line item, each pupil only the own work."""

from dataclasses import replace

from demo_platform.courses import Activity, Course, LineItem
from demo_platform.people import Role
from tests.journeys.scenario import FINLAND, SINGLE_LESSON, WHOLE_PROGRAMME, Scenario, add_line_item, done_of_total
from tests.support.pages import Page
from tests.support.school import LMS

OTHER_PLATFORM_URL = "https://lukio.test"


def test_the_same_number_on_two_platforms_is_two_pupils(scenario: Scenario) -> None:
    other = scenario.connect_platform(OTHER_PLATFORM_URL, "Lukion Moodle")
    pupil = scenario.people(FINLAND)[0]
    scenario.finishes(pupil, FINLAND)
    away = scenario.browser_at(OTHER_PLATFORM_URL)
    home = away.open(pupil, WHOLE_PROGRAMME[FINLAND])
    assert done_of_total(home)[0] == 0
    scenario.goes_through(away, FINLAND, "fi-3")
    assert scenario.run_worker() == 0
    assert [class_row["platform_name"] for class_row in scenario.class_rows()].count("Lukion Moodle") == 1
    reports = {
        class_row["platform_name"]: scenario.school.report(class_row["id"]) for class_row in scenario.class_rows()
    }
    ids = {name: report["pupils"][0]["id"] for name, report in reports.items()}
    assert {report["pupils"][0]["user_id"] for report in reports.values()} == {pupil}
    assert len(set(ids.values())) == 2
    assert set(scenario.platform.gradebook["1"]) == set(other.gradebook["1"]) == {pupil}
    assert {entry.status for entry in other.request_log if entry.what == "score"} == {200}


def test_one_platform_that_is_busy_holds_up_no_other(scenario: Scenario) -> None:
    other = scenario.connect_platform(OTHER_PLATFORM_URL, "Lukion Moodle")
    pupil = scenario.people(FINLAND)[0]
    away = scenario.browser_at(OTHER_PLATFORM_URL)
    away.open(pupil, WHOLE_PROGRAMME[FINLAND])
    scenario.goes_through(away, FINLAND)
    scenario.finishes(pupil, FINLAND)
    scenario.platform.faults.rate_limit, scenario.platform.faults.retry_after = 1, 600
    assert scenario.run_worker() == 1
    assert pupil in other.gradebook["1"]
    assert pupil not in scenario.platform.gradebook["1"]


def test_a_score_url_with_a_query_keeps_it_at_its_end(scenario: Scenario) -> None:
    scenario.finishes(scenario.people(FINLAND)[0], FINLAND)
    scenario.run_worker()
    assert f"POST {LMS}/services/2/lineitems/1/lineitem/scores?type_id=2" in scenario.network.requests


def test_a_lesson_activity_without_a_line_item_gets_none_and_its_lesson_counts_in_the_whole(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    browser, page = scenario.opens(pupil, SINGLE_LESSON[FINLAND])
    assert page.path == "/lessons/fi-2"
    scenario.goes_through(browser, FINLAND)
    assert scenario.run_worker_until_idle() == 0
    assert scenario.request_count("score", "lineitems") == 0
    scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])
    assert scenario.run_worker_until_idle() == 0
    assert scenario.gradebook_points(pupil, FINLAND)[0] == 1
    assert set(scenario.platform.line_items) == {"1", "3"}


def test_a_lesson_activity_with_a_line_item_shows_one_of_one_beside_the_whole(scenario: Scenario) -> None:
    add_line_item(scenario.platform, FINLAND, SINGLE_LESSON[FINLAND])
    pupil = scenario.people(FINLAND)[0]
    scenario.opens(pupil, SINGLE_LESSON[FINLAND])
    scenario.finishes(pupil, FINLAND, "fi-3")
    assert scenario.run_worker_until_idle() == 0
    assert scenario.gradebook_cell(pupil, SINGLE_LESSON[FINLAND]) is None
    scenario.finishes(pupil, FINLAND, "fi-2")
    assert scenario.run_worker_until_idle() == 0
    cell = scenario.gradebook_cell(pupil, SINGLE_LESSON[FINLAND])
    assert cell
    assert cell.score == 100
    assert scenario.gradebook_points(pupil, FINLAND)[0] == 3
    scores = {(delivery["wanted"], delivery["maximum"]) for delivery in scenario.record(pupil, FINLAND)["deliveries"]}
    assert scores == {(1, 1), (3, 5)}


def test_a_duplicated_activitys_column_has_its_own_name_also_when_it_is_renamed(scenario: Scenario) -> None:
    """Seen on a real platform (8): two headings that were the same, and neither the activity's name."""
    activities, pupil = scenario.platform.activities, scenario.people(FINLAND)[0]
    first = activities[SINGLE_LESSON[FINLAND]]
    activities["31"] = replace(first, id="31", title=f"{first.title} (kopio)", custom=dict(first.custom))
    add_line_item(scenario.platform, FINLAND, first.id)
    add_line_item(scenario.platform, FINLAND, "31", "78")
    scenario.finishes(pupil, FINLAND, "fi-2", activity=first.id)
    scenario.opens(pupil, "31")
    browser, _ = scenario.teacher(FINLAND)
    class_path = f"/teacher/class/{scenario.class_rows()[0]['id']}"
    headings = _headings(browser.get(f"{class_path}/gradebook"))
    assert {first.title, f"{first.title} (kopio)"} <= set(headings)
    assert len(headings) == len(set(headings))
    activities["31"].title = "Kertaus ryhmälle B"
    scenario.opens(pupil, "31")
    assert {first.title, "Kertaus ryhmälle B"} <= set(_headings(browser.get(f"{class_path}/gradebook")))


def _headings(page: Page) -> list[str]:
    return [" ".join(heading.to_text().split()) for heading in page.all("main h2")]


def test_an_activity_that_gets_a_gradebook_later_gets_what_was_done_before(scenario: Scenario) -> None:
    first, second = scenario.people(FINLAND)[:2]
    scenario.platform.remove_line_item("1")
    scenario.finishes(first, FINLAND, activity=SINGLE_LESSON[FINLAND])
    scenario.finishes(second, FINLAND, activity=SINGLE_LESSON[FINLAND])
    assert scenario.record(first, FINLAND)["deliveries"] == []
    add_line_item(scenario.platform, FINLAND, WHOLE_PROGRAMME[FINLAND])
    scenario.opens(first, WHOLE_PROGRAMME[FINLAND])
    assert scenario.run_worker_until_idle() == 0
    assert [scenario.gradebook_points(pupil, FINLAND)[0] for pupil in (first, second)] == [1, 1]


def test_an_activity_without_a_line_item_gets_one_created_once_for_the_whole_class(scenario: Scenario) -> None:
    scenario.platform.remove_line_item("1")
    for pupil in scenario.people(FINLAND)[:3]:
        scenario.finishes(pupil, FINLAND)
    assert scenario.run_worker_until_idle() == 0
    created = [item for item in scenario.platform.line_items.values() if item.course_id == FINLAND]
    assert [(item.tag, item.resource_link_id) for item in created] == [("careered", WHOLE_PROGRAMME[FINLAND])]
    assert len(scenario.platform.gradebook[created[0].id]) == 3


def test_a_line_item_whose_creation_was_not_answered_is_found_and_not_created_twice(scenario: Scenario) -> None:
    scenario.platform.remove_line_item("1")
    scenario.finishes(scenario.people(FINLAND)[0], FINLAND)
    scenario.network.drop_response_to("POST .*/lineitems")
    assert scenario.run_worker() == 1
    assert scenario.run_worker_until_idle() == 0
    assert len([item for item in scenario.platform.line_items.values() if item.course_id == FINLAND]) == 1


def test_a_copied_course_starts_empty_and_its_scores_go_to_the_copys_line_item(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    scenario.finishes(pupil, FINLAND)
    scenario.run_worker()
    before = scenario.gradebook_cell(pupil, WHOLE_PROGRAMME[FINLAND])
    _copy_course(scenario, pupil)
    browser, home = scenario.opens(pupil, "21")
    assert done_of_total(home)[0] == 0
    scenario.advance(hours=1)
    scenario.goes_through(browser, FINLAND, "fi-3")
    assert scenario.run_worker_until_idle() == 0
    assert scenario.gradebook_cell(pupil, WHOLE_PROGRAMME[FINLAND]) == before
    assert scenario.platform.gradebook["21"][pupil].score == 20
    assert len(scenario.class_rows()) == 2


def _copy_course(scenario: Scenario, pupil: str) -> None:
    """As Moodle copies: a new course and new links with the same settings, the pupil enrolled there too."""
    old = scenario.platform.activities[WHOLE_PROGRAMME[FINLAND]]
    scenario.platform.courses["fi-copy"] = Course("fi-copy", "9", "Oppilaanohjaus 8C", "OPO8C", "fi", "8")
    scenario.platform.activities["21"] = Activity(
        "21", "fi-copy", old.title, old.description, dict(old.custom), line_item_id="21"
    )
    scenario.platform.add_line_item(LineItem("21", "fi-copy", old.title, 100.0, resource_link_id="21"))
    scenario.platform.people[pupil].roles["fi-copy"] = Role.LEARNER


def test_a_pupil_of_two_classes_has_two_records_and_two_scores(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    _copy_course(scenario, pupil)
    scenario.opens(pupil, "21")
    scenario.finishes(pupil, FINLAND)
    assert scenario.run_worker_until_idle() == 0
    assert pupil in scenario.platform.gradebook["1"]
    assert pupil not in scenario.platform.gradebook["21"]


def test_a_class_taught_in_two_courses_has_a_column_in_each_and_a_pupil_of_both_a_score_in_both(
    scenario: Scenario,
) -> None:
    pupil, only_here = scenario.people(FINLAND)[:2]
    _copy_course(scenario, pupil)
    scenario.finishes(pupil, FINLAND)
    scenario.finishes(only_here, FINLAND)
    browser, home = scenario.opens(pupil, "21")
    assert done_of_total(browser.submit(home.form("form#bring")))[0] == 1
    assert scenario.run_worker_until_idle() == 0
    marks = {number: set(scenario.platform.gradebook[number]) for number in ("1", "21")}
    assert marks == {"1": {pupil, only_here}, "21": {pupil}}
    scenario.goes_through(browser, FINLAND, "fi-3")
    assert scenario.run_worker_until_idle() == 0
    (here, there) = (scenario.platform.gradebook[number][pupil].score or 0 for number in ("1", "21"))
    assert 0 < here < there
