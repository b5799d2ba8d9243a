"""Staff whom the platform lists among the pupils: found out by what they are elsewhere, or said by the teacher."""

from dataclasses import replace

from careered.lti import platform_store
from demo_platform.people import Role
from tests.journeys.scenario import DENMARK, FINLAND, WHOLE_PROGRAMME, Scenario, grid_cells, open_scenario, pupil_link
from tests.journeys.test_the_list_of_members import class_page, enrolments_by_name


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
    classroom = browser.submit(pupil.form("form[action$='/exclude']"))
    assert name not in grid_cells(classroom)
    assert name in classroom.main_text
    assert name not in grid_cells(class_page(scenario)), "the list does not overturn it"
    assert name not in [pupil["name"] for pupil in scenario.report(FINLAND)["pupils"]]
    classroom = browser.submit(classroom.form("form[action$='/exclude']"), undo="yes")
    assert name in grid_cells(classroom)


def test_who_was_taken_out_and_comes_as_a_pupil_is_one(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    name = scenario.platform.people[pupil].name
    browser, page = scenario.teacher(FINLAND)
    scenario.run_worker()
    classroom = browser.get(page.path)
    browser.submit(browser.get(pupil_link(classroom, name)).form("form[action$='/exclude']"))
    assert enrolments_by_name(scenario)[pupil] == ("assistant", "active")
    scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])
    assert enrolments_by_name(scenario)[pupil] == ("pupil", "active")
    assert name in grid_cells(class_page(scenario))


def test_a_listed_teacher_cannot_be_made_a_pupil_by_taking_out_and_back(scenario: Scenario) -> None:
    first = scenario.people(FINLAND, Role.TEACHER)[0]
    second = scenario.platform.add_person(FINLAND, "Toinen Opettaja", role=Role.TEACHER)
    browser, _ = scenario.opens(first, WHOLE_PROGRAMME[FINLAND])
    scenario.run_worker()
    person = scenario.person_id(second.id)
    token = browser.tool.cookies["__Host-careered"]
    for undo in ("", "yes"):
        answer = browser.tool.post(f"/teacher/pupil/{person}/exclude", data={"session": token, "undo": undo})
        assert answer.status_code == 404
    assert enrolments_by_name(scenario)[second.id] == ("teacher", "active")


def test_who_has_opened_careered_cannot_be_taken_out(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])
    browser, page = scenario.teacher(FINLAND)
    address = pupil_link(browser.get(page.path), scenario.platform.people[pupil].name)
    assert not browser.get(address).all("form[action$='/exclude']")
    token = browser.tool.cookies["__Host-careered"]
    pupil_page, _, visit = address.partition("?")
    assert browser.tool.post(f"{pupil_page}/exclude?{visit}", data={"session": token}).status_code == 404
    assert enrolments_by_name(scenario)[pupil] == ("pupil", "active")
