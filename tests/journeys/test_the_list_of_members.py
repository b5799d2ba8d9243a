"""The platform's list of members: who never came is in the class too, and half a list changes nothing."""

from typing import Any

import pytest
from sqlalchemy import select

from careered.demo_lms.people import Role
from careered.roster.tables import Enrolment, Person
from tests.journeys.town import DENMARK, FINLAND, WHOLE, Town, grid, town
from tests.support.pages import Page


def class_page(town: Town, course: str = FINLAND) -> Page:
    """The class page after the wanted list was fetched."""
    browser, page = town.teacher(course)
    town.work()
    return browser.get(page.path)


def enrolled(town: Town) -> dict[str, tuple[str, str]]:
    """Role and status of everybody by number."""
    enrolment, person = Enrolment.__table__, Person.__table__
    joined = select(person.c.sub, enrolment.c.role, enrolment.c.status).join(
        enrolment, enrolment.c.person_id == person.c.id
    )
    with town.school.database.read() as db:
        return {sub: (role, status) for sub, role, status in db.execute(joined)}


def state(town: Town) -> dict[str, Any]:
    """The only class's row."""
    (row,) = town.rooms()
    return row


def test_a_teacher_sees_every_pupil_of_the_course_before_anybody_came(monday: Town) -> None:
    page = class_page(monday)
    pupils = {monday.platform.people[one].name for one in monday.people(FINLAND)}
    assert pupils <= set(grid(page))
    assert state(monday)["roster_state"] == "fresh"


def test_who_is_a_learner_in_the_list_and_a_teacher_at_the_door_is_no_pupil_any_more(monday: Town) -> None:
    (assistant,) = monday.people(FINLAND, Role.ASSISTANT)
    name = monday.platform.people[assistant].name
    assert name in grid(class_page(monday))
    _, page = monday.opens(assistant, WHOLE[FINLAND])
    assert page.path.startswith("/teacher/class/")
    assert name not in grid(class_page(monday))
    assert enrolled(monday)[assistant] == ("teacher", "active")
    assert name not in [one["name"] for one in monday.report(FINLAND)["pupils"]]


@pytest.mark.parametrize("profile", ["moodle", "canvas", "itslearning"])
def test_a_list_in_pages_is_read_to_its_end(database_url: str, profile: str) -> None:
    with town(database_url, profile) as one:
        for number in range(95):
            one.platform.add_person(FINLAND, f"Uusi Oppilas{number}")
        class_page(one)
        assert len(one.report(FINLAND)["pupils"]) == 24 + 95 + (profile == "moodle")
        assert one.asked("memberships") > 1 or profile == "itslearning"


def test_a_failure_in_the_middle_of_a_list_keeps_the_old_list(monday: Town) -> None:
    class_page(monday)
    before = enrolled(monday)
    for number in range(150):
        monday.platform.add_person(FINLAND, f"Uusi Oppilas{number}")
    monday.wires.break_after("memberships", 1)
    page = class_page(monday)
    assert enrolled(monday) == before
    assert state(monday)["roster_state"] == "failed"
    assert monday.platform.people[monday.people(FINLAND)[0]].name in grid(page)
    monday.wires.mend()
    class_page(monday)
    assert len(enrolled(monday)) == len(before) + 150


def test_a_platform_that_gives_no_list_leaves_the_class_of_those_who_came(monday: Town) -> None:
    pupil = monday.people(FINLAND)[0]
    monday.opens(pupil, WHOLE[FINLAND])
    monday.platform.faults.where = frozenset({"nrps"})
    monday.platform.faults.unauthorized = 2
    page = class_page(monday)
    assert state(monday)["roster_state"] == "refused"
    assert list(grid(page)) == [monday.platform.people[pupil].name]
    assert monday.asked("memberships") == 2
    assert monday.asked("token") == 2


def test_who_leaves_is_shown_as_such_and_comes_back_with_everything_done(monday: Town) -> None:
    pupil = monday.people(FINLAND)[0]
    name = monday.platform.people[pupil].name
    monday.finishes(pupil, FINLAND)
    class_page(monday)
    monday.platform.drop_person(FINLAND, pupil)
    page = class_page(monday)
    assert name not in grid(page)
    assert name in page.words
    assert monday.record(pupil, FINLAND)["status"] == "left"
    monday.platform.people[pupil].roles[FINLAND] = Role.LEARNER
    assert name in grid(class_page(monday))
    record = monday.record(pupil, FINLAND)
    assert record["status"] == "active"
    assert [one["state"] for one in record["requirements"]].count("done") == 1


def test_who_left_and_opens_the_activity_again_is_back_at_once(monday: Town) -> None:
    pupil = monday.people(FINLAND)[0]
    monday.opens(pupil, WHOLE[FINLAND])
    monday.platform.drop_person(FINLAND, pupil)
    class_page(monday)
    assert enrolled(monday)[pupil] == ("pupil", "left")
    monday.platform.people[pupil].roles[FINLAND] = Role.LEARNER
    monday.opens(pupil, WHOLE[FINLAND])
    assert enrolled(monday)[pupil] == ("pupil", "active")


def test_a_list_without_names_does_not_wipe_the_names_that_launches_brought(monday: Town) -> None:
    pupil = monday.people(DENMARK)[0]
    monday.opens(pupil, WHOLE[DENMARK])
    monday.platform.profile = "itslearning"
    class_page(monday, DENMARK)
    assert monday.record(pupil, DENMARK)["name"] == monday.platform.people[pupil].name


@pytest.mark.parametrize("name", ["<b>Aino</b>", "=cmd|' /C calc'!A0", "{{7*7}}", "Bríd O'Brien"])
def test_a_name_in_the_list_is_only_a_name(monday: Town, name: str) -> None:
    monday.platform.people[monday.people(FINLAND)[0]].name = name
    page = class_page(monday)
    assert name in grid(page)
    assert "<b>Aino" not in page.response.text


def test_every_launch_of_a_teacher_asks_for_the_list_once_and_pupils_never_do(monday: Town) -> None:
    for pupil in monday.people(FINLAND)[:3]:
        monday.opens(pupil, WHOLE[FINLAND])
    monday.work()
    assert monday.asked("memberships") == 0
    class_page(monday)
    monday.later(hours=1)
    monday.work()
    assert monday.asked("memberships") == 1
