"""The other platforms, where they differ from Moodle."""

import pytest
from starlette.testclient import TestClient

from demo_platform.app import create_demo_platform
from demo_platform.platform import DemoPlatform
from demo_platform.profiles.catalogue import PROFILES
from demo_platform.scores import NEW_SUBMISSION
from demo_platform.vocabulary import CLAIM
from tests.demo_platform.stand_in import LMS, TOOL, Clock, StandIn, short


def test_a_platform_is_made_with_its_profile_and_an_unknown_one_is_refused_by_name() -> None:
    assert create_demo_platform(LMS, TOOL, profile="canvas").state.platform.profile is PROFILES["canvas"]
    with pytest.raises(ValueError, match="there are: moodle, canvas, itslearning"):
        create_demo_platform(LMS, TOOL, profile="blackbird")


def test_canvas_logs_in_with_its_own_word_for_the_deployment_and_extras(platform: DemoPlatform) -> None:
    platform.profile = "canvas"
    login = platform.login_params("13", "1")
    assert login["deployment_id"] == "2"
    assert "lti_deployment_id" not in login
    assert login["canvas_region"]
    assert login["lti_storage_target"] == "post_message_forwarding"


def test_canvas_serves_the_frame_that_keeps_values_and_others_do_not(
    client: TestClient, platform: DemoPlatform
) -> None:
    frame = 'name="post_message_forwarding"'
    assert frame not in client.get("/course/fi-8b/activity/1?as=13").text
    platform.profile = "canvas"
    page = client.get("/course/fi-8b/activity/1?as=13").text
    assert frame in page
    assert f'data-tool="{TOOL}"' in page
    assert f'data-tool="{TOOL}"' in client.get("/storage").text


def test_a_canvas_token_has_an_authorized_party_and_lives_an_hour(platform: DemoPlatform) -> None:
    platform.profile = "canvas"
    claims = platform.claims("13", "1", nonce="n")
    assert claims["aud"] == claims["azp"] == "careered-demo"
    assert claims["exp"] - claims["iat"] == 3600
    assert claims[f"{CLAIM}roles"][-1].endswith("membership#Learner")
    assert claims[f"{CLAIM}context"]["type"][0].startswith("http://purl.imsglobal.org/")


def test_canvas_counts_each_score_as_an_attempt_unless_told_not_to(
    tool: StandIn, platform: DemoPlatform, clock: Clock
) -> None:
    platform.profile = "canvas"
    assert tool.send_score("13", 40).json()["resultUrl"].endswith("/results/13")
    clock.pass_seconds(5)
    tool.send_score("13", 60)
    assert platform.gradebook["1"]["13"].attempts == 2
    clock.pass_seconds(5)
    tool.send_score("13", 80, extension={NEW_SUBMISSION: {"new_submission": False}})
    assert platform.gradebook["1"]["13"].attempts == 2
    assert platform.gradebook["1"]["13"].score == 80


def test_canvas_has_its_own_refusals(tool: StandIn, platform: DemoPlatform, clock: Clock) -> None:
    platform.profile = "canvas"
    assert tool.send_score("10", 40).status_code == 422
    assert tool.send_score("13", 40, scoreMaximum=None).status_code == 422
    assert tool.send_score("13", 40).status_code == 200
    clock.pass_seconds(-5)
    assert tool.send_score("13", 60).status_code == 400
    assert platform.gradebook["1"]["13"].score == 40


def test_canvas_ignores_a_score_that_is_not_graded_yet(tool: StandIn, platform: DemoPlatform, clock: Clock) -> None:
    platform.profile = "canvas"
    tool.send_score("13", 40)
    clock.pass_seconds(5)
    assert tool.send_score("13", 60, gradingProgress="Pending").status_code == 200
    assert platform.gradebook["1"]["13"].score == 40


def test_itslearning_launches_say_nothing_about_a_person_but_id_and_roles(platform: DemoPlatform) -> None:
    platform.profile = "itslearning"
    claims = platform.claims("13", "1", nonce="n")
    assert not {"name", "given_name", "family_name", "lis", "ext", "basicoutcome", "email"} & set(short(claims))
    assert claims["sub"] == "13"
    assert claims["aud"] == ["careered-demo"]


@pytest.mark.parametrize("profile", list(PROFILES))
def test_zero_is_a_score_on_every_platform(tool: StandIn, platform: DemoPlatform, profile: str) -> None:
    platform.profile = profile
    assert tool.send_score("13", 0).status_code == 200
    assert platform.gradebook["1"]["13"].score == 0
    assert len(tool.results(user_id="13").json()) == 1


@pytest.mark.parametrize("profile", list(PROFILES))
def test_every_platform_has_what_the_specification_requires_of_a_launch(platform: DemoPlatform, profile: str) -> None:
    platform.profile = profile
    claims = platform.claims("13", "1", nonce="n")
    required = {"iss", "aud", "sub", "iat", "exp", "nonce"}
    named = {"deployment_id", "target_link_uri", "message_type", "version", "roles", "resource_link"}
    assert required | {CLAIM + name for name in named} <= set(claims)
    assert claims[f"{CLAIM}version"] == "1.3.0"
    assert claims[f"{CLAIM}deployment_id"] == "2"
