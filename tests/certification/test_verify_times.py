"""Times and nonce of a launch token."""

from datetime import timedelta

import pytest

from careered.web.errors import RequestError
from tests.lti.conftest import CheckRefusal
from tests.lti.school import ABSENT, NOW, NOW_SECONDS, claims, sign, verify_token


def is_accepted(**changed: object) -> bool:
    return bool(verify_token(sign(claims(**changed))))


def test_clocks_may_differ_by_a_minute() -> None:
    assert is_accepted(exp=NOW_SECONDS - 30, iat=NOW_SECONDS + 30)
    assert is_accepted(exp=NOW_SECONDS - 59)
    assert is_accepted(iat=NOW_SECONDS + 60)
    assert is_accepted(nbf=NOW_SECONDS + 60)


def test_a_token_that_is_over_is_refused(refuses_launch: CheckRefusal) -> None:
    refuses_launch("token_expired", {"exp": NOW_SECONDS - 300}, claim="exp", seconds=300)
    refuses_launch("token_expired", {"exp": NOW_SECONDS - 60}, claim="exp", seconds=60)


def test_a_token_is_ten_minutes_old_at_most_however_long_it_says_it_lives(refuses_launch: CheckRefusal) -> None:
    assert is_accepted(iat=NOW_SECONDS - 600, exp=NOW_SECONDS + 86400)
    refuses_launch("token_expired", {"iat": NOW_SECONDS - 601, "exp": NOW_SECONDS + 86400}, claim="iat", seconds=601)


def test_a_token_from_the_future_is_refused(refuses_launch: CheckRefusal) -> None:
    refuses_launch("token_from_future", {"iat": NOW_SECONDS + 61, "exp": NOW_SECONDS + 700}, seconds=61)
    refuses_launch("token_from_future", {"nbf": NOW_SECONDS + 600, "exp": NOW_SECONDS + 700}, seconds=600)
    refuses_launch(
        "token_from_future", {"iat": NOW_SECONDS + 90, "nbf": NOW_SECONDS - 5, "exp": NOW_SECONDS + 700}, seconds=90
    )


def test_parts_of_seconds_are_times_too() -> None:
    assert is_accepted(iat=NOW_SECONDS - 0.5, exp=NOW_SECONDS + 59.5, nbf=NOW_SECONDS - 0.5)
    assert is_accepted(nbf=None)


def test_the_beginning_of_time_is_a_time_but_long_over(refuses_launch: CheckRefusal) -> None:
    refuses_launch("token_expired", {"exp": 0}, claim="exp", seconds=NOW_SECONDS)


@pytest.mark.parametrize("name", ["exp", "iat"])
def test_a_token_without_times_is_refused(refuses_launch: CheckRefusal, name: str) -> None:
    refuses_launch("claim_missing", {name: ABSENT}, claim=name)
    refuses_launch("claim_missing", {name: None}, claim=name)


@pytest.mark.parametrize(("name", "status"), [("exp", 401), ("iat", 401), ("nonce", 0), ("iss", 0), ("aud", 0)])
def test_a_token_without_times_proves_nothing_which_is_more_than_a_missing_claim(name: str, status: int) -> None:
    with pytest.raises(RequestError) as caught:
        verify_token(sign(claims(**{name: ABSENT})))
    assert (caught.value.code, caught.value.status) == ("claim_missing", status)


@pytest.mark.parametrize("value", [str(NOW_SECONDS + 60), True, [NOW_SECONDS], -1, 1e30, 253402300800, 10**400])
@pytest.mark.parametrize("name", ["exp", "iat", "nbf"])
def test_a_time_that_is_no_time_is_refused(refuses_launch: CheckRefusal, name: str, value: object) -> None:
    refuses_launch("claim_bad", {name: value}, claim=name)


def test_the_last_second_of_the_year_9999_is_still_a_time() -> None:
    assert is_accepted(exp=253402300799)


def test_a_token_is_good_until_its_last_second_and_no_longer(refuses: CheckRefusal) -> None:
    token = sign(claims())
    assert verify_token(token, now=NOW + timedelta(seconds=119))
    refuses("token_expired", lambda: verify_token(token, now=NOW + timedelta(seconds=120)))


def test_the_nonce_of_another_login_is_refused(refuses_launch: CheckRefusal) -> None:
    refuses_launch("nonce_mismatch", {"nonce": "nonce-2"})
    refuses_launch("nonce_mismatch", {"nonce": ["nonce-1"]})
    refuses_launch("claim_missing", {"nonce": ABSENT}, claim="nonce")
