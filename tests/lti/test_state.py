"""The signed state between login and launch."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careered.lti import state
from careered.lti.state import NewLogin
from careered.web.errors import RequestError
from tests.lti.conftest import CheckRefusal
from tests.lti.school import NOW, TOOL_ORIGIN

SECRET = b"for tests only: forty characters or more"


def new_login(target: str = f"{TOOL_ORIGIN}/lessons/xn-1") -> NewLogin:
    return state.create_login(SECRET, platform_id="p" * 22, organisation_id="o" * 22, target_link_uri=target, now=NOW)


def test_what_went_into_a_state_comes_out_again() -> None:
    login = new_login()
    login_state = state.open_state(SECRET, login.state, NOW + timedelta(seconds=5))
    assert (login_state.platform_id, login_state.organisation_id) == ("p" * 22, "o" * 22)
    assert (login_state.target_link_uri, login_state.nonce, login_state.cookie_name) == (
        f"{TOOL_ORIGIN}/lessons/xn-1",
        login.nonce,
        login.cookie_name,
    )
    assert login_state.issued_at == NOW


def test_no_two_logins_are_alike() -> None:
    first, second = new_login(), new_login()
    for name in ("state", "nonce", "browser_secret", "cookie_name"):
        assert getattr(first, name) != getattr(second, name)
    assert len(first.nonce) >= 22


def test_only_the_browser_that_began_may_finish() -> None:
    login = new_login()
    login_state = state.open_state(SECRET, login.state, NOW)
    assert state.matches_browser(login_state, login.browser_secret)
    for other in (
        new_login().browser_secret,
        "",
        None,
        login_state.browser_secret_hash,
        login.browser_secret + "x",
        "päivää",
    ):
        assert not state.matches_browser(login_state, other)


def test_the_browsers_secret_does_not_travel() -> None:
    login = new_login()
    assert login.browser_secret not in login.state
    assert login.browser_secret not in str(state.open_state(SECRET, login.state, NOW))


def test_a_state_is_good_for_ten_minutes(refuses: CheckRefusal) -> None:
    login = new_login()
    assert state.open_state(SECRET, login.state, NOW + timedelta(seconds=600))
    refuses("state_expired", lambda: state.open_state(SECRET, login.state, NOW + timedelta(seconds=601)), age=601)


def test_a_state_from_a_clock_that_is_ahead_is_borne_for_a_minute(refuses: CheckRefusal) -> None:
    login = new_login()
    assert state.open_state(SECRET, login.state, NOW - timedelta(seconds=60))
    refuses("state_invalid", lambda: state.open_state(SECRET, login.state, NOW - timedelta(seconds=61)))


GOOD = new_login().state


@settings(deadline=None)
@given(st.data())
def test_a_state_with_one_character_changed_is_not_ours(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(GOOD) - 1))
    other = data.draw(st.sampled_from([letter for letter in "Aa0-_.é" if letter != GOOD[place]]))
    with pytest.raises(RequestError) as caught:
        state.open_state(SECRET, GOOD[:place] + other + GOOD[place + 1 :], NOW)
    assert caught.value.code == "state_invalid"


@pytest.mark.parametrize("wrong", ["", ".", "a.b", "x" * 10_000, "\ud800.x", "x.\ud800", "e30.e30.e30"])
def test_what_we_never_made_is_not_ours(refuses: CheckRefusal, wrong: str) -> None:
    refuses("state_invalid", lambda: state.open_state(SECRET, wrong, NOW))


def test_a_state_of_another_installation_is_not_ours(refuses: CheckRefusal) -> None:
    refuses("state_invalid", lambda: state.open_state(SECRET + b"!", new_login().state, NOW))


@pytest.mark.parametrize("length", [0, 100, 150, 160, 200, 4000])
def test_a_state_is_short_and_fits_into_an_address_whatever_was_asked_for(length: int) -> None:
    target = f"{TOOL_ORIGIN}/".ljust(length, "ä")
    login = new_login(target)
    assert len(login.state) <= 400
    assert login.state.replace("-", "").replace("_", "").replace(".", "").isalnum()
    assert state.open_state(SECRET, login.state, NOW).target_link_uri in {target, ""}


def test_an_ordinary_address_is_carried_whole() -> None:
    target = f"{TOOL_ORIGIN}/lessons/a-lesson-with-a-long-name?from=activity"
    assert state.open_state(SECRET, new_login(target).state, NOW).target_link_uri == target


def test_the_cookie_can_belong_to_this_host_only() -> None:
    assert new_login().cookie_name.startswith("__Host-")
