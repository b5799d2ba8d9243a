"""A list of members that has lost most of a class at once: nobody leaves by one such answer."""

import pytest

from demo_platform.people import Role
from tests.journeys.scenario import FINLAND, Scenario
from tests.journeys.test_the_list_of_members import class_page, class_row, enrolments_by_name
from tests.journeys.test_who_came_and_went import moves_on
from tests.support.pages import Page

CONFIRM = "[action$='confirm-leavers']"


def take_off_the_list(scenario: Scenario, count: int) -> list[str]:
    """The platform drops so many pupils of the course at once."""
    gone = scenario.people(FINLAND)[:count]
    for number in gone:
        scenario.platform.people[number].roles.pop(FINLAND)
    return gone


def statuses(scenario: Scenario, numbers: list[str]) -> set[str]:
    """Who has left, who has not."""
    everybody = enrolments_by_name(scenario)
    return {everybody[number][1] for number in numbers}


def leave_pupils(scenario: Scenario, count: int) -> None:
    """A class of so many pupils from the start, and no assistant: Moodle lists those as learners."""
    for number in scenario.people(FINLAND)[count:] + scenario.people(FINLAND, Role.ASSISTANT):
        scenario.platform.people[number].roles.pop(FINLAND)


def lose(scenario: Scenario, count: int) -> tuple[list[str], Page]:
    """The class was there; the next list lacks `count` of its pupils."""
    class_page(scenario)
    gone = take_off_the_list(scenario, count)
    return gone, class_page(scenario)


@pytest.mark.parametrize(("pupils", "lost"), [(6, 4), (6, 6), (7, 4), (12, 7), (24, 24)])
def test_nobody_has_left_by_one_list_that_loses_more_than_half(scenario: Scenario, pupils: int, lost: int) -> None:
    leave_pupils(scenario, pupils)
    gone, page = lose(scenario, lost)
    assert statuses(scenario, gone) == {"active"}
    assert class_row(scenario)["roster_state"] == "doubtful"
    assert page.all(f".notice {CONFIRM}")
    assert len(page.all("#refresh")) == 1


@pytest.mark.parametrize(("pupils", "lost"), [(5, 5), (5, 3), (6, 3), (12, 6), (24, 1)])
def test_half_of_a_class_or_a_few_leave_at_once(scenario: Scenario, pupils: int, lost: int) -> None:
    leave_pupils(scenario, pupils)
    gone, page = lose(scenario, lost)
    assert statuses(scenario, gone) == {"left"}
    assert class_row(scenario)["roster_state"] == "fresh"
    assert not page.all(CONFIRM)


def test_a_later_list_that_says_the_same_is_believed(scenario: Scenario) -> None:
    gone, _ = lose(scenario, 20)
    class_page(scenario)
    assert statuses(scenario, gone) == {"active"}
    scenario.advance(hours=1, minutes=1)
    scenario.run_worker()
    assert statuses(scenario, gone) == {"left"}
    assert class_row(scenario)["roster_doubted_at"] is None


def test_a_list_that_is_whole_again_ends_the_doubt(scenario: Scenario) -> None:
    gone, _ = lose(scenario, 20)
    for number in gone:
        scenario.platform.people[number].roles[FINLAND] = Role.LEARNER
    page = class_page(scenario)
    assert class_row(scenario)["roster_state"] == "fresh"
    assert not page.all(CONFIRM)
    scenario.advance(hours=30)
    more, _ = lose(scenario, 20)
    assert statuses(scenario, more) == {"active"}


def test_the_teacher_says_that_they_have_left_and_nobody_else_has(scenario: Scenario) -> None:
    browser, opened = scenario.teacher(FINLAND)
    scenario.run_worker()
    scenario.advance(minutes=5)
    gone = take_off_the_list(scenario, 20)
    class_page(scenario)
    page = browser.submit(browser.get(opened.path).form(CONFIRM))
    assert statuses(scenario, gone) == {"left"}
    assert statuses(scenario, scenario.people(FINLAND)) == {"active"}
    assert not page.all(CONFIRM)
    (left,) = moves_on(page)
    assert all(scenario.platform.people[number].name in left for number in gone)


def test_a_new_pupil_on_a_doubtful_list_is_in_the_class(scenario: Scenario) -> None:
    class_page(scenario)
    take_off_the_list(scenario, 20)
    new = scenario.platform.add_person(FINLAND, "Uusi Oppilas").id
    class_page(scenario)
    assert statuses(scenario, [new]) == {"active"}
