"""What deep linking, submission review, data privacy launches and notices must carry besides, each with its refusal."""

from typing import Any

import pytest

from careered.lti.claims import AGS_CLAIM, DEEP_LINKING_CLAIM, LTI_CLAIM, VerifiedClaims
from careered.lti.verify import verify_notice
from careered.web.errors import RequestError
from tests.lti.conftest import CheckRefusal
from tests.lti.school import ABSENT, KEY, NOW, OTHER_KEY, SCHOOL, claims, sign, verified_launch

RETURN = "https://lms.school.example/return?sesskey=x"
SETTINGS: dict[str, object] = {"deep_link_return_url": RETURN, "accept_types": ["ltiResourceLink"]}
LINE_ITEM_CLAIM = {
    "scope": [],
    "lineitems": "https://lms.school.example/items",
    "lineitem": "https://lms.school.example/items/1",
}
DEEP_LINKING_REQUEST: dict[str, Any] = {
    "message_type": "LtiDeepLinkingRequest",
    "resource_link": ABSENT,
    DEEP_LINKING_CLAIM: SETTINGS,
}
REVIEW_REQUEST: dict[str, Any] = {
    "message_type": "LtiSubmissionReviewRequest",
    "for_user": {"user_id": "pupil-2"},
    AGS_CLAIM: LINE_ITEM_CLAIM,
}
PRIVACY_REQUEST: dict[str, Any] = {
    "message_type": "DataPrivacyLaunchRequest",
    "for_user": {"user_id": "pupil-2", "given_name": "Aino", "family_name": "Ranta"},
    "resource_link": ABSENT,
}


def test_a_teacher_who_wants_to_choose_comes_without_an_activity() -> None:
    launch = verified_launch(**DEEP_LINKING_REQUEST)
    assert launch.resource_link.id == ""
    assert launch.deep_linking == SETTINGS


@pytest.mark.parametrize("name", ["deep_link_return_url", "accept_types"])
def test_a_deep_linking_request_without_a_setting_names_what_is_missing(
    refuses_launch: CheckRefusal, name: str
) -> None:
    less = {key: value for key, value in SETTINGS.items() if key != name}
    refuses_launch("claim_missing", {**DEEP_LINKING_REQUEST, DEEP_LINKING_CLAIM: less}, claim=name)


@pytest.mark.parametrize(("name", "value"), [("deep_link_return_url", 7), ("accept_types", "ltiResourceLink")])
def test_a_deep_linking_setting_of_the_wrong_type_is_refused(
    refuses_launch: CheckRefusal, name: str, value: object
) -> None:
    refuses_launch("claim_bad", {**DEEP_LINKING_REQUEST, DEEP_LINKING_CLAIM: {**SETTINGS, name: value}}, claim=name)


def test_a_deep_linking_request_without_settings_is_refused(refuses_launch: CheckRefusal) -> None:
    refuses_launch("claim_missing", {**DEEP_LINKING_REQUEST, DEEP_LINKING_CLAIM: ABSENT}, claim=DEEP_LINKING_CLAIM)
    refuses_launch("claim_bad", {**DEEP_LINKING_REQUEST, DEEP_LINKING_CLAIM: "yes"}, claim=DEEP_LINKING_CLAIM)


def test_a_review_is_about_somebody_else_than_the_one_who_comes() -> None:
    launch = verified_launch(**REVIEW_REQUEST)
    assert (launch.sub, launch.for_user) == ("pupil-1", "pupil-2")


@pytest.mark.parametrize("about", [{}, {"user_id": None}, {"user_id": ""}, {"user_id": ["x"]}])
@pytest.mark.parametrize("message", [REVIEW_REQUEST, PRIVACY_REQUEST], ids=["review", "privacy"])
def test_a_message_about_nobody_is_refused(
    refuses_launch: CheckRefusal, message: dict[str, Any], about: object
) -> None:
    refuses_launch("claim_missing", {**message, "for_user": about}, claim="for_user")


@pytest.mark.parametrize("message", [REVIEW_REQUEST, PRIVACY_REQUEST], ids=["review", "privacy"])
def test_a_message_that_does_not_say_about_whom_is_refused(
    refuses_launch: CheckRefusal, message: dict[str, Any]
) -> None:
    refuses_launch("claim_missing", {**message, "for_user": ABSENT}, claim=f"{LTI_CLAIM}for_user")
    refuses_launch("claim_bad", {**message, "for_user": "pupil-2"}, claim=f"{LTI_CLAIM}for_user")


def test_a_review_without_a_column_is_refused(refuses_launch: CheckRefusal) -> None:
    refuses_launch("claim_missing", {**REVIEW_REQUEST, AGS_CLAIM: ABSENT}, claim=AGS_CLAIM)
    refuses_launch("claim_missing", {**REVIEW_REQUEST, AGS_CLAIM: {"scope": []}}, claim="lineitem")


def test_a_privacy_launch_needs_no_course_and_no_activity() -> None:
    launch = verified_launch(**PRIVACY_REQUEST)
    assert (launch.context, launch.resource_link.id) == (None, "")
    assert (launch.for_user, launch.for_user_name) == ("pupil-2", "Aino Ranta")


def notice(key: Any = KEY, **changed: object) -> VerifiedClaims:
    """What the tool makes of a notice: no person, no login, no role."""
    bare = {"sub": ABSENT, "nonce": ABSENT, "message_type": ABSENT, "roles": ABSENT, "resource_link": ABSENT}
    token = sign(claims(**{**bare, "target_link_uri": ABSENT, **changed}), key)
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
    with pytest.raises(RequestError) as caught:
        notice(**changed)
    assert caught.value.code == code


def test_a_forged_notice_is_refused() -> None:
    with pytest.raises(RequestError) as caught:
        notice(OTHER_KEY)
    assert caught.value.code == "sig_invalid"
