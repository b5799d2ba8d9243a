"""A launch that is in order, and what is checked first."""

import jwt as pyjwt
import pytest

from tests.lti.conftest import Expect
from tests.lti.school import AT, GONE, KEY, OTHER_KEY, claims, sign, verified

Changes = dict[str, object]


def test_a_pupil_whose_launch_is_in_order_comes_in_with_every_claim() -> None:
    given = claims()
    assert verified(sign(given)) == given


def test_a_token_from_an_independent_signer_is_understood() -> None:
    pem = KEY.as_pem(private=True)
    token = pyjwt.encode(claims(), pem, algorithm="RS256", headers={"kid": "school-key"})
    assert verified(token)["sub"] == "pupil-1"


@pytest.mark.parametrize(
    ("worse", "code"),
    [
        ({"aud": "other"}, "aud_mismatch"),
        ({"azp": "other"}, "azp_mismatch"),
        ({"exp": AT - 300}, "token_expired"),
        ({"nonce": "other"}, "nonce_mismatch"),
        ({"version": "1.1"}, "version_unsupported"),
        ({"message_type": "Other"}, "message_type_unsupported"),
        ({"sub": GONE}, "anonymous_not_supported"),
        ({"deployment_id": "other"}, "deployment_unknown"),
        ({"target_link_uri": "https://evil.example/"}, "target_not_ours"),
        ({"roles": GONE}, "claim_missing"),
    ],
)
def test_the_first_thing_that_is_wrong_is_named(refuses_launch: Expect, worse: Changes, code: str) -> None:
    everything_after: Changes = {"resource_link": GONE}
    refuses_launch(code, {**everything_after, **worse})


def test_nothing_is_believed_before_the_signature(refuses: Expect) -> None:
    refuses("sig_invalid", lambda: verified(sign(claims(exp=0, aud="other", nonce=GONE), OTHER_KEY)))
