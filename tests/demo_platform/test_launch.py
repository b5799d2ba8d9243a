"""The launch (SEC 5.1): from the form in the frame to a signed id_token, and what the platform refuses."""

import html
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from starlette.testclient import TestClient

from demo_platform.platform import DemoPlatform
from demo_platform.registration import registration
from demo_platform.vocabulary import CLAIM, NRPS_CLAIM
from tests.demo_platform.stand_in import LMS, TOOL, Clock

FIELDS = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')
INSTRUCTOR = "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"
LEARNER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"


def fields_of(page: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in FIELDS.findall(page)}


def request_of(login: dict[str, str], **changed: str) -> dict[str, str]:
    asked = {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": login["client_id"],
        "redirect_uri": f"{TOOL}/lti/launch",
        "login_hint": login["login_hint"],
        "state": "some-state",
        "nonce": "some-nonce",
        "lti_message_hint": login["lti_message_hint"],
    }
    return {name: value for name, value in (asked | changed).items() if value}


def verified(client: TestClient, token: str) -> dict[str, Any]:
    keys = KeySet.import_key_set(client.get("/jwks.json").json())
    claims: dict[str, Any] = json.loads(jws.deserialize_compact(token, keys, algorithms=["RS256"]).payload)
    return claims


def launched(client: TestClient, person_id: str, activity_id: str = "1") -> dict[str, Any]:
    login = fields_of(client.get(f"/launch/{activity_id}?as={person_id}").text)
    answer = fields_of(client.get("/auth", params=request_of(login)).text)
    return verified(client, answer["id_token"])


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_pupil_who_opens_the_activity_arrives_at_the_tool_as_themselves(client: TestClient, method: str) -> None:
    login = fields_of(client.get("/launch/1?as=13").text)
    parameters = {"params": request_of(login)} if method == "GET" else {"data": request_of(login)}
    page = client.request(method, "/auth", **parameters).text  # type: ignore[arg-type]
    assert f'action="{TOOL}/lti/launch"' in page
    assert list(fields_of(page)) == ["id_token", "state"]
    assert fields_of(page)["state"] == "some-state"
    claims = verified(client, fields_of(page)["id_token"])
    assert (claims["sub"], claims["name"], claims["nonce"]) == ("13", "Aino Mäkelä", "some-nonce")
    assert claims[f"{CLAIM}custom"]["careered_grade"] == "8"


def test_an_activity_bound_to_one_lesson_says_which(client: TestClient) -> None:
    assert launched(client, "13", "2")[f"{CLAIM}custom"]["careered_lesson"] == "fi-2"
    danish = launched(client, "53", "4")[f"{CLAIM}custom"]
    assert (danish["careered_lesson"], danish["careered_grade"]) == ("dk-2", "9")
    assert danish["careered_country"] == "dk"
    assert "careered_lesson" not in launched(client, "13", "1")[f"{CLAIM}custom"]


def test_roles_in_the_launch_are_full_uris_and_the_non_editing_teacher_is_an_instructor(client: TestClient) -> None:
    assert launched(client, "13")[f"{CLAIM}roles"] == [LEARNER]
    assert [launched(client, staff)[f"{CLAIM}roles"] for staff in ("10", "11", "12")] == [[INSTRUCTOR]] * 3


def test_the_administrator_need_not_be_enrolled_and_says_so_in_three_roles(client: TestClient) -> None:
    roles = launched(client, "2")[f"{CLAIM}roles"]
    assert [role.rpartition("/")[2] for role in roles] == [
        "person#Administrator",
        "membership#Instructor",
        "person#Administrator",
    ]


def test_the_launch_says_how_it_is_shown(client: TestClient) -> None:
    for target in ("iframe", "window"):
        login = fields_of(client.get(f"/launch/1?as=13&target={target}").text)
        answer = fields_of(client.get("/auth", params=request_of(login)).text)
        claims = verified(client, answer["id_token"])
        assert claims[f"{CLAIM}launch_presentation"]["document_target"] == target


def test_a_moodle_login_has_its_fields_in_moodles_order(client: TestClient) -> None:
    login = fields_of(client.get("/launch/1?as=13").text)
    names = ["iss", "target_link_uri", "login_hint", "lti_message_hint", "client_id", "lti_deployment_id"]
    assert list(login) == names
    assert login["iss"] == registration(LMS).issuer
    assert json.loads(login["lti_message_hint"])["cmid"] == 1


def test_a_reload_of_the_launch_ends_on_moodles_own_page(client: TestClient) -> None:
    login = fields_of(client.get("/launch/1?as=13").text)
    assert client.get("/auth", params=request_of(login)).status_code == 200
    second = client.get("/auth", params=request_of(login))
    assert second.status_code == 404
    assert "id_token" not in second.text


def test_two_tabs_at_once_both_arrive(client: TestClient) -> None:
    first_tab, second_tab = (fields_of(client.get(f"/launch/{n}?as=13").text) for n in (1, 2))
    arrivals = [
        verified(client, fields_of(client.get("/auth", params=request_of(tab)).text)["id_token"])
        for tab in (second_tab, first_tab)
    ]
    assert [claims[f"{CLAIM}resource_link"]["id"] for claims in arrivals] == ["2", "1"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"redirect_uri": f"{TOOL}/lti/launch?x=1"},
        {"redirect_uri": f"{TOOL}/lti/launch/"},
        {"redirect_uri": "http://elsewhere.test/lti/launch"},
        {"scope": "openid profile"},
        {"response_type": "code"},
        {"nonce": ""},
        {"login_hint": ""},
        {"lti_message_hint": ""},
        {"lti_message_hint": '{"cmid":1,"launchid":"ltilaunch1_1"}'},
    ],
)
def test_what_the_tool_asks_wrongly_before_it_is_known_it_never_hears_of(
    client: TestClient, platform: DemoPlatform, wrong: dict[str, str]
) -> None:
    answer = client.get("/auth", params=request_of(platform.login_params("13", "1"), **wrong))
    assert answer.status_code == 404
    assert "<form" not in answer.text


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"client_id": "another"}, "unauthorized_client"),
        ({"login_hint": "14"}, "access_denied"),
        ({"response_mode": "query"}, "invalid_request"),
        ({"response_mode": ""}, "invalid_request"),
        ({"prompt": "login"}, "invalid_request"),
    ],
)
def test_other_mistakes_come_back_as_an_error_without_a_token(
    client: TestClient, platform: DemoPlatform, wrong: dict[str, str], error: str
) -> None:
    answer = fields_of(client.get("/auth", params=request_of(platform.login_params("13", "1"), **wrong)).text)
    assert answer["error"] == error
    assert answer["state"] == "some-state"
    assert "id_token" not in answer


def test_prompt_may_be_absent_and_state_is_sent_even_if_none_came(client: TestClient, platform: DemoPlatform) -> None:
    asked = request_of(platform.login_params("13", "1"), prompt="", state="")
    answer = fields_of(client.get("/auth", params=asked).text)
    assert answer["state"] == ""
    assert answer["id_token"]


def test_a_rotated_key_leaves_the_old_token_unverifiable(client: TestClient, platform: DemoPlatform) -> None:
    token = platform.sign(platform.claims("13", "1", nonce="n"))
    assert verified(client, token)["sub"] == "13"
    platform.rotate_keys()
    with pytest.raises((JoseError, ValueError)):
        verified(client, token)
    assert verified(client, platform.sign({"sub": "13"})) == {"sub": "13"}


def test_a_test_may_change_any_claim_and_header_and_sign_it(platform: DemoPlatform) -> None:
    claims = platform.claims("13", "1", nonce="n", now=1000.9) | {"exp": 1}
    token = platform.sign(claims, header={"alg": "RS256"})
    assert (claims["iat"], claims["exp"]) == (1000, 1)
    assert jws.extract_compact(token.encode()).headers() == {"alg": "RS256"}


def test_the_token_lives_sixty_seconds_by_the_platforms_own_clock(platform: DemoPlatform, clock: Clock) -> None:
    platform.faults.clock_skew = 90
    claims = platform.claims("13", "1", nonce="n")
    assert claims["iat"] == int(clock() + 90)
    assert claims["exp"] - claims["iat"] == 60


def test_a_school_that_shares_no_names_still_sends_the_registers_id(client: TestClient, platform: DemoPlatform) -> None:
    platform.profile = replace(platform.profile, names=False)
    claims = launched(client, "13")
    assert not {"name", "given_name", "family_name"} & set(claims)
    assert claims[f"{CLAIM}ext"] == {"lms": "moodle-2"}
    assert claims[f"{CLAIM}lis"]["person_sourcedid"] == "SIS-13"
    assert NRPS_CLAIM in claims
