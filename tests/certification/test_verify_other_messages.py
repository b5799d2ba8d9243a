"""What deep linking, submission review, data privacy launches and notices must carry besides, each with its refusal."""

from typing import Any

import pytest

from careered.lti.claims import AGS, DEEP_LINKING, LTI, VerifiedClaims
from careered.lti.verify import verify_notice
from careered.web.refusals import Refused
from tests.lti.conftest import Expect
from tests.lti.school import GONE, KEY, NOW, OTHER_KEY, SCHOOL, claims, launched, sign

RETURN = "https://lms.school.example/return?sesskey=x"
SETTINGS: dict[str, object] = {"deep_link_return_url": RETURN, "accept_types": ["ltiResourceLink"]}
COLUMN = {
    "scope": [],
    "lineitems": "https://lms.school.example/items",
    "lineitem": "https://lms.school.example/items/1",
}
WISH: dict[str, Any] = {"message_type": "LtiDeepLinkingRequest", "resource_link": GONE, DEEP_LINKING: SETTINGS}
REVIEW: dict[str, Any] = {"message_type": "LtiSubmissionReviewRequest", "for_user": {"user_id": "pupil-2"}, AGS: COLUMN}
PRIVACY: dict[str, Any] = {
    "message_type": "DataPrivacyLaunchRequest",
    "for_user": {"user_id": "pupil-2", "given_name": "Aino", "family_name": "Ranta"},
    "resource_link": GONE,
}


def test_a_teacher_who_wants_to_choose_comes_without_an_activity() -> None:
    found = launched(**WISH)
    assert found.resource_link.id == ""
    assert found.deep_linking == SETTINGS


@pytest.mark.parametrize("name", ["deep_link_return_url", "accept_types"])
def test_a_wish_without_what_it_needs_says_what_is_missing(refuses_launch: Expect, name: str) -> None:
    less = {key: value for key, value in SETTINGS.items() if key != name}
    refuses_launch("claim_missing", {**WISH, DEEP_LINKING: less}, claim=name)


@pytest.mark.parametrize(("name", "value"), [("deep_link_return_url", 7), ("accept_types", "ltiResourceLink")])
def test_a_wish_of_the_wrong_kind_is_refused(refuses_launch: Expect, name: str, value: object) -> None:
    refuses_launch("claim_bad", {**WISH, DEEP_LINKING: {**SETTINGS, name: value}}, claim=name)


def test_a_wish_without_settings_is_refused(refuses_launch: Expect) -> None:
    refuses_launch("claim_missing", {**WISH, DEEP_LINKING: GONE}, claim=DEEP_LINKING)
    refuses_launch("claim_bad", {**WISH, DEEP_LINKING: "yes"}, claim=DEEP_LINKING)


def test_a_review_is_about_somebody_else_than_the_one_who_comes() -> None:
    found = launched(**REVIEW)
    assert (found.sub, found.for_user) == ("pupil-1", "pupil-2")


@pytest.mark.parametrize("about", [{}, {"user_id": None}, {"user_id": ""}, {"user_id": ["x"]}])
@pytest.mark.parametrize("message", [REVIEW, PRIVACY], ids=["review", "privacy"])
def test_a_message_about_nobody_is_refused(refuses_launch: Expect, message: dict[str, Any], about: object) -> None:
    refuses_launch("claim_missing", {**message, "for_user": about}, claim="for_user")


@pytest.mark.parametrize("message", [REVIEW, PRIVACY], ids=["review", "privacy"])
def test_a_message_that_does_not_say_about_whom_is_refused(refuses_launch: Expect, message: dict[str, Any]) -> None:
    refuses_launch("claim_missing", {**message, "for_user": GONE}, claim=f"{LTI}for_user")
    refuses_launch("claim_bad", {**message, "for_user": "pupil-2"}, claim=f"{LTI}for_user")


def test_a_review_without_a_column_is_refused(refuses_launch: Expect) -> None:
    refuses_launch("claim_missing", {**REVIEW, AGS: GONE}, claim=AGS)
    refuses_launch("claim_missing", {**REVIEW, AGS: {"scope": []}}, claim="lineitem")


def test_a_privacy_launch_needs_no_course_and_no_activity() -> None:
    found = launched(**PRIVACY)
    assert (found.context, found.resource_link.id) == (None, "")
    assert (found.for_user, found.for_name) == ("pupil-2", "Aino Ranta")


def notice(key: Any = KEY, **changed: object) -> VerifiedClaims:
    """What the tool makes of a notice: no person, no login, no role."""
    bare = {"sub": GONE, "nonce": GONE, "message_type": GONE, "roles": GONE, "resource_link": GONE}
    token = sign(claims(**{**bare, "target_link_uri": GONE, **changed}), key)
    return verify_notice(token, registration=SCHOOL, keys=(KEY,), now=NOW)


def test_a_notice_needs_no_browser() -> None:
    assert notice()["iss"] == SCHOOL.issuer


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"version": "1.1"}, "version_unsupported"),
        ({"deployment_id": "elsewhere"}, "deployment_unknown"),
        ({"iss": "https://other.example"}, "issuer_mixup"),
        ({"aud": "client-2"}, "aud_mismatch"),
        ({"azp": "client-2"}, "azp_mismatch"),
        ({"exp": 1}, "token_expired"),
    ],
)
def test_a_notice_is_checked_as_a_launch_is(changed: dict[str, object], code: str) -> None:
    with pytest.raises(Refused) as caught:
        notice(**changed)
    assert caught.value.code == code


def test_a_forged_notice_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        notice(OTHER_KEY)
    assert caught.value.code == "sig_invalid"
