"""A platform that refuses our scale gets the score once more in its column's own."""

from dataclasses import replace

import httpx2
import pytest

from tests.journeys.scenario import FINLAND, Scenario
from tests.journeys.test_one_column_one_score import doctors_words

REFUSALS = [(1.0, 400, "Invalid grade: 2.0"), (10.0, 422, ""), (100.0, 400, "Incorrect score received")]


@pytest.mark.parametrize(("maximum", "status", "text"), REFUSALS)
def test_a_refused_score_is_sent_once_more_in_the_columns_own_scale(
    scenario: Scenario, maximum: float, status: int, text: str
) -> None:
    scenario.platform.line_items["1"].maximum = maximum
    person = scenario.people(FINLAND)[0]
    scenario.finishes(person, FINLAND)
    scenario.network.respond_with("POST .*/scores", httpx2.Response(status, text=text))
    assert scenario.run_worker() == 0
    cell = scenario.platform.gradebook["1"][person]
    assert (scenario.network.calls("POST .*/scores"), scenario.request_count("score")) == (2, 1)
    assert cell.score == pytest.approx(maximum / 5)


def test_a_score_refused_in_both_scales_is_settled_with_a_word(scenario: Scenario) -> None:
    person = scenario.people(FINLAND)[0]
    scenario.finishes(person, FINLAND)
    scenario.network.respond_with("POST .*/scores", httpx2.Response(400), httpx2.Response(400))
    assert scenario.run_worker() == 1
    assert scenario.delivery(person, FINLAND)["state"] == "refused"
    assert scenario.network.calls("POST .*/scores") == 2


@pytest.mark.parametrize(("maximum", "status", "text"), REFUSALS)
def test_the_columns_next_score_goes_in_its_own_scale_at_once_whoevers_it_is(
    scenario: Scenario, maximum: float, status: int, text: str
) -> None:
    first, second, *_ = scenario.people(FINLAND)
    scenario.platform.line_items["1"].maximum = maximum
    scenario.finishes(first, FINLAND)
    scenario.network.respond_with("POST .*/scores", httpx2.Response(status, text=text))
    assert scenario.run_worker() == 0
    scenario.finishes(second, FINLAND)
    before = scenario.network.calls("POST .*/scores")
    assert scenario.run_worker() == 0
    assert scenario.network.calls("POST .*/scores") == before + 1
    cells = scenario.platform.gradebook["1"]
    assert cells[second].score == cells[first].score == pytest.approx(maximum / 5)


def test_a_column_whose_scale_changes_again_gets_the_next_score_in_the_new_one(scenario: Scenario) -> None:
    first, second, *_ = scenario.people(FINLAND)
    scenario.platform.line_items["1"].maximum = 10.0
    scenario.finishes(first, FINLAND)
    scenario.network.respond_with("POST .*/scores", httpx2.Response(400))
    assert scenario.run_worker() == 0
    scenario.platform.line_items["1"].maximum = 50.0
    scenario.finishes(second, FINLAND)
    scenario.network.respond_with("POST .*/scores", httpx2.Response(400))
    assert scenario.run_worker() == 0
    assert scenario.platform.gradebook["1"][second].score == pytest.approx(10.0)


def test_who_is_not_in_the_course_is_told_so_where_the_columns_scale_was_tried_too(scenario: Scenario) -> None:
    person = scenario.people(FINLAND)[0]
    scenario.platform.line_items["1"].maximum = 100.0
    scenario.finishes(person, FINLAND)
    refusal = httpx2.Response(400, text="Incorrect score received")
    scenario.network.respond_with("POST .*/scores", refusal, refusal)
    assert scenario.run_worker() == 1
    assert scenario.delivery(person, FINLAND)["state"] == "not_in_course"


@pytest.mark.parametrize("status", [400, 422])
def test_a_class_that_finishes_together_learns_its_columns_scale_once(scenario: Scenario, status: int) -> None:
    """... and the doctor sends its own score in that scale too: it is no refusal of the platform."""
    scenario.platform.profile = replace(scenario.platform.profile, own_scale_status=status)
    scenario.platform.line_items["1"].maximum = 20.0
    people = scenario.people(FINLAND)[:3]
    for person in people:
        scenario.finishes(person, FINLAND)
    assert scenario.run_worker() == 0
    assert scenario.network.calls("POST .*/scores") == 1 + len(people)
    assert {scenario.platform.gradebook["1"][person].score for person in people} == {4.0}
    scenario.advance(seconds=5)
    assert [word.state for word in doctors_words(scenario, "score")] == ["ok"]
