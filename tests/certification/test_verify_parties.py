"""Issuer, audience and authorized party of a launch token."""

from dataclasses import replace

import pytest

from careered.lti.verify import reject_issuer_mixup
from tests.lti.conftest import CheckRefusal
from tests.lti.school import ABSENT, LOGIN_STATE, SCHOOL, claims, sign, verify_token

Changes = dict[str, object]


def is_accepted(**changed: object) -> bool:
    return bool(verify_token(sign(claims(**changed))))


def test_a_token_of_another_platform_is_a_mixup_even_when_its_signature_fits(refuses: CheckRefusal) -> None:
    token = sign(claims(iss="https://other.example"))
    refuses("issuer_mixup", lambda: verify_token(token))
    refuses("issuer_mixup", lambda: verify_token(token, keys=()))


def test_a_mixup_is_refused_before_keys_are_looked_up(refuses: CheckRefusal) -> None:
    refuses("issuer_mixup", lambda: reject_issuer_mixup(sign(claims(iss="https://other.example")), SCHOOL))


@pytest.mark.parametrize("payload", [claims(), claims(iss=ABSENT), claims(iss=5), b"no json"])
def test_looking_for_a_mixup_refuses_nothing_else(payload: Changes | bytes) -> None:
    reject_issuer_mixup(sign(payload), SCHOOL)


@pytest.mark.parametrize("issuer", ["https://lms.school.example/", "https://LMS.school.example", ""])
def test_the_issuer_is_compared_letter_for_letter(refuses_launch: CheckRefusal, issuer: str) -> None:
    refuses_launch("issuer_mixup", {"iss": issuer})


def test_an_answer_to_a_login_at_another_registration_is_a_mixup(refuses: CheckRefusal) -> None:
    elsewhere = replace(LOGIN_STATE, platform_id="platform-2")
    refuses("issuer_mixup", lambda: verify_token(sign(claims()), state=elsewhere))


def test_an_issuer_that_is_no_text_or_missing_is_refused(refuses_launch: CheckRefusal) -> None:
    refuses_launch("claim_bad", {"iss": ["https://lms.school.example"]}, claim="iss")
    refuses_launch("claim_missing", {"iss": ABSENT}, claim="iss")
    refuses_launch("claim_missing", {"iss": None}, claim="iss")


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": ["client-1"]},
        {"azp": "client-1"},
        {"azp": None},
        {"aud": ["client-1", "other"], "azp": "client-1"},
        {"aud": ["other", "client-1"], "azp": "client-1"},
    ],
)
def test_a_token_for_us_is_accepted_however_the_audience_is_written(changed: Changes) -> None:
    assert is_accepted(**changed)


@pytest.mark.parametrize("audience", ["client-2", "client-1 ", ["client-2"], [], {"client-1": 1}, 1, "CLIENT-1"])
def test_a_token_for_another_tool_is_refused(refuses_launch: CheckRefusal, audience: object) -> None:
    refuses_launch("aud_mismatch", {"aud": audience})


def test_a_token_for_nobody_is_refused(refuses_launch: CheckRefusal) -> None:
    refuses_launch("claim_missing", {"aud": ABSENT}, claim="aud")


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": ["client-1", "other"]},
        {"aud": ["client-1", "other"], "azp": "other"},
        {"azp": "other"},
        {"azp": ""},
    ],
)
def test_a_token_that_another_tool_may_use_is_refused(refuses_launch: CheckRefusal, changed: Changes) -> None:
    refuses_launch("azp_mismatch", changed)
