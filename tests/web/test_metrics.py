"""The operator's figures: how often each page was used and what was refused; never who, never which address."""

from prometheus_client.parser import text_string_to_metric_families

from tests.lessons.conftest import aino, school
from tests.lessons.factories import HarbourSchool, Visitor

__all__ = ["aino", "school"]

TOKEN = "for the operator alone"


def counters(pupil: Visitor) -> dict[tuple[str, ...], float]:
    """What /metrics says, by name and labels."""
    answer = pupil.client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_requests_and_refusals_are_counted_by_route_and_code(school: HarbourSchool, aino: Visitor) -> None:
    app_state = school.app.state.careered
    app_state.settings = app_state.settings.model_copy(update={"metrics_token": TOKEN})
    before = counters(aino)
    aino.client.get("/lessons/xh-1")
    aino.client.get("/lessons/nothing-of-the-kind")
    after = counters(aino)

    def more(*key: str) -> float:
        return after.get(key, 0) - before.get(key, 0)

    assert more("careered_requests_total", "/lessons/{lesson}", "200") == 1
    assert more("careered_requests_total", "/lessons/{lesson}", "404") == 1
    assert more("careered_refusals_total", "not_found") == 1
    assert "nothing-of-the-kind" not in str(after)


def test_without_the_operators_token_there_is_nothing(aino: Visitor) -> None:
    assert aino.client.get("/metrics").status_code == 404
