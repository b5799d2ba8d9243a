"""The control page."""

import pytest
from starlette.testclient import TestClient

from demo_platform.platform import DemoPlatform
from tests.demo_platform.stand_in import StandIn


def test_a_visitor_switches_profile_and_names(client: TestClient, platform: DemoPlatform) -> None:
    assert client.post("/control", data={"action": "profile", "profile": "canvas"}).status_code == 303
    assert (platform.profile.name, platform.profile.names) == ("canvas", False)
    client.post("/control", data={"action": "profile", "profile": "moodle", "names": "on"})
    assert (platform.profile.name, platform.profile.names) == ("moodle", True)


def test_a_visitor_sets_faults_and_takes_them_back(client: TestClient, platform: DemoPlatform) -> None:
    form = {"action": "faults", "rate_limit": "3", "retry_after": "9", "clock_skew": "-2.5", "down": "503"}
    client.post("/control", data=form)
    assert (platform.faults.rate_limit, platform.faults.retry_after) == (3, 9)
    assert (platform.faults.clock_skew, platform.faults.down) == (-2.5, "503")
    assert 'name="rate_limit" value="3"' in client.get("/control").text
    client.post("/control", data={"action": "faults"})
    assert (platform.faults.rate_limit, platform.faults.down) == (0, "")


@pytest.mark.parametrize(
    "form",
    [
        {"action": "faults", "slow": "very"},
        {"action": "faults", "down": "maybe"},
        {"action": "profile", "profile": "blackbird"},
        {"action": "explode"},
        {},
    ],
)
def test_a_value_that_makes_no_sense_is_said_and_changes_nothing(
    client: TestClient, platform: DemoPlatform, form: dict[str, str]
) -> None:
    before = (platform.profile, platform.faults)
    answer = client.post("/control", data=form)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert (platform.profile, platform.faults) == before


def test_the_key_is_rotated_with_a_button(client: TestClient, platform: DemoPlatform) -> None:
    before = platform.key.kid
    client.post("/control", data={"action": "rotate"})
    assert platform.key.kid != before
    assert client.get("/jwks.json").json()["keys"][0]["kid"] == platform.key.kid


def test_the_last_requests_can_be_seen_and_forgotten(client: TestClient, tool: StandIn, platform: DemoPlatform) -> None:
    tool.send_score("13", 40)
    assert "scoreGiven" in client.get("/control").text
    client.post("/control", data={"action": "forget"})
    assert platform.request_log == []
