"""Visits on shared computers, in two tabs, for too long, and with cookies that somebody made up."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

import pytest
import time_machine
from httpx2 import Response

from careered.clock import now
from careered.web.session_cookies import COOKIE
from tests.corpus.attempt import LaunchAttempt
from tests.support.databases import fresh
from tests.support.pages import Page
from tests.support.people import Browser, finish_lesson
from tests.support.school import School, activities_of, pupils_of, school


@pytest.fixture
def at_school(tmp_path: Path) -> Iterator[School]:
    with fresh("sqlite", tmp_path) as url, school(url) as found:
        yield found


@pytest.fixture
def pupil(at_school: School) -> LaunchAttempt:
    return pupil_attempt(at_school, 0)


def pupil_attempt(here: School, index: int) -> LaunchAttempt:
    """The index-th pupil of the Finnish class, with a browser of their own."""
    return LaunchAttempt(here, pupils_of(here.platform, "fi-8b")[index], activities_of(here.platform, "fi-8b")[0])


def secret(answer: Response) -> str:
    """The session's secret as the page's forms carry it."""
    return str(Page(answer).all("input[name=session]")[0].attrs["value"])


def code(answer: Response) -> tuple[int, str]:
    """Status and code."""
    return answer.status_code, answer.headers.get("careered-code", "")


def test_nobody_gets_in_without_a_visit(pupil: LaunchAttempt) -> None:
    assert code(pupil.browser.get("/lessons")) == (401, "session_missing")
    pupil.browser.cookies.set(COOKIE, "made-up", domain="careered.test")
    assert code(pupil.browser.get("/lessons")) == (401, "session_missing")


def test_the_cookie_is_as_tight_as_a_frame_allows(pupil: LaunchAttempt) -> None:
    headers = pupil.launch().headers.get_list("set-cookie")
    cookie = next(header for header in headers if header.startswith(f"{COOKIE}="))
    for part in ("Secure", "HttpOnly", "SameSite=None", "Partitioned", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie


def test_a_secret_planted_before_the_launch_is_not_taken_over(pupil: LaunchAttempt) -> None:
    pupil.browser.cookies.set(COOKIE, "planted", domain="careered.test")
    pupil.first_page(pupil.launch())
    assert all(cookie.value != "planted" for cookie in pupil.browser.cookies.jar if cookie.domain.endswith("test."))
    assert secret(pupil.browser.get("/lessons")) != "planted"


def test_on_a_shared_computer_the_one_before_is_out(at_school: School, pupil: LaunchAttempt) -> None:
    first = secret(pupil.first_page(pupil.launch()))
    other = pupil_attempt(at_school, 1)
    other.browser = pupil.browser
    other.first_page(other.launch())
    answer = pupil.browser.post("/lessons/fi-2/start", data={"session": first})
    assert answer.status_code in {401, 403}
    assert code(at_school.tool_client(**{"x-careered-session": first}).get("/lessons")) == (401, "session_missing")


def test_two_tabs_of_one_pupil_both_go_on(pupil: LaunchAttempt) -> None:
    first = secret(pupil.first_page(pupil.launch()))
    second = secret(pupil.first_page(pupil.launch()))
    assert first != second
    for token in (first, second):
        assert pupil.browser.post("/lessons/fi-2/start", data={"session": token}).status_code == 303


def test_a_visit_ends_after_an_hour_of_rest_and_after_a_school_day(pupil: LaunchAttempt) -> None:
    pupil.first_page(pupil.launch())
    start = now()
    for minutes in range(40, 8 * 60, 40):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=True):
            assert pupil.browser.get("/lessons").status_code == 200, minutes
    with time_machine.travel(start + timedelta(hours=8, minutes=1), tick=True):
        assert code(pupil.browser.get("/lessons")) == (401, "session_missing")


def test_a_visit_at_rest_for_an_hour_is_over(pupil: LaunchAttempt) -> None:
    pupil.first_page(pupil.launch())
    with time_machine.travel(now() + timedelta(minutes=61), tick=True):
        assert code(pupil.browser.get("/lessons")) == (401, "session_missing")


def test_without_any_cookie_the_forms_carry_a_pupil_through_a_whole_lesson(
    at_school: School, pupil: LaunchAttempt
) -> None:
    token = secret(pupil.first_page(pupil.launch()))
    browser = Browser.new(at_school)
    page = Page(browser.tool.post("/lessons/fi-2", data={"session": token}))
    lesson = at_school.packs["FI"].lesson("fi-2")
    assert lesson is not None
    page = finish_lesson(browser, at_school.packs["FI"], page, lesson)
    assert page.path == "/lessons/fi-2/done"
    assert not list(browser.tool.cookies.jar)
    assert token not in str(page.response.url)


OVER = timedelta(minutes=61)


def posted_when_over(
    pupil: LaunchAttempt, where: str, text: str, more: Mapping[str, str] = MappingProxyType({})
) -> Page:
    """What a pupil gets whose text is sent an hour too late, from a frame or a tab."""
    token = secret(pupil.first_page(pupil.launch()))
    with time_machine.travel(now() + OVER, tick=False):
        data = {"session": token, "text": text, **more}
        return Page(pupil.browser.post("/lessons/fi-2/start", data=data, headers={"sec-fetch-dest": where}))


def test_a_session_that_is_over_in_a_frame_names_the_platform_and_keeps_what_was_typed(pupil: LaunchAttempt) -> None:
    page = posted_when_over(pupil, "iframe", "Löysin tämän itse")
    assert code(page.response) == (401, "session_missing")
    assert "Moodle" in page.main_text
    assert "kurssille" in page.main_text
    assert len(page.all("[data-copy] textarea + button")) == 1
    assert page.only("textarea").to_text().strip() == "Löysin tämän itse"


@pytest.mark.parametrize(
    "chosen",
    [
        {"choice": "vocationalschool"},
        {"phrase-what": "asks_the_counsellor"},
        {"key": "0123456789abcdef"},
        {"x": "one_way_only"},
    ],
)
def test_only_what_somebody_wrote_is_offered_as_text(chosen: dict[str, str], pupil: LaunchAttempt) -> None:
    page = posted_when_over(pupil, "iframe", "Löysin tämän itse", chosen)
    assert [text.to_text().strip() for text in page.all("textarea")] == ["Löysin tämän itse"]


def test_a_single_word_is_offered_too(pupil: LaunchAttempt) -> None:
    page = posted_when_over(pupil, "iframe", "", {"words-thought": "kokki", "words-why": " "})
    assert [text.to_text().strip() for text in page.all("textarea")] == ["kokki"]


def test_a_session_that_is_over_in_a_tab_of_its_own_says_something_else(pupil: LaunchAttempt) -> None:
    page = posted_when_over(pupil, "document", "Löysin tämän itse")
    assert "Moodle" in page.main_text
    assert "välilehti" in page.main_text
    assert page.only("textarea").to_text().strip() == "Löysin tämän itse"


@pytest.mark.parametrize("where", ["iframe", "document"])
def test_a_link_pressed_when_the_session_is_over_names_the_platform_too(pupil: LaunchAttempt, where: str) -> None:
    pupil.first_page(pupil.launch())
    with time_machine.travel(now() + OVER, tick=False):
        page = Page(pupil.browser.get("/lessons", headers={"sec-fetch-dest": where}))
    assert code(page.response) == (401, "session_missing")
    assert "Moodle" in page.main_text
    assert ("välilehti" in page.main_text) == (where == "document")


def test_who_comes_without_anything_is_told_of_no_platform(pupil: LaunchAttempt) -> None:
    page = Page(pupil.browser.get("/lessons", headers={"accept-language": "fi"}))
    assert "Moodle" not in page.main_text
    assert "oppimisalusta" in page.main_text.lower()
