"""A platform that refuses our scale gets the score once more in its column's own."""

import httpx2
import pytest

from tests.journeys.scenario import FINLAND, Scenario


@pytest.mark.parametrize(("maximum", "status"), [(1.0, 400), (10.0, 422), (100.0, 400)])
def test_a_refused_score_is_sent_once_more_in_the_columns_own_scale(
    scenario: Scenario, maximum: float, status: int
) -> None:
    scenario.platform.line_items["1"].maximum = maximum
    person = scenario.people(FINLAND)[0]
    scenario.finishes(person, FINLAND)
    scenario.network.respond_with("POST .*/scores", httpx2.Response(status, text="Invalid grade: 2.0"))
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
