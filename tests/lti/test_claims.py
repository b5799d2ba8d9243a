"""What a launch says, however platforms write it."""

import pytest

from careered.lti.claims import AGS_CLAIM, NRPS_CLAIM, ResourceLink
from careered.lti.roles import Role
from tests.lti.school import MEMBERSHIP, TOOL_ORIGIN, verified_launch

LMS = "https://lms.school.example"


def test_the_least_that_a_launch_may_say() -> None:
    launch = verified_launch()
    assert (launch.issuer, launch.sub, launch.deployment_id) == (LMS, "pupil-1", "deployment-1")
    assert (launch.message_type, launch.target_link_uri) == ("LtiResourceLinkRequest", f"{TOOL_ORIGIN}/lessons")
    assert launch.roles.role is Role.PUPIL
    assert launch.resource_link == ResourceLink("link-1", None)
    assert (launch.context, launch.ags, launch.nrps_url, launch.locale, launch.name) == (None, None, None, None, None)
    assert (launch.custom, launch.mentees, launch.document_target) == ({}, (), None)
    assert launch.platform_origins == (LMS,)


def test_explicit_nulls_are_the_same_as_nothing() -> None:
    names = ["context", "custom", "launch_presentation", "tool_platform", "role_scope_mentor", "lis", "name", "email"]
    nulls = {**dict.fromkeys([*names, "given_name", "family_name", "locale", AGS_CLAIM, NRPS_CLAIM]), "lti1p1": None}
    assert verified_launch(**nulls, resource_link={"id": "link-1", "title": None}) == verified_launch()


def test_claims_of_a_wrong_kind_are_the_same_as_nothing() -> None:
    odd: dict[str, object] = {"context": "c", "custom": [1], "launch_presentation": 5, "tool_platform": "x"}
    more: dict[str, object] = {"role_scope_mentor": "x", "name": 5, "locale": {}, AGS_CLAIM: [], NRPS_CLAIM: "x"}
    assert verified_launch(**odd, **more) == verified_launch()


def test_claims_of_vendors_do_not_matter() -> None:
    assert (
        verified_launch(**{f"https://vendor.example/{number}": {"x": number} for number in range(30)})
        == verified_launch()
    )


def test_custom_values_are_text_and_the_unresolved_ones_are_absent() -> None:
    values = {
        "a": "1",
        "b": 2,
        "c": True,
        "d": 1.5,
        "e": None,
        "f": {"x": 1},
        "g": [1],
        "h": "",
        "i": "$Message.locale",
    }
    assert verified_launch(custom=values).custom == {"a": "1", "b": "2", "c": "true", "d": "1.5", "h": ""}


def test_custom_values_give_no_rights() -> None:
    launch = verified_launch(custom={"role": "Instructor", "roles": "Instructor", "user_id": "pupil-2"})
    assert (launch.roles.role, launch.sub) == (Role.PUPIL, "pupil-1")


@pytest.mark.parametrize(
    ("values", "locale"),
    [
        ({"launch_presentation": {"locale": "sv"}, "locale": "fi"}, "sv"),
        ({"launch_presentation": {"locale": ""}, "locale": "fi_FI"}, "fi_FI"),
        ({"launch_presentation": {}, "locale": "da"}, "da"),
        ({"launch_presentation": {"locale": "x" * 36}, "locale": "da"}, "da"),
        ({"launch_presentation": {"locale": "x" * 35}}, "x" * 35),
        ({"locale": "x" * 10_000}, None),
        ({"locale": 5}, None),
    ],
)
def test_the_language_is_the_pages_else_the_persons(values: dict[str, object], locale: str | None) -> None:
    assert verified_launch(**values).locale == locale


def test_a_mentor_comes_with_those_they_look_after_and_nobody_else_does() -> None:
    scope = {"role_scope_mentor": ["pupil-1", "pupil-2", 5, None, "a\x00"]}
    assert verified_launch(roles=[f"{MEMBERSHIP}#Mentor"], **scope).mentees == ("pupil-1", "pupil-2", "5")
    assert verified_launch(roles=[f"{MEMBERSHIP}#Instructor"], **scope).mentees == ()
    assert verified_launch(roles=[f"{MEMBERSHIP}#Mentor"]).mentees == ()
