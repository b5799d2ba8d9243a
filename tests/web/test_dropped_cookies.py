"""Safari drops a partitioned cookie after several redirects between sites: one loss is no lost visit, and no loop."""

from collections.abc import Iterator

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from careered.web.session_cookies import COOKIE, is_session_cookie
from tests.corpus.attempt import LaunchAttempt
from tests.support.databases import fresh
from tests.support.pages import Page
from tests.support.people import Browser, finish_lesson
from tests.support.school import School, activities_of, pupils_of, school


@pytest.fixture(scope="module")
def at_school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    with fresh("sqlite", tmp_path_factory.mktemp("school")) as url, school(url) as found:
        yield found


@pytest.fixture
def me(at_school: School) -> LaunchAttempt:
    return LaunchAttempt(
        at_school, pupils_of(at_school.platform, "fi-8b")[0], activities_of(at_school.platform, "fi-8b")[0]
    )


def drop(browser: TestClient, *, login: bool = False, session: bool = False) -> None:
    """The browser loses the cookies of the login, of the session, or both."""
    for cookie in list(browser.cookies.jar):
        is_login = cookie.name.startswith(f"{COOKIE}-login-")
        if (login and is_login) or (session and is_session_cookie(cookie.name)):
            browser.cookies.jar.clear(cookie.domain, cookie.path, cookie.name)


def launch_without_login_cookie(me: LaunchAttempt, storage_target: str = "", **more: str) -> tuple[Response, str]:
    """A launch whose login's cookie was dropped on the way. Returns the answer and the secret it had held."""
    login = me.login(lti_storage_target=storage_target) if storage_target else me.login()
    secret = next(str(cookie.value) for cookie in me.browser.cookies.jar if "-login-" in cookie.name)
    drop(me.browser, login=True)
    address = (
        Page(login).all("[data-lti-storage=put]")[0].attrs["data-address"]
        if storage_target
        else login.headers["location"]
    )
    sent = dict(pair.split("=", 1) for pair in str(address).split("?", 1)[1].split("&"))
    token = me.school.platform.sign(me.claims(sent["nonce"]), header=me.header())
    return me.post_launch(token, sent["state"], **more), secret


def press(me: LaunchAttempt, page: Page, selector: str = "form[data-next]", **fields: str) -> Response:
    """Press the button of a page of ours, in this browser."""
    form = page.form(selector)
    return me.browser.post(form.action, data={**dict(form.fields), **fields}, headers={"sec-fetch-site": "same-origin"})


def test_the_platforms_storage_stands_in_and_the_visit_keeps_its_later_cookies(me: LaunchAttempt) -> None:
    asked, secret = launch_without_login_cookie(me, "_parent")
    entering = press(me, Page(asked), binding=secret)
    first = Page(press(me, Page(entering)))
    assert first.response.status_code == 200
    assert first.next_control.name == "a", "cookies are kept again, so links are links"
    assert me.browser.get(str(first.next_control.attrs["href"])).status_code == 200


def test_without_a_storage_one_button_opens_a_window_that_keeps_its_cookies(me: LaunchAttempt) -> None:
    blocked, _ = launch_without_login_cookie(me)
    assert (blocked.status_code, blocked.headers["careered-code"]) == (401, "cookie_blocked")
    first = Page(press(me, Page(press(me, Page(blocked)))))
    assert (first.response.status_code, first.next_control.name) == (200, "a")


@pytest.mark.parametrize("answer", ["", "of-another-login"])
def test_a_storage_without_the_secret_is_asked_once_and_then_the_button_comes(me: LaunchAttempt, answer: str) -> None:
    asked, _ = launch_without_login_cookie(me, "_parent")
    blocked = press(me, Page(asked), binding=answer)
    assert blocked.headers["careered-code"] == "cookie_blocked"
    opened = press(me, Page(blocked))
    assert Page(opened).all("[data-lti-storage=get]") == []
    assert Page(press(me, Page(opened))).response.status_code == 200


def test_the_next_launch_starts_afresh_and_needs_no_button(me: LaunchAttempt) -> None:
    blocked, _ = launch_without_login_cookie(me)
    assert blocked.status_code == 401
    assert Page(me.first_page(me.launch())).next_control.name == "a"


def test_a_cookie_that_goes_in_the_middle_of_a_lesson_loses_no_answer(me: LaunchAttempt, at_school: School) -> None:
    page = Page(me.first_page(me.launch()))
    token = dict(page.form("#leave").fields)["session"]
    drop(me.browser, login=True, session=True)
    started = me.browser.post("/lessons/fi-3/start", data={"session": token})
    assert started.status_code == 307, "the form travels on, for there is no cookie any more"
    browser = Browser(at_school, at_school.lms_client(), me.browser)
    lesson = at_school.packs["FI"].lesson("fi-3")
    assert lesson
    assert (
        finish_lesson(browser, at_school.packs["FI"], Page(browser.follow(started)), lesson).path
        == "/lessons/fi-3/done"
    )
    assert not [cookie.name for cookie in me.browser.cookies.jar if is_session_cookie(cookie.name)]


def test_a_cookie_that_comes_back_makes_links_of_forms_again(me: LaunchAttempt) -> None:
    page = Page(me.first_page(me.launch()))
    kept = {name: value for name, value in me.browser.cookies.items() if is_session_cookie(name)}
    data = dict(page.form("#leave").fields)
    drop(me.browser, session=True)
    without = Page(me.browser.post("/lessons", data=data))
    assert without.next_control.name == "button"
    for name, value in kept.items():
        me.browser.cookies.set(name, value, domain="careered.test")
    assert Page(me.browser.post("/lessons", data=data)).next_control.name == "a"
