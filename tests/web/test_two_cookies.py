"""Two cookies of one name: an old browser stored one for every site, its update another for this platform only."""

from collections.abc import Iterator, Sequence
from itertools import permutations

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from careered.web.session_cookies import COOKIE
from tests.corpus.attempt import LaunchAttempt
from tests.support.databases import fresh
from tests.support.school import School, activities_of, pupils_of, school


@pytest.fixture(scope="module")
def at_school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    with fresh("sqlite", tmp_path_factory.mktemp("school")) as url, school(url) as found:
        yield found


def opened_by(here: School, index: int, browser: TestClient | None = None) -> str:
    """A pupil of the Finnish class opens an activity; the secret that the browser keeps."""
    attempt = LaunchAttempt(here, pupils_of(here.platform, "fi-8b")[index], activities_of(here.platform, "fi-8b")[0])
    attempt.browser = browser or attempt.browser
    answer = attempt.launch()
    attempt.first_page(answer)
    return str(answer.cookies[COOKIE])


def with_cookies(here: School, values: Sequence[str], **form: str) -> Response:
    """Ask for the lessons with cookies of one name, as browsers send them; with a form's fields where given."""
    headers = {"cookie": "; ".join(f"{COOKIE}={value}" for value in values)}
    browser = here.tool_client(**headers)
    return browser.post("/lessons", data=form) if form else browser.get("/lessons")


@pytest.mark.parametrize("dead", [["over"], ["over", "older"], ["", "over"]])
def test_the_live_one_counts_in_any_order(at_school: School, dead: list[str]) -> None:
    live = opened_by(at_school, 0)
    for values in permutations([live, *dead]):
        assert with_cookies(at_school, values).status_code == 200, values
        assert with_cookies(at_school, values, session=live).status_code == 200, values


def test_of_two_live_ones_of_one_person_the_newer_counts(at_school: School) -> None:
    old, new = opened_by(at_school, 0), opened_by(at_school, 0)
    for values in permutations([old, new]):
        page = with_cookies(at_school, values)
        assert new in page.text
        assert old not in page.text
        assert with_cookies(at_school, values, session=old).status_code == 200


def test_with_two_live_ones_of_two_people_nobody_is_taken_for_the_other(at_school: School) -> None:
    mine, theirs = opened_by(at_school, 0), opened_by(at_school, 1)
    for values in permutations([mine, theirs]):
        for answer in (with_cookies(at_school, values), with_cookies(at_school, values, session=mine)):
            assert (answer.status_code, answer.headers["careered-code"]) == (403, "session_changed")
            assert mine not in answer.text
            assert theirs not in answer.text


def test_who_opens_careered_next_ends_what_others_left_in_either_cookie(at_school: School) -> None:
    browser = at_school.tool_client()
    before, older = opened_by(at_school, 1), opened_by(at_school, 2)
    for path, value in (("/", before), ("/lti", older)):  # a jar keeps two of one name by their paths
        browser.cookies.set(COOKIE, value, domain="careered.test", path=path)
    mine = opened_by(at_school, 0, browser)
    for left in (before, older):
        assert with_cookies(at_school, [left]).status_code == 401
        assert with_cookies(at_school, [left, mine]).status_code == 200


def test_a_thousand_cookies_of_one_name_are_no_thousand_questions(at_school: School) -> None:
    live = opened_by(at_school, 0)
    assert with_cookies(at_school, [live, *(f"made-up-{index}" for index in range(500))]).status_code == 200
