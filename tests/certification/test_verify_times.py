"""When a launch token is good, and for which login."""

from datetime import timedelta

import pytest

from careered.web.refusals import Refused
from tests.lti.conftest import Expect
from tests.lti.school import AT, GONE, NOW, claims, sign, verified


def accepted(**changed: object) -> bool:
    return bool(verified(sign(claims(**changed))))


def test_clocks_may_differ_by_a_minute() -> None:
    assert accepted(exp=AT - 30, iat=AT + 30)
    assert accepted(exp=AT - 59)
    assert accepted(iat=AT + 60)
    assert accepted(nbf=AT + 60)


def test_a_token_that_is_over_is_refused(refuses_launch: Expect) -> None:
    refuses_launch("token_expired", {"exp": AT - 300}, claim="exp", seconds=300)
    refuses_launch("token_expired", {"exp": AT - 60}, claim="exp", seconds=60)


def test_a_token_is_ten_minutes_old_at_most_however_long_it_says_it_lives(refuses_launch: Expect) -> None:
    assert accepted(iat=AT - 600, exp=AT + 86400)
    refuses_launch("token_expired", {"iat": AT - 601, "exp": AT + 86400}, claim="iat", seconds=601)


def test_a_token_from_the_future_is_refused(refuses_launch: Expect) -> None:
    refuses_launch("token_from_future", {"iat": AT + 61, "exp": AT + 700}, seconds=61)
    refuses_launch("token_from_future", {"nbf": AT + 600, "exp": AT + 700}, seconds=600)
    refuses_launch("token_from_future", {"iat": AT + 90, "nbf": AT - 5, "exp": AT + 700}, seconds=90)


def test_parts_of_seconds_are_times_too() -> None:
    assert accepted(iat=AT - 0.5, exp=AT + 59.5, nbf=AT - 0.5)
    assert accepted(nbf=None)


def test_the_beginning_of_time_is_a_time_but_long_over(refuses_launch: Expect) -> None:
    refuses_launch("token_expired", {"exp": 0}, claim="exp", seconds=AT)


@pytest.mark.parametrize("name", ["exp", "iat"])
def test_a_token_without_times_is_refused(refuses_launch: Expect, name: str) -> None:
    refuses_launch("claim_missing", {name: GONE}, claim=name)
    refuses_launch("claim_missing", {name: None}, claim=name)


@pytest.mark.parametrize(("name", "status"), [("exp", 401), ("iat", 401), ("nonce", 0), ("iss", 0), ("aud", 0)])
def test_a_token_without_times_proves_nothing_which_is_more_than_a_missing_claim(name: str, status: int) -> None:
    with pytest.raises(Refused) as caught:
        verified(sign(claims(**{name: GONE})))
    assert (caught.value.code, caught.value.status) == ("claim_missing", status)


@pytest.mark.parametrize("value", [str(AT + 60), True, [AT], -1, 1e30, 253402300800, 10**400])
@pytest.mark.parametrize("name", ["exp", "iat", "nbf"])
def test_a_time_that_is_no_time_is_refused(refuses_launch: Expect, name: str, value: object) -> None:
    refuses_launch("claim_bad", {name: value}, claim=name)


def test_the_last_second_of_the_year_9999_is_still_a_time() -> None:
    assert accepted(exp=253402300799)


def test_time_goes_on(refuses: Expect) -> None:
    token = sign(claims())
    assert verified(token, now=NOW + timedelta(seconds=119))
    refuses("token_expired", lambda: verified(token, now=NOW + timedelta(seconds=120)))


def test_the_nonce_of_another_login_is_refused(refuses_launch: Expect) -> None:
    refuses_launch("nonce_mismatch", {"nonce": "nonce-2"})
    refuses_launch("nonce_mismatch", {"nonce": ["nonce-1"]})
    refuses_launch("claim_missing", {"nonce": GONE}, claim="nonce")
