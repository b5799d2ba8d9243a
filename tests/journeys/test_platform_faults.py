"""The platform fails in every way it can: pupils go on, nothing is lost, and the platform is not flooded."""

import random
from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.journeys.browser import Visitor
from tests.journeys.town import FINLAND, LMS_HOST, WHOLE, Town, figures
from tests.support.pages import Page

Break = Callable[[Town], None]


def _set(**faults: object) -> Break:
    def breaks(town: Town) -> None:
        for name, value in faults.items():
            setattr(town.platform.faults, name, value)

    return breaks


def _slow(town: Town) -> None:
    town.wires.slow[LMS_HOST] = 30


def _mend(town: Town) -> None:
    town.platform.faults.__init__()  # type: ignore[misc]
    town.wires.slow.clear()


BREAKS: dict[str, tuple[Break, bool]] = {
    "down": (_set(down="503"), True),
    "closed": (_set(down="closed"), True),
    "in error a thousand times": (_set(error_500=1000), True),
    "in error three times": (_set(error_500=3), False),
    "busy twice": (_set(rate_limit=2, retry_after=120), False),
    "busy as Canvas says it": (_set(rate_limit=2, retry_after=120, rate_limit_status=403), False),
    "slower than we wait": (_slow, True),
    "gone after storing the mark": (_set(cut_after_commit=1), False),
    "gone after storing the mark, often": (_set(cut_after_commit=4), False),
    "forgetful about one token": (_set(unauthorized=1), False),
}


@pytest.fixture(autouse=True)
def _longest_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The jitter is tested by itself; here every wait is as long as it may be."""
    monkeypatch.setattr(random, "uniform", lambda _shortest, longest: longest)


@pytest.mark.parametrize("fault", BREAKS)
def test_a_platform_that_is(fault: str, monday: Town) -> None:
    """... in trouble for an hour holds up no pupil, gets every mark afterwards, and is not asked too often."""
    pupil = monday.people(FINLAND)[0]
    columns = set(monday.platform.line_items)
    browser, _ = monday.opens(pupil, WHOLE[FINLAND])
    breaks, lasts = BREAKS[fault]
    breaks(monday)
    end = monday.goes_through(browser, FINLAND)
    assert figures(end)[0] == 1
    left = monday.work_until_quiet(timedelta(hours=1))
    assert left == int(lasts)
    if lasts:
        assert monday.delivery(pupil, FINLAND)["state"] == "retrying"
        assert "itsestään" in browser.get(end.path).words
    _mend(monday)
    assert monday.work_until_quiet() == 0
    assert monday.points(pupil, FINLAND)[0] == 1
    assert monday.delivery(pupil, FINLAND)["state"] == "delivered"
    assert set(monday.platform.line_items) == columns
    assert len(monday.wires.asked) <= 30
    asked = len(monday.wires.asked)
    monday.later(days=2)
    monday.work_until_quiet()
    assert len(monday.wires.asked) == asked


def test_a_lost_answer_is_settled_by_reading_the_mark_not_by_sending_it_again(monday: Town) -> None:
    monday.platform.faults.cut_after_commit = 1
    pupil = monday.people(FINLAND)[0]
    monday.finishes(pupil, FINLAND)
    assert monday.work() == 0
    assert (monday.asked("score"), monday.asked("results")) == (1, 1)
    assert monday.delivery(pupil, FINLAND)["state"] == "delivered"


@pytest.mark.parametrize("status", [429, 403])
def test_a_platform_that_says_when_to_come_back_is_left_alone_until_then(monday: Town, status: int) -> None:
    first, second = monday.people(FINLAND)[:2]
    monday.platform.faults.rate_limit_status, monday.platform.faults.retry_after = status, 120
    monday.finishes(first, FINLAND)
    monday.platform.faults.rate_limit = 1
    assert monday.work() == 1
    asked = len(monday.wires.asked)
    monday.finishes(second, FINLAND)
    for _ in range(11):
        monday.later(seconds=10)
        assert monday.work() == 2
    assert len(monday.wires.asked) == asked
    monday.later(seconds=11)
    assert monday.work() == 0
    assert [monday.points(one, FINLAND)[0] for one in (first, second)] == [1, 1]


def test_a_platform_that_does_not_know_us_is_asked_once_in_a_while_and_gets_all_marks_when_it_does(
    monday: Town,
) -> None:
    pupils = monday.people(FINLAND)[:3]
    working = monday.platform.http
    monday.platform.http = monday.school.lms_client()
    for pupil in pupils:
        monday.finishes(pupil, FINLAND)
    assert monday.work_until_quiet(timedelta(hours=1)) == 3
    assert {monday.delivery(pupil, FINLAND)["state"] for pupil in pupils} <= {"refused", "waiting"}
    assert monday.asked("token") <= 6
    monday.platform.http = working
    assert monday.work_until_quiet() == 0
    assert [monday.points(pupil, FINLAND)[0] for pupil in pupils] == [1, 1, 1]


def test_one_mark_that_always_fails_holds_up_no_other(monday: Town) -> None:
    unlucky, lucky = monday.people(FINLAND)[:2]
    monday.platform.faults.where = frozenset({"ags"})
    monday.finishes(unlucky, FINLAND)
    monday.platform.faults.error_500 = 1
    assert monday.work() == 1
    monday.finishes(lucky, FINLAND)
    assert monday.work() == 1
    assert monday.points(lucky, FINLAND)[0] == 1


def test_keys_that_the_platform_has_changed_let_pupils_in_at_once(monday: Town) -> None:
    pupil = monday.people(FINLAND)[0]
    monday.opens(pupil, WHOLE[FINLAND])
    monday.platform.rotate_keys()
    _, page = monday.opens(pupil, WHOLE[FINLAND])
    assert page.path == "/lessons"
    assert monday.asked("jwks") == 2


def test_when_the_platforms_keys_cannot_be_fetched_a_pupil_is_told_and_comes_in_later(monday: Town) -> None:
    pupil = monday.people(FINLAND)[0]
    monday.platform.faults.down = "closed"
    refused = opened(monday, pupil)
    assert (refused.response.status_code, refused.code) == (503, "jwks_unavailable")
    assert refused.response.headers["retry-after"]
    monday.platform.faults.down = ""
    assert opened(monday, pupil).path == "/lessons"


def test_keys_that_are_known_serve_while_the_platform_is_down(monday: Town) -> None:
    pupil = monday.people(FINLAND)[0]
    opened(monday, pupil)
    monday.later(hours=3)
    monday.platform.faults.down = "503"
    assert opened(monday, pupil).path == "/lessons"


@pytest.mark.parametrize("skew", [55, -55])
def test_a_platform_whose_clock_is_a_little_off_lets_its_pupils_in(monday: Town, skew: float) -> None:
    monday.platform.faults.clock_skew = skew
    assert opened(monday, monday.people(FINLAND)[0]).path == "/lessons"


@pytest.mark.parametrize(("profile", "skew"), [("moodle", 55), ("moodle", -9), ("canvas", 55), ("canvas", -55)])
def test_a_platform_whose_clock_is_a_little_off_gets_its_marks(monday: Town, profile: str, skew: float) -> None:
    monday.platform.profile = profile
    monday.platform.faults.clock_skew = skew
    pupil = monday.people(FINLAND)[0]
    assert figures(monday.finishes(pupil, FINLAND))[0] == 1
    assert monday.work_until_quiet() == 0
    assert monday.points(pupil, FINLAND)[0] == 1


@pytest.mark.parametrize(("skew", "code"), [(300, "token_from_future"), (-300, "token_expired")])
def test_a_platform_whose_clock_is_five_minutes_off_is_refused_in_words(monday: Town, skew: float, code: str) -> None:
    monday.platform.faults.clock_skew = skew
    refused = opened(monday, monday.people(FINLAND)[0])
    assert (refused.response.status_code, refused.code) == (401, code)
    assert refused.all("h1")
    assert not monday.rooms()


def opened(town: Town, pupil: str) -> Page:
    """The page that a launch ends on, good or bad."""
    return Visitor.at(town.school).open(pupil, WHOLE[FINLAND])
