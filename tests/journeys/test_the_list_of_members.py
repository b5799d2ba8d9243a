"""The platform's list of members: who never came is in the class too, and half a list changes nothing."""

from typing import Any

import pytest
from sqlalchemy import select

from careered.roster.tables import Enrolment, Person
from demo_platform.people import Role
from tests.journeys.scenario import DENMARK, FINLAND, WHOLE_PROGRAMME, Scenario, grid_cells, open_scenario
from tests.support.pages import Page


def class_page(scenario: Scenario, course: str = FINLAND) -> Page:
    """The class page after the wanted list was fetched."""
    browser, page = scenario.teacher(course)
    scenario.run_worker()
    return browser.get(page.path)


def enrolments_by_name(scenario: Scenario) -> dict[str, tuple[str, str]]:
    """Role and status of everybody by number."""
    enrolment, person = Enrolment.__table__, Person.__table__
    joined = select(person.c.sub, enrolment.c.role, enrolment.c.status).join(
        enrolment, enrolment.c.person_id == person.c.id
    )
    with scenario.school.database.reading() as db:
        return {sub: (role, status) for sub, role, status in db.execute(joined)}


def class_row(scenario: Scenario) -> dict[str, Any]:
    """The only class's row."""
    (row,) = scenario.class_rows()
    return row


def test_a_teacher_sees_every_pupil_of_the_course_before_anybody_came(scenario: Scenario) -> None:
    page = class_page(scenario)
    pupils = {scenario.platform.people[person_id].name for person_id in scenario.people(FINLAND)}
    assert pupils <= set(grid_cells(page))
    assert class_row(scenario)["roster_state"] == "fresh"


def test_who_is_a_learner_in_the_list_and_a_teacher_at_the_door_is_no_pupil_any_more(scenario: Scenario) -> None:
    (assistant,) = scenario.people(FINLAND, Role.ASSISTANT)
    name = scenario.platform.people[assistant].name
    assert name in grid_cells(class_page(scenario))
    _, page = scenario.opens(assistant, WHOLE_PROGRAMME[FINLAND])
    assert page.path.startswith("/teacher/class/")
    assert name not in grid_cells(class_page(scenario))
    assert enrolments_by_name(scenario)[assistant] == ("teacher", "active")
    assert name not in [pupil["name"] for pupil in scenario.report(FINLAND)["pupils"]]


@pytest.mark.parametrize("profile", ["moodle", "canvas", "itslearning"])
def test_a_list_in_pages_is_read_to_its_end(database_url: str, profile: str) -> None:
    with open_scenario(database_url, profile) as scenario:
        for number in range(95):
            scenario.platform.add_person(FINLAND, f"Uusi Oppilas{number}")
        class_page(scenario)
        assert len(scenario.report(FINLAND)["pupils"]) == 24 + 95 + (profile == "moodle")
        assert scenario.request_count("memberships") > 1 or profile == "itslearning"


def test_a_failure_in_the_middle_of_a_list_keeps_the_old_list(scenario: Scenario) -> None:
    class_page(scenario)
    before = enrolments_by_name(scenario)
    for number in range(150):
        scenario.platform.add_person(FINLAND, f"Uusi Oppilas{number}")
    scenario.network.break_after("memberships", 1)
    page = class_page(scenario)
    assert enrolments_by_name(scenario) == before
    assert class_row(scenario)["roster_state"] == "failed"
    assert scenario.platform.people[scenario.people(FINLAND)[0]].name in grid_cells(page)
    scenario.network.restore()
    class_page(scenario)
    assert len(enrolments_by_name(scenario)) == len(before) + 150


def test_a_platform_that_gives_no_list_leaves_the_class_of_those_who_came(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])
    scenario.platform.faults.where = frozenset({"nrps"})
    scenario.platform.faults.unauthorized = 2
    page = class_page(scenario)
    assert class_row(scenario)["roster_state"] == "refused"
    assert list(grid_cells(page)) == [scenario.platform.people[pupil].name]
    assert scenario.request_count("memberships") == 2
    assert scenario.request_count("token") == 2


def test_who_leaves_is_shown_as_such_and_comes_back_with_everything_done(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    name = scenario.platform.people[pupil].name
    scenario.finishes(pupil, FINLAND)
    class_page(scenario)
    scenario.platform.drop_person(FINLAND, pupil)
    page = class_page(scenario)
    assert name not in grid_cells(page)
    assert name in scenario.teacher(FINLAND)[0].get(f"{page.path}?show=left").main_text
    assert scenario.record(pupil, FINLAND)["status"] == "left"
    scenario.platform.people[pupil].roles[FINLAND] = Role.LEARNER
    assert name in grid_cells(class_page(scenario))
    record = scenario.record(pupil, FINLAND)
    assert record["status"] == "active"
    assert [requirement["state"] for requirement in record["requirements"]].count("done") == 1


def test_who_left_and_opens_the_activity_again_is_back_at_once(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])
    scenario.platform.drop_person(FINLAND, pupil)
    class_page(scenario)
    assert enrolments_by_name(scenario)[pupil] == ("pupil", "left")
    scenario.platform.people[pupil].roles[FINLAND] = Role.LEARNER
    scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])
    assert enrolments_by_name(scenario)[pupil] == ("pupil", "active")


def test_a_list_without_names_does_not_wipe_the_names_that_launches_brought(scenario: Scenario) -> None:
    pupil = scenario.people(DENMARK)[0]
    scenario.opens(pupil, WHOLE_PROGRAMME[DENMARK])
    scenario.platform.profile = "itslearning"
    class_page(scenario, DENMARK)
    assert scenario.record(pupil, DENMARK)["name"] == scenario.platform.people[pupil].name


@pytest.mark.parametrize("name", ["<b>Aino</b>", "=cmd|' /C calc'!A0", "{{7*7}}", "Bríd O'Brien"])
def test_a_name_in_the_list_is_only_a_name(scenario: Scenario, name: str) -> None:
    scenario.platform.people[scenario.people(FINLAND)[0]].name = name
    page = class_page(scenario)
    assert name in grid_cells(page)
    assert "<b>Aino" not in page.response.text


def test_every_launch_of_a_teacher_asks_for_the_list_once_and_pupils_never_do(scenario: Scenario) -> None:
    for pupil in scenario.people(FINLAND)[:3]:
        scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])
    scenario.run_worker()
    assert scenario.request_count("memberships") == 0
    class_page(scenario)
    scenario.advance(hours=1)
    scenario.run_worker()
    assert scenario.request_count("memberships") == 1
