"""The token endpoint (SEC 4.1), as Moodle answers it and as others do."""

import json

import httpx2
import pytest
from joserfc.jwk import RSAKey
from starlette.testclient import TestClient

from demo_platform.platform import DemoPlatform
from demo_platform.vocabulary import AGS_SCOPE, NRPS_SCOPE
from tests.demo_platform.stand_in import LMS, Clock, StandIn


def test_a_signed_assertion_gets_a_token_for_an_hour(tool: StandIn) -> None:
    answer = tool.request_token()
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    body = json.loads(answer.text)
    assert list(body) == ["access_token", "token_type", "expires_in", "scope"]
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 3600)


def test_scopes_that_are_not_permitted_are_dropped_and_none_left_is_an_error(tool: StandIn) -> None:
    some = tool.request_token(scopes=(NRPS_SCOPE, "https://example.test/none"))
    assert some.json()["scope"] == NRPS_SCOPE
    none = tool.request_token(scopes=("https://example.test/none",))
    assert (none.status_code, none.json()) == (400, {"error": "invalid_scope"})


def test_moodle_refuses_an_assertion_dated_ahead_of_its_clock(tool: StandIn, clock: Clock) -> None:
    answer = tool.request_token(tool.assertion(iat=int(clock()) + 30))
    assert answer.status_code == 400
    assert answer.json()["error"].startswith("Cannot handle token with iat prior to 20")


def test_a_platform_whose_clock_is_behind_refuses_a_good_tool(tool: StandIn, platform: DemoPlatform) -> None:
    platform.faults.clock_skew = -120
    assert tool.request_token().status_code == 400


def test_an_expired_assertion_is_refused(tool: StandIn, clock: Clock) -> None:
    answer = tool.request_token(tool.assertion(exp=int(clock()) - 1))
    assert (answer.status_code, answer.json()) == (400, {"error": "Expired token"})


@pytest.mark.parametrize("aud", ["https://elsewhere.test", [f"{LMS}/token"], LMS])
def test_moodle_does_not_look_at_the_audience(tool: StandIn, aud: object) -> None:
    assert tool.request_token(tool.assertion(aud=aud)).status_code == 200


def test_canvas_looks_at_the_audience(tool: StandIn, platform: DemoPlatform) -> None:
    platform.profile = "canvas"
    assert tool.request_token(tool.assertion(aud="https://elsewhere.test")).status_code == 400
    answer = tool.request_token()
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"


def test_an_assertion_signed_by_somebody_else_is_refused(tool: StandIn) -> None:
    tool_key = tool.key
    tool.key = RSAKey.generate_key(2048, {"kid": "tool-1"})
    forged = tool.assertion()
    tool.key = tool_key
    answer = tool.request_token(forged)
    assert (answer.status_code, answer.json()) == (400, {"error": "invalid_client"})


@pytest.mark.parametrize("changed", [{"iss": "another"}, {"sub": "another"}, {"iat": None}, {"exp": "soon"}])
def test_an_assertion_in_another_name_or_without_times_is_refused(tool: StandIn, changed: dict[str, object]) -> None:
    assert tool.request_token(tool.assertion(**changed)).status_code == 400


def test_the_tools_keys_are_kept_and_fetched_again_after_a_rotation(tool: StandIn) -> None:
    assert [tool.request_token().status_code for _ in range(3)] == [200, 200, 200]
    assert tool.keys_fetched == 1
    tool.key = RSAKey.generate_key(2048, {"kid": "tool-2"})
    assert tool.request_token().status_code == 200
    assert tool.keys_fetched == 2


def test_a_tool_whose_keys_cannot_be_fetched_gets_no_token(tool: StandIn, platform: DemoPlatform) -> None:
    def unreachable(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("nobody there")

    platform.http = httpx2.Client(transport=httpx2.MockTransport(unreachable))
    assert tool.request_token().status_code == 400


@pytest.mark.parametrize("body", ["", "grant_type=client_credentials", "client_assertion=a.b.c", "%ff%fe"])
def test_garbage_gets_no_token_and_breaks_nothing(client: TestClient, body: str) -> None:
    assert client.post("/token", content=body).status_code == 400


def test_the_token_opens_only_what_its_scopes_name(tool: StandIn, client: TestClient, platform: DemoPlatform) -> None:
    address = f"{LMS}/services/2/lineitems"
    for profile, refused in (("moodle", 401), ("canvas", 403)):
        platform.profile = profile
        assert client.get(address, headers=tool.bearer((NRPS_SCOPE,))).status_code == refused
        assert client.get(address, headers=tool.bearer((AGS_SCOPE + "lineitem.readonly",))).status_code == 200


def test_a_token_ends_with_its_hour(tool: StandIn, client: TestClient, clock: Clock) -> None:
    held = tool.bearer()
    clock.pass_seconds(3599)
    assert client.get(f"{LMS}/services/2/lineitems", headers=held).status_code == 200
    clock.pass_seconds(2)
    assert client.get(f"{LMS}/services/2/lineitems", headers=held).status_code == 401


def test_the_request_log_keeps_the_scopes_and_not_the_assertion(tool: StandIn, platform: DemoPlatform) -> None:
    tool.request_token(scopes=(NRPS_SCOPE,))
    assert [(entry.what, entry.status, entry.body) for entry in platform.request_log] == [("token", 200, NRPS_SCOPE)]
