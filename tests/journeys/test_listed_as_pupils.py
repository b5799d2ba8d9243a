"""Staff whom the platform lists among the pupils: found out by what they are elsewhere, or said by the teacher."""

from dataclasses import replace

from careered.lti import platform_store
from demo_platform.people import Role
from tests.journeys.scenario import DENMARK, FINLAND, WHOLE_PROGRAMME, Scenario, grid_cells, open_scenario, pupil_link
from tests.journeys.test_the_list_of_members import class_page, enrolments_by_name
from tests.support.pages import Page
from tests.support.people import Browser

NOT_PUPILS = "form[action$='/not-pupils']"


def says_no_pupils(browser: Browser, class_path: str, *person_ids: str, undo: str = "") -> Page:
    """Staff press the button of the grid for the ticked; undo: that of the list below it."""
    bar = browser.get(class_path).form("form#ticked")
    return browser.submit(replace(bar, action=f"{class_path}/not-pupils"), pupil=list(person_ids), undo=undo)


def test_who_came_as_staff_to_another_class_is_no_pupil_here(scenario: Scenario) -> None:
    (assistant,) = scenario.people(FINLAND, Role.ASSISTANT)
    scenario.platform.people[assistant].roles[DENMARK] = Role.ASSISTANT
    scenario.opens(assistant, WHOLE_PROGRAMME[DENMARK])
    name = scenario.platform.people[assistant].name
    assert name not in grid_cells(class_page(scenario))


def test_a_teacher_who_studies_elsewhere_is_a_pupil_there_where_lists_can_be_trusted(database_url: str) -> None:
    with open_scenario(database_url, "canvas") as autumn:
        autumn.platform.profile = "canvas"
        with autumn.school.database.transaction() as db:
            first = platform_store.all_platforms(db)[0]
            platform_store.save(db, replace(first, family="canvas"), [])
        (teacher,) = autumn.people(FINLAND, Role.TEACHER)
        autumn.platform.people[teacher].roles[DENMARK] = Role.LEARNER
        autumn.opens(teacher, WHOLE_PROGRAMME[FINLAND])
        assert autumn.platform.people[teacher].name in grid_cells(class_page(autumn, DENMARK))


def test_a_teacher_says_that_somebody_is_no_pupil_and_takes_it_back(scenario: Scenario) -> None:
    (assistant,) = scenario.people(FINLAND, Role.ASSISTANT)
    name = scenario.platform.people[assistant].name
    browser, page = scenario.teacher(FINLAND)
    scenario.run_worker()
    classroom = browser.get(page.path)
    pupil = browser.get(pupil_link(classroom, name))
    classroom = browser.submit(pupil.form(NOT_PUPILS))
    assert name not in grid_cells(classroom)
    assert name in classroom.main_text
    assert name not in grid_cells(class_page(scenario)), "the list does not overturn it"
    assert name not in [pupil["name"] for pupil in scenario.report(FINLAND)["pupils"]]
    classroom = browser.submit(classroom.form(f".members {NOT_PUPILS}"), undo="yes")
    assert name in grid_cells(classroom)


def test_a_test_pupil_who_opens_lessons_is_in_no_count_and_gets_no_score_until_it_is_undone(
    scenario: Scenario,
) -> None:
    pupil = scenario.people(FINLAND)[0]
    scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])
    browser, page = scenario.teacher(FINLAND)
    scenario.run_worker()
    name = scenario.platform.people[pupil].name
    classroom = says_no_pupils(browser, page.path, scenario.person_id(pupil))
    assert name in classroom.only(".toast").to_text()
    scenario.finishes(pupil, FINLAND)  # opened anew as a learner, which changes nothing of it
    assert enrolments_by_name(scenario)[pupil] == ("guest", "active")
    scenario.run_worker_until_idle()
    assert scenario.gradebook_cell(pupil, WHOLE_PROGRAMME[FINLAND]) is None
    assert name not in grid_cells(class_page(scenario))
    assert name not in [entry["name"] for entry in scenario.report(FINLAND)["pupils"]]
    log = browser.get(f"{page.path}/log")
    assert name in log.only("ul.log li").to_text()
    browser.submit(log.form("ul.log form"))
    scenario.run_worker_until_idle()
    assert scenario.gradebook_points(pupil, FINLAND)[0] > 0, "what was done meanwhile is not lost"
    assert name in grid_cells(class_page(scenario))


def test_who_was_said_to_be_no_pupil_and_comes_as_staff_is_staff(scenario: Scenario) -> None:
    (assistant,) = scenario.people(FINLAND, Role.ASSISTANT)
    browser, page = scenario.teacher(FINLAND)
    scenario.run_worker()
    says_no_pupils(browser, page.path, scenario.person_id(assistant))
    assert enrolments_by_name(scenario)[assistant] == ("guest", "active"), "it gives no right of staff"
    scenario.opens(assistant, WHOLE_PROGRAMME[FINLAND])
    classroom = says_no_pupils(browser, page.path, scenario.person_id(assistant), undo="yes")
    assert enrolments_by_name(scenario)[assistant] == ("teacher", "active")
    assert scenario.platform.people[assistant].name not in grid_cells(classroom)


def test_neither_staff_nor_somebody_of_another_class_is_taken_out(scenario: Scenario) -> None:
    second = scenario.platform.add_person(FINLAND, "Toinen Opettaja", role=Role.TEACHER)
    elsewhere = scenario.people(DENMARK)[0]
    scenario.opens(elsewhere, WHOLE_PROGRAMME[DENMARK])
    browser, page = scenario.teacher(FINLAND)
    scenario.run_worker()
    before = enrolments_by_name(scenario)
    for undo in ("", "yes"):
        people = [scenario.person_id(second.id), scenario.person_id(elsewhere)]
        assert says_no_pupils(browser, page.path, *people, undo=undo).all(".toast form") == []
    assert enrolments_by_name(scenario) == before


def test_a_pupil_who_is_said_to_be_none_in_the_middle_of_a_lesson_goes_on_and_is_told_nothing(
    scenario: Scenario,
) -> None:
    pupil = scenario.people(FINLAND)[0]
    visitor, _ = scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])
    browser, page = scenario.teacher(FINLAND)
    scenario.run_worker()
    says_no_pupils(browser, page.path, scenario.person_id(pupil))
    assert scenario.goes_through(visitor, FINLAND).response.status_code == 200
