"""Checks of the launch message."""

from dataclasses import replace

import pytest

from careered.lti.claims import LTI_CLAIM
from tests.lti.conftest import CheckRefusal
from tests.lti.school import ABSENT, SCHOOL, TOOL_ORIGIN, claims, sign, verify_token


def is_accepted(**changed: object) -> bool:
    return bool(verify_token(sign(claims(**changed))))


@pytest.mark.parametrize("version", ["1.3.1", "1.1", "1.3", "", 1.3, ABSENT, None, ["1.3.0"]])
def test_another_version_of_lti_is_refused(refuses_launch: CheckRefusal, version: object) -> None:
    refuses_launch("version_unsupported", {"version": version})


@pytest.mark.parametrize(
    "kind", ["LtiStartProctoring", "LtiEndAssessment", "", ABSENT, None, ["LtiResourceLinkRequest"]]
)
def test_a_message_that_we_do_not_serve_is_refused(refuses_launch: CheckRefusal, kind: object) -> None:
    refuses_launch("message_type_unsupported", {"message_type": kind})


@pytest.mark.parametrize("sub", [ABSENT, None])
def test_somebody_who_does_not_say_who_they_are_gets_that_error(refuses_launch: CheckRefusal, sub: object) -> None:
    refuses_launch("anonymous_not_supported", {"sub": sub})


@pytest.mark.parametrize("sub", ["", "x" * 256, {"id": 1}, ["pupil"], True, 1.5, "pupilë", "a\nb", "a\x00"])
def test_an_impossible_person_is_refused(refuses_launch: CheckRefusal, sub: object) -> None:
    refuses_launch("claim_bad", {"sub": sub}, claim="sub")


@pytest.mark.parametrize(
    ("sub", "person"), [("x" * 255, "x" * 255), ("Pupil", "Pupil"), (7, "7"), (0, "0"), ("x", "x"), ("a b", "a b")]
)
def test_a_person_is_the_text_of_sub_also_where_it_came_as_a_number(sub: object, person: str) -> None:
    assert verify_token(sign(claims(sub=sub)))["sub"] == person


def test_a_deployment_that_nobody_approved_is_refused(refuses_launch: CheckRefusal) -> None:
    refuses_launch("deployment_unknown", {"deployment_id": "deployment-2"})
    refuses_launch("deployment_unknown", {"deployment_id": 2})
    refuses_launch("claim_bad", {"deployment_id": ""})


def test_a_deployment_may_come_as_a_number() -> None:
    registration = replace(SCHOOL, deployments=frozenset({"7"}))
    assert verify_token(sign(claims(deployment_id=7)), registration=registration)


def test_a_deployment_must_be_named(refuses_launch: CheckRefusal) -> None:
    name = f"{LTI_CLAIM}deployment_id"
    refuses_launch("claim_missing", {"deployment_id": ABSENT}, claim=name)
    refuses_launch("claim_bad", {"deployment_id": ["deployment-1"]}, claim=name)
    refuses_launch("claim_bad", {"deployment_id": "x" * 256}, claim=name)


def test_a_deployment_with_the_longest_allowed_id_is_accepted() -> None:
    far = replace(SCHOOL, deployments=frozenset({"x" * 255}))
    assert verify_token(sign(claims(deployment_id="x" * 255)), registration=far)


@pytest.mark.parametrize("target", ["https://evil.example/lessons", f"{TOOL_ORIGIN}/admin", "javascript:alert(1)", ""])
def test_a_signed_address_that_is_not_ours_is_refused(refuses_launch: CheckRefusal, target: str) -> None:
    refuses_launch("target_not_ours", {"target_link_uri": target})


def test_an_address_must_be_there_and_be_text(refuses_launch: CheckRefusal) -> None:
    name = f"{LTI_CLAIM}target_link_uri"
    refuses_launch("claim_missing", {"target_link_uri": ABSENT}, claim=name)
    refuses_launch("claim_bad", {"target_link_uri": [TOOL_ORIGIN]}, claim=name)


def test_roles_must_be_a_list_which_may_be_empty(refuses_launch: CheckRefusal) -> None:
    name = f"{LTI_CLAIM}roles"
    assert is_accepted(roles=[])
    refuses_launch("claim_missing", {"roles": ABSENT}, claim=name)
    refuses_launch("claim_missing", {"roles": None}, claim=name)
    refuses_launch("claim_bad", {"roles": "Instructor"}, claim=name)


@pytest.mark.parametrize("link", [ABSENT, None, {}, "link-1", ["link-1"], {"id": None}, {"id": ""}, {"id": {}}])
def test_a_launch_from_no_activity_is_refused(refuses_launch: CheckRefusal, link: object) -> None:
    refuses_launch("resource_link_missing", {"resource_link": link})
