"""The platform fails in every way it can: pupils go on, nothing is lost, and the platform is not flooded."""

import random
from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.journeys.browser import FrameBrowser
from tests.journeys.scenario import FINLAND, LMS_HOST, WHOLE_PROGRAMME, Scenario, done_of_total
from tests.support.pages import Page

Fault = Callable[[Scenario], None]


def _with_faults(**faults: object) -> Fault:
    def breaks(scenario: Scenario) -> None:
        for name, value in faults.items():
            setattr(scenario.platform.faults, name, value)

    return breaks


def _slow_platform(scenario: Scenario) -> None:
    scenario.network.delays[LMS_HOST] = 30


def _repair(scenario: Scenario) -> None:
    scenario.platform.faults.__init__()  # type: ignore[misc]
    scenario.network.delays.clear()


BREAKS: dict[str, tuple[Fault, bool]] = {
    "down": (_with_faults(down="503"), True),
    "closed": (_with_faults(down="closed"), True),
    "in error a thousand times": (_with_faults(error_500=1000), True),
    "in error three times": (_with_faults(error_500=3), False),
    "busy twice": (_with_faults(rate_limit=2, retry_after=120), False),
    "busy as Canvas says it": (_with_faults(rate_limit=2, retry_after=120, rate_limit_status=403), False),
    "slower than we wait": (_slow_platform, True),
    "gone after storing the score": (_with_faults(cut_after_commit=1), False),
    "gone after storing the score, often": (_with_faults(cut_after_commit=4), False),
    "forgetful about one token": (_with_faults(unauthorized=1), False),
}


@pytest.fixture(autouse=True)
def _maximum_backoff(monkeypatch: pytest.MonkeyPatch) -> None:
    """The jitter is tested by itself; here every wait is as long as it may be."""
    monkeypatch.setattr(random, "uniform", lambda _shortest, longest: longest)


@pytest.mark.parametrize("fault", BREAKS)
def test_a_platform_that_is(fault: str, scenario: Scenario) -> None:
    """... in trouble for an hour holds up no pupil, gets every score afterwards, and does not get too many requests."""
    pupil = scenario.people(FINLAND)[0]
    line_items = set(scenario.platform.line_items)
    browser, _ = scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])
    breaks, lasts = BREAKS[fault]
    breaks(scenario)
    end = scenario.goes_through(browser, FINLAND)
    assert done_of_total(end)[0] == 1
    left = scenario.run_worker_until_idle(timedelta(hours=1))
    assert left == int(lasts)
    if lasts:
        assert scenario.delivery(pupil, FINLAND)["state"] == "retrying"
        assert "itsestään" in browser.get(end.path).main_text
    _repair(scenario)
    assert scenario.run_worker_until_idle() == 0
    assert scenario.gradebook_points(pupil, FINLAND)[0] == 1
    assert scenario.delivery(pupil, FINLAND)["state"] == "delivered"
    assert set(scenario.platform.line_items) == line_items
    assert len(scenario.network.requests) <= 30
    asked = len(scenario.network.requests)
    scenario.advance(days=2)
    scenario.run_worker_until_idle()
    assert len(scenario.network.requests) == asked


def test_a_lost_answer_is_settled_by_reading_the_result_not_by_sending_it_again(scenario: Scenario) -> None:
    scenario.platform.faults.cut_after_commit = 1
    pupil = scenario.people(FINLAND)[0]
    scenario.finishes(pupil, FINLAND)
    assert scenario.run_worker() == 0
    assert (scenario.request_count("score"), scenario.request_count("results")) == (1, 1)
    assert scenario.delivery(pupil, FINLAND)["state"] == "delivered"


@pytest.mark.parametrize("status", [429, 403])
def test_a_platform_that_says_when_to_come_back_is_left_alone_until_then(scenario: Scenario, status: int) -> None:
    first, second = scenario.people(FINLAND)[:2]
    scenario.platform.faults.rate_limit_status, scenario.platform.faults.retry_after = status, 120
    scenario.finishes(first, FINLAND)
    scenario.platform.faults.rate_limit = 1
    assert scenario.run_worker() == 1
    asked = len(scenario.network.requests)
    scenario.finishes(second, FINLAND)
    for _ in range(11):
        scenario.advance(seconds=10)
        assert scenario.run_worker() == 2
    assert len(scenario.network.requests) == asked
    scenario.advance(seconds=11)
    assert scenario.run_worker() == 0
    assert [scenario.gradebook_points(pupil, FINLAND)[0] for pupil in (first, second)] == [1, 1]


def test_a_platform_that_does_not_know_us_is_asked_once_in_a_while_and_gets_all_scores_when_it_does(
    scenario: Scenario,
) -> None:
    pupils = scenario.people(FINLAND)[:3]
    working = scenario.platform.http
    scenario.platform.http = scenario.school.lms_client()
    for pupil in pupils:
        scenario.finishes(pupil, FINLAND)
    assert scenario.run_worker_until_idle(timedelta(hours=1)) == 3
    assert {scenario.delivery(pupil, FINLAND)["state"] for pupil in pupils} <= {"refused", "waiting"}
    assert scenario.request_count("token") == 7  # at once, after 15 s, 1 and 4 minutes, then every 15 minutes
    scenario.platform.http = working
    assert scenario.run_worker_until_idle() == 0
    assert [scenario.gradebook_points(pupil, FINLAND)[0] for pupil in pupils] == [1, 1, 1]


def test_one_score_that_always_fails_holds_up_no_other(scenario: Scenario) -> None:
    unlucky, lucky = scenario.people(FINLAND)[:2]
    scenario.platform.faults.where = frozenset({"ags"})
    scenario.finishes(unlucky, FINLAND)
    scenario.platform.faults.error_500 = 1
    assert scenario.run_worker() == 1
    scenario.finishes(lucky, FINLAND)
    assert scenario.run_worker() == 1
    assert scenario.gradebook_points(lucky, FINLAND)[0] == 1


def test_keys_that_the_platform_has_changed_let_pupils_in_at_once(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])
    scenario.platform.rotate_keys()
    _, page = scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])
    assert page.path == "/lessons"
    assert scenario.request_count("jwks") == 2


def test_when_the_platforms_keys_cannot_be_fetched_a_pupil_sees_why_and_comes_in_later(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    scenario.platform.faults.down = "closed"
    refused = open_as(scenario, pupil)
    assert (refused.response.status_code, refused.code) == (503, "jwks_unavailable")
    assert refused.response.headers["retry-after"]
    scenario.platform.faults.down = ""
    assert open_as(scenario, pupil).path == "/lessons"


def test_keys_that_are_known_serve_while_the_platform_is_down(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    open_as(scenario, pupil)
    scenario.advance(hours=3)
    scenario.platform.faults.down = "503"
    assert open_as(scenario, pupil).path == "/lessons"


@pytest.mark.parametrize("skew", [55, -55])
def test_a_platform_whose_clock_is_a_little_off_lets_its_pupils_in(scenario: Scenario, skew: float) -> None:
    scenario.platform.faults.clock_skew = skew
    assert open_as(scenario, scenario.people(FINLAND)[0]).path == "/lessons"


@pytest.mark.parametrize(("profile", "skew"), [("moodle", 55), ("moodle", -9), ("canvas", 55), ("canvas", -55)])
def test_a_platform_whose_clock_is_a_little_off_gets_its_scores(scenario: Scenario, profile: str, skew: float) -> None:
    scenario.platform.profile = profile
    scenario.platform.faults.clock_skew = skew
    pupil = scenario.people(FINLAND)[0]
    assert done_of_total(scenario.finishes(pupil, FINLAND))[0] == 1
    assert scenario.run_worker_until_idle() == 0
    assert scenario.gradebook_points(pupil, FINLAND)[0] == 1


@pytest.mark.parametrize(("skew", "code"), [(300, "token_from_future"), (-300, "token_expired")])
def test_a_platform_whose_clock_is_five_minutes_off_is_refused_in_words(
    scenario: Scenario, skew: float, code: str
) -> None:
    scenario.platform.faults.clock_skew = skew
    refused = open_as(scenario, scenario.people(FINLAND)[0])
    assert (refused.response.status_code, refused.code) == (401, code)
    assert refused.all("h1")
    assert not scenario.class_rows()


def open_as(scenario: Scenario, pupil: str) -> Page:
    """The page that a launch ends on, good or bad."""
    return FrameBrowser.new_frame(scenario.school).open(pupil, WHOLE_PROGRAMME[FINLAND])
