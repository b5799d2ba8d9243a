"""A score goes to one column of the gradebook: where several could be the one, somebody is asked which."""

from collections.abc import Mapping, Sequence

import pytest

from careered.admin.doctor.diagnose import Doctor
from careered.jobs.connection_check import CheckResult
from careered.lti import platform_store, tool_key_store
from demo_platform.courses import LineItem
from tests.journeys.scenario import DENMARK, FINLAND, WHOLE_PROGRAMME, Scenario
from tests.journeys.test_scores_that_wait import gradebook_page, line_items, retries_deliveries
from tests.support.school import TOOL

ACTIVITY = WHOLE_PROGRAMME[FINLAND]


def _columns(scenario: Scenario, links: Mapping[str, str]) -> None:
    """Columns with our tag and resource id, by number, each of a link; the activity comes with none."""
    scenario.platform.remove_line_item("1")
    for number, link in links.items():
        item = LineItem(number, FINLAND, "Uraohjaus", 9, "careered-programme", "careered", resource_link_id=link)
        scenario.platform.add_line_item(item)


def doctors_words(scenario: Scenario, step: str = "column") -> list[CheckResult]:
    """What the doctor says about a step, in English."""
    at = scenario.school
    with at.database.reading() as db:
        (platform,) = platform_store.all_platforms(db)
    doctor = Doctor(at.database, at.service_client, tool_key_store.Signer(at.settings, at.database), TOOL)
    return [result for result in doctor(platform, "en") if result.step == step]


def _doctors_word(scenario: Scenario) -> CheckResult:
    (word,) = doctors_words(scenario)
    return word


def _with_score(scenario: Scenario, person: str) -> list[str]:
    return [item.id for item in line_items(scenario) if person in scenario.platform.gradebook[item.id]]


@pytest.mark.parametrize("number_of_ours", ["70", "71", "72"])
def test_of_three_columns_the_one_of_this_activity_gets_the_score(scenario: Scenario, number_of_ours: str) -> None:
    links = {number: ACTIVITY if number == number_of_ours else f"other-{number}" for number in ("70", "71", "72")}
    _columns(scenario, links)
    person = scenario.people(FINLAND)[0]
    scenario.finishes(person, FINLAND)
    assert scenario.run_worker() == 0
    assert _with_score(scenario, person) == [number_of_ours]


@pytest.mark.parametrize("links", [{"70": "98", "71": "99"}, {"70": "", "71": "", "72": "99"}])
def test_where_none_is_this_activitys_the_doctor_asks_which_and_nothing_is_sent_until_one_is_left(
    scenario: Scenario, links: Mapping[str, str]
) -> None:
    _columns(scenario, links)
    pupils = scenario.people(FINLAND)[:2]
    for person in pupils:
        scenario.finishes(person, FINLAND)
    assert scenario.run_worker() == 2
    assert {scenario.delivery(person, FINLAND)["state"] for person in pupils} == {"several_columns"}
    assert "useampi sarake" in gradebook_page(scenario)[1].main_text
    word = _doctors_word(scenario)
    assert (word.state, f"{len(links)} columns" in word.sentence) == ("problem", True)
    title, platform = scenario.platform.courses[FINLAND].title, scenario.class_rows()[0]["platform_name"]
    assert all(name in word.sentence for name in (title, platform, "Uraohjaus"))
    assert "Find out which one is right" in word.mend
    for number in list(links)[1:]:
        scenario.platform.remove_line_item(number)
    assert _doctors_word(scenario).state != "problem"
    retries_deliveries(scenario)
    assert scenario.run_worker() == 0
    assert [_with_score(scenario, person) for person in pupils] == [["70"], ["70"]]
    assert [item.id for item in line_items(scenario) if item.resource_id] == ["70"]


def test_a_column_deleted_and_listed_again_beside_another_gets_no_second_score_elsewhere(scenario: Scenario) -> None:
    person = scenario.people(FINLAND)[0]
    _columns(scenario, {"70": ACTIVITY})
    scenario.finishes(person, FINLAND)
    assert scenario.run_worker() == 0
    _columns(scenario, {"70": "98", "71": "99"})
    scenario.advance(seconds=2)
    scenario.finishes(person, FINLAND, "fi-3")
    scenario.run_worker()
    assert "71" not in _with_score(scenario, person)


def test_the_doctor_asks_about_a_class_that_was_not_opened_last(scenario: Scenario) -> None:
    """Two courses with several columns each are two questions, each with its course and the columns' names."""
    for course, numbers in ((FINLAND, ("70", "71")), (DENMARK, ("80", "81", "82"))):
        _several(scenario, course, numbers)
        scenario.finishes(scenario.people(course)[0], course)
        scenario.run_worker()
    words = doctors_words(scenario)
    assert [word.state for word in words] == ["problem", "problem"]
    for title, count in ((scenario.platform.courses[FINLAND].title, 2), (scenario.platform.courses[DENMARK].title, 3)):
        (sentence,) = [word.sentence for word in words if f"“{title}”" in word.sentence]
        assert f"{count} columns" in sentence
        assert ": Ohjaus 1, Ohjaus 2" in sentence


def _several(scenario: Scenario, course: str, numbers: Sequence[str]) -> None:
    link = WHOLE_PROGRAMME[course]
    for item in [item for item in scenario.platform.line_items.values() if item.resource_link_id == link]:
        scenario.platform.remove_line_item(item.id)
    for index, number in enumerate(numbers, 1):
        label = f"Ohjaus {index}"
        item = LineItem(number, course, label, 9, "careered-programme", "careered", resource_link_id=f"other-{number}")
        scenario.platform.add_line_item(item)
