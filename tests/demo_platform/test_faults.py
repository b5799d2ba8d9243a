"""The platform fails as it is told to, and only so."""

import pytest
from starlette.testclient import TestClient

from demo_platform.platform import DemoPlatform
from demo_platform.service_endpoint import ConnectionCut
from tests.demo_platform.stand_in import StandIn


def test_a_platform_that_is_down_answers_503_or_not_at_all(client: TestClient, platform: DemoPlatform) -> None:
    platform.faults.down = "503"
    assert client.get("/jwks.json").status_code == 503
    platform.faults.down = "closed"
    with pytest.raises(ConnectionCut):
        client.get("/jwks.json")
    platform.faults.down = ""
    assert client.get("/jwks.json").status_code == 200
    assert [entry.status for entry in platform.request_log] == [503, 0, 200]


def test_the_pages_for_people_stay_up_when_the_services_are_down(client: TestClient, platform: DemoPlatform) -> None:
    platform.faults.down = "503"
    assert client.get("/").status_code == 200


def test_errors_last_for_as_many_requests_as_were_asked(client: TestClient, platform: DemoPlatform) -> None:
    platform.faults.error_500 = 2
    assert [client.get("/jwks.json").status_code for _ in range(3)] == [500, 500, 200]


def test_too_many_requests_say_when_to_come_back(client: TestClient, platform: DemoPlatform) -> None:
    platform.faults.rate_limit, platform.faults.retry_after = 1, 7
    limited = client.get("/jwks.json")
    assert (limited.status_code, limited.headers["retry-after"]) == (429, "7")
    platform.faults.rate_limit, platform.faults.rate_limit_status = 1, 403
    assert "Rate Limit" in client.get("/jwks.json").text
    assert client.get("/jwks.json").status_code == 200


def test_a_fault_may_concern_one_service_only(client: TestClient, tool: StandIn, platform: DemoPlatform) -> None:
    platform.faults.down, platform.faults.where = "503", frozenset({"ags"})
    assert client.get("/jwks.json").status_code == 200
    assert tool.members().status_code == 200
    assert tool.send_score("13", 40).status_code == 503
    assert platform.gradebook["1"] == {}


def test_a_good_token_may_be_refused_once(tool: StandIn, platform: DemoPlatform) -> None:
    platform.faults.unauthorized = 1
    assert tool.send_score("13", 40).status_code == 401
    assert platform.gradebook["1"] == {}
    assert tool.send_score("13", 40).status_code == 200


def test_a_slow_platform_answers_all_the_same(client: TestClient, platform: DemoPlatform) -> None:
    platform.faults.slow = 0.01
    assert client.get("/jwks.json").status_code == 200


def test_a_score_may_be_stored_and_its_answer_lost(tool: StandIn, platform: DemoPlatform) -> None:
    platform.faults.cut_after_commit = 1
    with pytest.raises(ConnectionCut):
        tool.send_score("13", 40)
    assert platform.gradebook["1"]["13"].score == 40
    assert (platform.request_log[-1].what, platform.request_log[-1].status) == ("score", 0)
    assert tool.results(user_id="13").json()[0]["resultScore"] == 40


def test_a_refused_score_is_not_what_the_cut_waits_for(tool: StandIn, platform: DemoPlatform) -> None:
    platform.faults.cut_after_commit = 1
    assert tool.send_score("9999", 40).status_code == 400
    assert platform.faults.cut_after_commit == 1
