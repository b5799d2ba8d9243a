"""Two schools behind one registration, as two deployments: the same numbers, and nobody sees the others' people."""

import pytest
from sqlalchemy import select, update

from careered.roster.tables import Person, SchoolClass
from demo_platform.people import Role
from tests.journeys.launches import launch_as_mentor, launch_privacy, launch_review
from tests.journeys.scenario import FINLAND, WHOLE_PROGRAMME, Scenario, done_of_total, grid_cells
from tests.journeys.test_rights import confirm_erasure, export_of
from tests.support.deployments import NORTH, SOUTH, TwoSchools

OFFICER = "2"


@pytest.fixture
def schools(scenario: Scenario) -> TwoSchools:
    """Both schools; nobody has opened careered yet."""
    return TwoSchools(scenario)


def person_ids(schools: TwoSchools, number: str) -> dict[str, str]:
    """Our ids of the people with a number, by deployment."""
    people = Person.__table__.c
    with schools.scenario.school.database.reading() as db:
        rows = db.execute(select(people.deployment_id, people.id).where(people.sub == number)).all()
    return {str(row.deployment_id): str(row.id) for row in rows}


def names_seen(schools: TwoSchools, deployment_id: str, text: str) -> set[str]:
    """Whose names of a school stand in a text."""
    return {name for name in schools.names[deployment_id].values() if name in text}


def test_the_same_number_in_two_schools_is_two_pupils_in_two_classes(schools: TwoSchools) -> None:
    pupil = schools.scenario.people(FINLAND)[0]
    schools.at(SOUTH).finishes(pupil, FINLAND)
    _, home = schools.at(NORTH).opens(pupil, WHOLE_PROGRAMME[FINLAND])
    assert done_of_total(home)[0] == 0
    assert set(person_ids(schools, pupil)) == {SOUTH, NORTH}
    assert schools.class_id(SOUTH) != schools.class_id(NORTH)


def test_a_teacher_sees_the_pupils_of_the_own_school_also_after_the_list_has_come(schools: TwoSchools) -> None:
    pupil = schools.scenario.people(FINLAND)[0]
    schools.at(SOUTH).finishes(pupil, FINLAND)
    schools.at(SOUTH).teacher(FINLAND)
    schools.scenario.run_worker()
    browser, _ = schools.at(NORTH).teacher(FINLAND)
    schools.scenario.run_worker()
    page = browser.get(f"/teacher/class/{schools.class_id(NORTH)}")
    assert {schools.names[NORTH][number] for number in schools.scenario.people(FINLAND)} <= set(grid_cells(page))
    assert names_seen(schools, SOUTH, page.response.text) == set()
    south = schools.scenario.school.report(schools.class_id(SOUTH))["pupils"]
    assert {one["name"] for one in south} == {schools.names[SOUTH][one["user_id"]] for one in south}


def test_a_mark_goes_to_the_school_where_it_was_earned(schools: TwoSchools) -> None:
    pupil = schools.scenario.people(FINLAND)[0]
    schools.at(NORTH).opens(pupil, WHOLE_PROGRAMME[FINLAND])
    schools.at(SOUTH).finishes(pupil, FINLAND)
    schools.scenario.run_worker()
    delivered = {
        name: schools.scenario.school.report(schools.class_id(name))["pupils"][0]["deliveries"]
        for name in (SOUTH, NORTH)
    }
    assert [one["state"] for one in delivered[SOUTH]] == ["delivered"]
    assert [one["state"] for one in delivered[NORTH] if one["state"] != "unsent"] == []


def test_a_guardian_sees_the_own_child_and_not_the_other_schools_child_of_that_number(schools: TwoSchools) -> None:
    child = schools.scenario.people(FINLAND)[0]
    schools.at(SOUTH).finishes(child, FINLAND)
    schools.at(NORTH).opens(child, WHOLE_PROGRAMME[FINLAND])
    page = launch_as_mentor(schools.at(NORTH), child).page
    assert schools.names[NORTH][child] in page.main_text
    assert schools.names[SOUTH][child] not in page.response.text
    assert done_of_total(page)[0] == 0


def test_a_review_opens_the_work_of_the_pupil_of_that_school(schools: TwoSchools) -> None:
    pupil = schools.scenario.people(FINLAND)[0]
    teacher = schools.scenario.people(FINLAND, Role.TEACHER)[0]
    schools.at(SOUTH).finishes(pupil, FINLAND)
    assert launch_review(schools.at(NORTH), teacher, pupil).code == "pupil_unknown"
    schools.at(NORTH).opens(pupil, WHOLE_PROGRAMME[FINLAND])
    page = launch_review(schools.at(NORTH), teacher, pupil).page
    assert page.path == f"/teacher/pupil/{person_ids(schools, pupil)[NORTH]}"


def test_a_data_privacy_launch_reaches_only_the_people_of_its_school(schools: TwoSchools) -> None:
    pupil = schools.scenario.people(FINLAND)[0]
    schools.at(SOUTH).finishes(pupil, FINLAND)
    assert launch_privacy(schools.at(NORTH), OFFICER, pupil).code == "person_unknown"
    schools.at(NORTH).opens(pupil, WHOLE_PROGRAMME[FINLAND])
    came = launch_privacy(schools.at(NORTH), OFFICER, pupil)
    copy = export_of(came)
    assert person_ids(schools, pupil)[NORTH] in copy.text
    assert person_ids(schools, pupil)[SOUTH] not in copy.text
    assert names_seen(schools, SOUTH, came.page.response.text + copy.text) == set()
    confirm_erasure(came)
    assert set(person_ids(schools, pupil)) == {SOUTH}


def test_a_teacher_of_both_schools_is_two_people_and_changes_over_by_opening_the_activity(schools: TwoSchools) -> None:
    teacher = schools.scenario.people(FINLAND, Role.TEACHER)[0]
    browser, south = schools.at(SOUTH).opens(teacher, WHOLE_PROGRAMME[FINLAND])
    _, north = schools.at(NORTH).opens(teacher, WHOLE_PROGRAMME[FINLAND], browser=browser)
    assert set(person_ids(schools, teacher)) == {SOUTH, NORTH}
    assert north.path == f"/teacher/class/{schools.class_id(NORTH)}"
    assert browser.get(f"{south.path}?in={schools.class_id(SOUTH)}").code == "session_missing"
    assert browser.get(north.path).code == ""
    assert browser.get(south.path).code == "not_found"
    _, south = schools.at(SOUTH).opens(teacher, WHOLE_PROGRAMME[FINLAND], browser=browser)
    assert (south.path, south.code) == (f"/teacher/class/{schools.class_id(SOUTH)}", "")


def disown(schools: TwoSchools) -> None:
    """As migration 0009 leaves classes of which it cannot tell the deployment."""
    with schools.scenario.school.database.transaction() as db:
        for table in (SchoolClass.__table__, Person.__table__):
            db.execute(update(table).values(deployment_id=""))


def test_a_class_of_unknown_deployment_belongs_to_the_school_that_opens_it_next(schools: TwoSchools) -> None:
    pupil = schools.scenario.people(FINLAND)[0]
    schools.at(SOUTH).finishes(pupil, FINLAND)
    before = schools.class_id(SOUTH), person_ids(schools, pupil)[SOUTH]
    disown(schools)
    _, home = schools.at(SOUTH).opens(pupil, WHOLE_PROGRAMME[FINLAND])
    assert done_of_total(home)[0] == 1
    assert (schools.class_id(SOUTH), person_ids(schools, pupil)[SOUTH]) == before
    _, home = schools.at(NORTH).opens(pupil, WHOLE_PROGRAMME[FINLAND])
    assert done_of_total(home)[0] == 0


def test_whom_the_school_knows_already_is_not_mixed_up_with_somebody_of_before(schools: TwoSchools) -> None:
    first, second = schools.scenario.people(FINLAND)[:2]
    schools.at(SOUTH).finishes(first, FINLAND)
    disown(schools)
    known = launch_privacy(schools.at(SOUTH), first, first, roles=())
    assert known.code == "person_unknown"
    schools.at(SOUTH).opens(second, WHOLE_PROGRAMME[FINLAND])
    assert set(person_ids(schools, first)) == set(person_ids(schools, second)) == {SOUTH}
