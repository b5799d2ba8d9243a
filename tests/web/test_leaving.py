"""Leaving: what one press ends, on whose pages it stands, and that other sites can neither press it nor sign in."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from httpx2 import Response
from starlette.testclient import TestClient

from careered.app import all_routes
from careered.clock import now
from careered.web import one_time
from careered.web.permissions import Audience
from careered.web.session_cookies import COOKIE
from careered.web.sessions import IDLE_TIMEOUT
from tests.corpus.attempt import LaunchAttempt
from tests.support.databases import fresh
from tests.support.pages import Page
from tests.support.people import Browser
from tests.support.school import LMS, TOOL, School, activities_of, pupils_of, school
from tests.web.test_routes import fill_path

ELSEWHERE = (
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"origin": "https://elsewhere.example"},
    {"sec-fetch-site": "cross-site", "origin": TOOL},
    {"sec-fetch-site": ""},
    {"origin": ""},
)


@pytest.fixture(scope="module")
def at_school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    with fresh("sqlite", tmp_path_factory.mktemp("school")) as url, school(url) as found:
        yield found


def visit(here: School, index: int = 0) -> tuple[TestClient, Page]:
    """A pupil's browser and first page."""
    attempt = LaunchAttempt(here, pupils_of(here.platform, "fi-8b")[index], activities_of(here.platform, "fi-8b")[0])
    return attempt.browser, Page(attempt.first_page(attempt.launch()))


def leave(browser: TestClient, page: Page) -> Response:
    """Press "I've finished on this computer"."""
    form = page.form("#leave")
    return browser.post(form.action, data=dict(form.fields))


def sign_in_key(here: School) -> str:
    """The secret of a new sign-in link for administrators."""
    with here.database.transaction() as db:
        return one_time.create(db, "town", one_time.ADMIN, ttl=timedelta(hours=1))


def sign_in(here: School) -> tuple[TestClient, Page]:
    """An administrator's browser and first page."""
    browser = here.tool_client()
    answer = browser.post("/admin/sign-in", data={"key": sign_in_key(here)})
    return browser, Page(browser.get(answer.headers["location"]))


def test_one_press_ends_the_session_and_back_shows_nothing(at_school: School) -> None:
    browser, page = visit(at_school)
    token = str(page.all("input[name=session]")[0].attrs["value"])
    left = Page(leave(browser, page))
    assert (left.response.status_code, left.response.headers["cache-control"]) == (200, "no-store")
    assert left.all("[name=session]") == []
    assert COOKIE not in browser.cookies
    for answer in (
        browser.get("/lessons"),
        browser.post("/lessons", data={"session": token}),
        browser.get("/session", headers={"x-careered-session": token}),
        at_school.tool_client(cookie=f"{COOKIE}={token}").get("/lessons"),
    ):
        assert (answer.status_code, answer.headers["careered-code"]) == (401, "session_missing")


@pytest.mark.parametrize("loaded_as", ["document", "iframe", ""])
def test_who_leaves_a_whole_tab_is_shown_the_way_back_to_the_course(at_school: School, loaded_as: str) -> None:
    """Seen on a real platform (8): no way back from a full page. In a frame the platform stands around it anyway."""
    headers = {"sec-fetch-dest": loaded_as} if loaded_as else {}
    browser, page = visit(at_school)
    form = page.form("#leave")
    left = Page(browser.post(form.action, data=dict(form.fields), headers=headers))
    links = [str(link.attrs["href"]) for link in left.all("main a")]
    assert [link.split("?")[0] for link in links] == ([f"{LMS}/course/fi-8b"] if loaded_as == "document" else [])


@pytest.mark.parametrize("loaded_as", ["document", "iframe"])
def test_whose_session_is_over_is_shown_the_way_back_in_a_whole_tab(at_school: School, loaded_as: str) -> None:
    browser, _ = visit(at_school)
    with time_machine.travel(now() + IDLE_TIMEOUT * 1.1, tick=False):
        over = Page(browser.get("/lessons", headers={"sec-fetch-dest": loaded_as}))
    links = [str(link.attrs["href"]) for link in over.all("main a")]
    assert over.response.status_code == 401
    assert [link.split("?")[0] for link in links] == ([f"{LMS}/course/fi-8b"] if loaded_as == "document" else [])


@pytest.mark.parametrize("named", [None, 7, "javascript:alert(1)", "/course/2", "https://lms.example/" + "x" * 3000])
def test_a_platform_without_a_usable_way_back_leaves_the_page_without_one(at_school: School, named: object) -> None:
    attempt = LaunchAttempt(
        at_school, pupils_of(at_school.platform, "fi-8b")[0], activities_of(at_school.platform, "fi-8b")[0]
    )
    form = Page(attempt.first_page(attempt.launch({"launch_presentation": {"return_url": named}}))).form("#leave")
    left = attempt.browser.post(form.action, data=dict(form.fields), headers={"sec-fetch-dest": "document"})
    assert Page(left).all("main a") == []


def test_both_kinds_of_the_cookie_are_taken_away(at_school: School) -> None:
    browser, page = visit(at_school)
    headers = [line for line in leave(browser, page).headers.get_list("set-cookie") if line.startswith(f"{COOKIE}=;")]
    assert sorted("Partitioned" in line for line in headers) == [False, True]
    for line in headers:
        assert {"Max-Age=0", "Path=/", "Secure"} <= {part.strip() for part in line.split(";")}


def test_what_the_browser_holds_of_others_is_ended_too(at_school: School) -> None:
    _, theirs = visit(at_school, 1)
    token = str(theirs.all("input[name=session]")[0].attrs["value"])
    browser, page = visit(at_school)
    browser.cookies.set(COOKIE, token, domain="careered.test", path="/leave")
    leave(browser, page)
    assert at_school.tool_client().post("/lessons", data={"session": token}).status_code == 401


def test_without_cookies_it_is_the_same_press(at_school: School) -> None:
    _, page = visit(at_school)
    browser = at_school.tool_client()
    assert leave(browser, page).status_code == 200
    token = dict(page.form("#leave").fields)["session"]
    assert browser.post("/lessons", data={"session": token}).status_code == 401


def test_who_leaves_does_not_end_what_is_open_at_home(at_school: School) -> None:
    at_home, _ = visit(at_school)
    leave(*visit(at_school))
    assert at_home.get("/lessons").status_code == 200


def test_it_can_be_pressed_on_a_page_whose_session_is_over(at_school: School) -> None:
    browser, page = visit(at_school)
    for _ in range(2):
        assert leave(browser, page).status_code == 200


def test_it_stands_on_every_page_of_whoever_is_signed_in(at_school: School) -> None:
    _, pupil = visit(at_school)
    teacher = Browser.new(at_school)
    class_page = teacher.open("10", "1").path
    administrator, office = sign_in(at_school)
    pages = [pupil, office, *(teacher.get(f"{class_page}{path}") for path in ("", "/attestations", "/questions"))]
    pages += [teacher.get("/lessons"), teacher.get("/about-your-data"), Page(administrator.get("/admin/statistics"))]
    for page in pages:
        assert page.response.status_code == 200
        assert page.form("#leave").fields[0][0] == "session", page.path
    assert Page(at_school.tool_client().get("/lessons")).all("#leave") == []


def test_a_page_that_comes_back_may_ask_whether_its_session_is_one(at_school: School) -> None:
    browser, page = visit(at_school)
    token = str(page.all("input[name=session]")[0].attrs["value"])
    assert browser.get("/session").status_code == 204
    assert at_school.tool_client().get("/session", headers={"x-careered-session": token}).status_code == 204


@pytest.mark.parametrize("headers", ELSEWHERE)
def test_another_site_can_press_nothing_and_sign_nobody_in(at_school: School, headers: dict[str, str]) -> None:
    browser, page = visit(at_school)
    data = dict(page.form("#leave").fields)
    wrong = []
    for route in all_routes():
        who: Audience = route.who  # type: ignore[attr-defined]
        if "POST" not in (route.methods or set()) or who is Audience.PLATFORM:
            continue
        answer = browser.post(fill_path(route), data={**data, "key": "x"}, headers=headers)
        if (answer.status_code, answer.headers.get("careered-code")) != (403, "csrf") or "set-cookie" in answer.headers:
            wrong.append((route.path, answer.status_code, answer.headers.get("careered-code")))
    assert wrong == []
    assert browser.get("/lessons").status_code == 200


@pytest.mark.parametrize("headers", [*ELSEWHERE, {"origin": "null"}])
def test_another_site_does_not_use_up_a_sign_in_link(at_school: School, headers: dict[str, str]) -> None:
    key, browser = sign_in_key(at_school), at_school.tool_client()
    answer = browser.post("/admin/sign-in", data={"key": key}, headers=headers)
    assert (answer.status_code, answer.headers["careered-code"]) == (403, "csrf")
    assert COOKIE not in browser.cookies
    for own in ({"origin": TOOL}, {"sec-fetch-site": "same-origin"}, {}):
        page = browser.get(f"/admin/sign-in?key={key}")
        assert page.headers["referrer-policy"] == "same-origin", "else older browsers would hide whose page it is"
        assert browser.post("/admin/sign-in", data={"key": key}, headers=own).status_code == 303
        key = sign_in_key(at_school)


def test_an_older_browsers_own_pages_go_on_though_they_hide_where_they_are(at_school: School) -> None:
    browser, page = visit(at_school)
    data = dict(page.form("#leave").fields)
    assert browser.post("/lessons/fi-2/start", data=data, headers={"origin": "null"}).status_code == 303
