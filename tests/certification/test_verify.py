"""A launch that is in order, and what is checked first."""

import jwt as pyjwt
import pytest

from tests.lti.conftest import CheckRefusal
from tests.lti.school import ABSENT, KEY, NOW_SECONDS, OTHER_KEY, claims, sign, verify_token

Changes = dict[str, object]


def test_a_pupil_whose_launch_is_in_order_comes_in_with_every_claim() -> None:
    message_claims = claims()
    assert verify_token(sign(message_claims)) == message_claims


def test_a_token_from_an_independent_signer_is_understood() -> None:
    pem = KEY.as_pem(private=True)
    token = pyjwt.encode(claims(), pem, algorithm="RS256", headers={"kid": "school-key"})
    assert verify_token(token)["sub"] == "pupil-1"


@pytest.mark.parametrize(
    ("worse", "code"),
    [
        ({"aud": "other"}, "aud_mismatch"),
        ({"azp": "other"}, "azp_mismatch"),
        ({"exp": NOW_SECONDS - 300}, "token_expired"),
        ({"nonce": "other"}, "nonce_mismatch"),
        ({"version": "1.1"}, "version_unsupported"),
        ({"message_type": "Other"}, "message_type_unsupported"),
        ({"sub": ABSENT}, "anonymous_not_supported"),
        ({"deployment_id": "other"}, "deployment_unknown"),
        ({"target_link_uri": "https://evil.example/"}, "target_not_ours"),
        ({"roles": ABSENT}, "claim_missing"),
    ],
)
def test_the_first_thing_that_is_wrong_is_named(refuses_launch: CheckRefusal, worse: Changes, code: str) -> None:
    everything_after: Changes = {"resource_link": ABSENT}
    refuses_launch(code, {**everything_after, **worse})


def test_nothing_is_believed_before_the_signature(refuses: CheckRefusal) -> None:
    refuses("sig_invalid", lambda: verify_token(sign(claims(exp=0, aud="other", nonce=ABSENT), OTHER_KEY)))
