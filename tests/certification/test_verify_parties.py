"""Which platform a launch token comes from, and for whom it is."""

from dataclasses import replace

import pytest

from careered.lti.verify import refuse_mixup
from tests.lti.conftest import Expect
from tests.lti.school import GONE, SCHOOL, STATE, claims, sign, verified

Changes = dict[str, object]


def accepted(**changed: object) -> bool:
    return bool(verified(sign(claims(**changed))))


def test_a_token_of_another_platform_is_a_mixup_even_when_its_signature_fits(refuses: Expect) -> None:
    token = sign(claims(iss="https://other.example"))
    refuses("issuer_mixup", lambda: verified(token))
    refuses("issuer_mixup", lambda: verified(token, keys=()))


def test_a_mixup_is_seen_before_keys_are_looked_up(refuses: Expect) -> None:
    refuses("issuer_mixup", lambda: refuse_mixup(sign(claims(iss="https://other.example")), SCHOOL))


@pytest.mark.parametrize("payload", [claims(), claims(iss=GONE), claims(iss=5), b"no json"])
def test_looking_for_a_mixup_refuses_nothing_else(payload: Changes | bytes) -> None:
    refuse_mixup(sign(payload), SCHOOL)


@pytest.mark.parametrize("issuer", ["https://lms.school.example/", "https://LMS.school.example", ""])
def test_the_issuer_is_compared_letter_for_letter(refuses_launch: Expect, issuer: str) -> None:
    refuses_launch("issuer_mixup", {"iss": issuer})


def test_an_answer_to_a_login_at_another_registration_is_a_mixup(refuses: Expect) -> None:
    elsewhere = replace(STATE, platform_id="platform-2")
    refuses("issuer_mixup", lambda: verified(sign(claims()), state=elsewhere))


def test_an_issuer_that_is_no_text_or_missing_is_refused(refuses_launch: Expect) -> None:
    refuses_launch("claim_bad", {"iss": ["https://lms.school.example"]}, claim="iss")
    refuses_launch("claim_missing", {"iss": GONE}, claim="iss")
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
    assert accepted(**changed)


@pytest.mark.parametrize("audience", ["client-2", "client-1 ", ["client-2"], [], {"client-1": 1}, 1, "CLIENT-1"])
def test_a_token_for_another_tool_is_refused(refuses_launch: Expect, audience: object) -> None:
    refuses_launch("aud_mismatch", {"aud": audience})


def test_a_token_for_nobody_is_refused(refuses_launch: Expect) -> None:
    refuses_launch("claim_missing", {"aud": GONE}, claim="aud")


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": ["client-1", "other"]},
        {"aud": ["client-1", "other"], "azp": "other"},
        {"azp": "other"},
        {"azp": ""},
    ],
)
def test_a_token_that_another_tool_may_use_is_refused(refuses_launch: Expect, changed: Changes) -> None:
    refuses_launch("azp_mismatch", changed)
