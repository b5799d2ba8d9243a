"""A name that the platform no longer sends is forgotten: one person's, or everybody's (docs/decisions/0021)."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from careered.db.tables import Table
from careered.web.tables import SessionRow
from demo_platform.people import Role
from demo_platform.platform_state import MembershipChange
from tests.journeys.scenario import FINLAND, WHOLE_PROGRAMME, Scenario, grid_cells

COURSE = FINLAND


def protect(scenario: Scenario, person_id: str) -> str:
    """The school protects a person's identity; returns the name that was."""
    person = scenario.platform.people[person_id]
    name = person.name
    person.name = person.given = person.family = ""
    return name


def share_names(scenario: Scenario, names: bool) -> None:
    """The school changes what the platform tells about everybody."""
    scenario.platform.profile = replace(scenario.platform.profile, names=names)


def refuse_lists(scenario: Scenario) -> None:
    scenario.platform.faults.where = frozenset({"nrps"})
    scenario.platform.faults.unauthorized = 1000


def read_list(scenario: Scenario) -> set[str]:
    """The teacher opens the class; returns the names on its page once the list is there."""
    browser, page = scenario.teacher(COURSE)
    scenario.run_worker()
    return set(grid_cells(browser.get(page.path)))


def names_of(scenario: Scenario, *person_ids: str) -> set[str]:
    return {scenario.platform.people[person_id].name for person_id in person_ids}


def stored_texts(scenario: Scenario) -> Iterator[str]:
    """Every value in the database but the visits', which end by themselves."""
    with scenario.school.database.reading() as db:
        for table in Table.metadata.sorted_tables:
            if table.name != SessionRow.__tablename__:
                for row in db.execute(select(table)):
                    yield from map(str, row)


def is_stored(scenario: Scenario, name: str) -> bool:
    return any(name in text for text in stored_texts(scenario))


def test_a_pupil_who_is_without_a_name_in_a_list_of_names_loses_it_here(scenario: Scenario) -> None:
    protected, *others = scenario.people(COURSE)
    scenario.finishes(protected, COURSE)
    assert names_of(scenario, protected, *others) <= read_list(scenario)
    name = protect(scenario, protected)
    shown = read_list(scenario)
    assert name not in shown
    assert names_of(scenario, *others) <= shown
    assert len(shown) >= 24
    assert scenario.record(protected, COURSE)["name"] != name
    assert not is_stored(scenario, name)


def test_a_pupil_who_opens_the_activity_without_a_name_loses_it_at_once_and_nobody_else(scenario: Scenario) -> None:
    """Seen on a real platform (6): a real name stayed beside two friendly words."""
    protected, *others = scenario.people(COURSE)
    scenario.opens(protected, WHOLE_PROGRAMME[COURSE])
    read_list(scenario)
    name = protect(scenario, protected)
    scenario.opens(protected, WHOLE_PROGRAMME[COURSE])
    assert not is_stored(scenario, name)
    shown = read_list(scenario)
    assert name not in shown
    assert names_of(scenario, *others) <= shown


def test_two_protected_pupils_in_a_row_leave_the_names_of_a_class_whose_list_has_names(scenario: Scenario) -> None:
    first, second, *others = scenario.people(COURSE)
    read_list(scenario)
    names = {protect(scenario, first), protect(scenario, second)}
    for pupil in (first, second):
        scenario.advance(minutes=1)
        scenario.opens(pupil, WHOLE_PROGRAMME[COURSE])
    assert names_of(scenario, *others) <= read_list(scenario)
    assert not any(is_stored(scenario, name) for name in names)


def test_a_pupil_who_is_no_longer_protected_has_the_name_again(scenario: Scenario) -> None:
    pupil = scenario.people(COURSE)[0]
    read_list(scenario)
    name = protect(scenario, pupil)
    assert name not in read_list(scenario)
    scenario.platform.people[pupil].name = name
    assert name in read_list(scenario)


def test_a_list_that_has_stopped_to_have_names_takes_them_from_who_came_who_never_came_and_who_left(
    scenario: Scenario,
) -> None:
    came, never_came, left = scenario.people(COURSE)[:3]
    scenario.opens(came, WHOLE_PROGRAMME[COURSE])
    scenario.opens(left, WHOLE_PROGRAMME[COURSE])
    read_list(scenario)
    scenario.platform.drop_person(COURSE, left)
    read_list(scenario)
    scenario.opens(came, WHOLE_PROGRAMME[COURSE])
    share_names(scenario, False)
    shown = read_list(scenario)
    assert len(shown) == 23 + 1
    assert not any(is_stored(scenario, name) for name in names_of(scenario, came, never_came, left))
    share_names(scenario, True)
    assert names_of(scenario, came, never_came) <= read_list(scenario)


def test_lists_that_never_had_names_leave_those_from_launches_however_often_they_come(scenario: Scenario) -> None:
    pupils = scenario.people(COURSE)[:3]
    for _day in range(3):
        share_names(scenario, True)
        for pupil in pupils:
            scenario.opens(pupil, WHOLE_PROGRAMME[COURSE])
        browser, page = scenario.teacher(COURSE)
        share_names(scenario, False)
        scenario.run_worker()
        assert names_of(scenario, *pupils) <= set(grid_cells(browser.get(page.path)))
        scenario.advance(days=1)


@pytest.mark.parametrize("role", [Role.LEARNER, Role.TEACHER])
def test_without_lists_the_second_launch_without_a_name_takes_those_of_the_class(
    scenario: Scenario, role: Role
) -> None:
    first, second, stays_away = scenario.people(COURSE)[:3]
    refuse_lists(scenario)
    for pupil in (first, second, stays_away):
        scenario.opens(pupil, WHOLE_PROGRAMME[COURSE])
    scenario.advance(minutes=1)
    share_names(scenario, False)
    scenario.opens(first, WHOLE_PROGRAMME[COURSE])
    assert not is_stored(scenario, *names_of(scenario, first))
    assert is_stored(scenario, *names_of(scenario, stays_away))
    scenario.advance(minutes=1)
    scenario.opens(second if role is Role.LEARNER else scenario.people(COURSE, role)[0], WHOLE_PROGRAMME[COURSE])
    assert not is_stored(scenario, *names_of(scenario, stays_away))


def test_one_protected_pupil_who_comes_every_day_takes_no_other_name(scenario: Scenario) -> None:
    protected, other, another = scenario.people(COURSE)[:3]
    refuse_lists(scenario)
    name = protect(scenario, protected)
    for pupil in (other, another, protected, protected, other, protected):
        scenario.advance(minutes=1)
        scenario.opens(pupil, WHOLE_PROGRAMME[COURSE])
    assert names_of(scenario, other, another) <= read_list(scenario)
    assert not is_stored(scenario, name)


def test_who_is_without_a_name_in_a_list_of_changes_loses_it(scenario: Scenario) -> None:
    protected, other = scenario.people(COURSE)[:2]
    scenario.platform.profile = replace(scenario.platform.profile, differences=True)
    read_list(scenario)
    scenario.advance(minutes=1)
    name = protect(scenario, protected)
    change = MembershipChange(scenario.platform.now(), COURSE, protected, left=False)
    scenario.platform.membership_changes.append(change)
    shown = read_list(scenario)
    assert scenario.platform.request_log[-1].query.startswith("since=")
    assert name not in shown
    assert names_of(scenario, other) <= shown
