"""One browser, several courses: what is opened beside a page never changes which class that page is about."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.cookiejar import Cookie, DefaultCookiePolicy
from urllib.request import Request

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from careered.progress.tables import Answer
from careered.roster.tables import SchoolClass
from careered.web.authentication import MAX_CLASSES
from careered.web.session_cookies import COOKIE
from tests.corpus.attempt import DROP, LaunchAttempt
from tests.journeys.launches import PLATFORM_ADMIN
from tests.support.databases import fresh
from tests.support.pages import Page
from tests.support.people import Browser, finish_lesson
from tests.support.school import School, activities_of, pupils_of, school
from tests.web.test_leaving import sign_in_key

TEACHER = "10"


@pytest.fixture(scope="module")
def at_school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    with fresh("sqlite", tmp_path_factory.mktemp("school")) as url, school(url) as found:
        yield found


@dataclass
class Tabs(LaunchAttempt):
    """A person with one browser, who opens the activity in course after course. Courses are made up by their name."""

    def opens(self, course: str) -> Page:
        """Open the activity in a course; its first page."""
        return Page(self.first_page(self.launch(in_course(course))))

    def go(self, page: Page, selector: str) -> Page:
        """Follow a link of a page."""
        return Page(self.browser.get(str(page.all(selector)[0].attrs["href"])))

    @property
    def person_in_front(self) -> Browser:
        """The same browser, for what people do on pages."""
        return Browser(self.school, self.school.lms_client(), self.browser)


def in_course(course: str, activity: str = "programme") -> dict[str, object]:
    """Claims of a launch from a course."""
    link = {"id": f"{course}-{activity}", "title": activity}
    return {"context": {"id": course, "title": f"Course {course}"}, "resource_link": link}


def tabs(here: School, person: str | int = 0) -> Tabs:
    """A pupil by index, or anybody by number, with a new browser."""
    number = pupils_of(here.platform, "fi-8b")[person] if isinstance(person, int) else person
    return Tabs(here, number, activities_of(here.platform, "fi-8b")[0])


def class_id(here: School, course: str) -> str:
    """Our id of a course's class."""
    table = SchoolClass.__table__
    with here.database.reading() as db:
        return str(db.execute(select(table.c.id).where(table.c.context_id == course)).scalar_one())


def classes_with_answers(here: School, *courses: str) -> set[str]:
    """In which of these courses answers are stored."""
    table = Answer.__table__
    with here.database.reading() as db:
        found = set(db.execute(select(table.c.class_id)).scalars())
    return {course for course in courses if class_id(here, course) in found}


def internal_links(page: Page) -> list[str]:
    """The addresses of a page's links to other pages of ours."""
    hrefs = [str(link.attrs["href"]) for link in page.all("a[href]")]
    return [href for href in hrefs if href.startswith("/")]


def without_cookies(browser: TestClient) -> None:
    """The browser forgets, and keeps nothing from now on."""
    browser.cookies.clear()
    browser.cookies.jar.set_policy(KeepsNothing())


class KeepsNothing(DefaultCookiePolicy):
    """Refuses every cookie."""

    def set_ok(self, cookie: Cookie, request: Request) -> bool:
        """Never."""
        return False


@pytest.mark.parametrize("forget", [lambda _browser: None, without_cookies], ids=["cookies", "no-cookies"])
def test_a_lesson_is_written_into_the_course_it_was_begun_in(
    at_school: School, forget: Callable[[TestClient], None]
) -> None:
    me = tabs(at_school, 1)
    name = forget.__name__
    mine, other = f"mine-{name}", f"other-{name}"
    pages = [me.opens(course) for course in (mine, other)]
    forget(me.browser)
    lesson = at_school.packs["FI"].lesson("fi-2")
    assert lesson
    if forget is without_cookies:  # the first page as it came: by the form of the launch
        pages = [Page(me.browser.post("/lessons", data=dict(page.form("#leave").fields))) for page in pages]
    done = finish_lesson(me.person_in_front, at_school.packs["FI"], lesson_page(me, pages[0]), lesson)
    assert done.path == "/lessons/fi-2/done"
    assert classes_with_answers(at_school, mine, other) == {mine}
    finish_lesson(me.person_in_front, at_school.packs["FI"], lesson_page(me, pages[1]), lesson)
    assert classes_with_answers(at_school, mine, other) == {mine, other}


def lesson_page(me: Tabs, page: Page) -> Page:
    """From the list of lessons to one of them, by its link, or by its form where there is no cookie."""
    links = page.all("a[href^='/lessons/fi-2?']")
    if links:
        return me.go(page, "a[href^='/lessons/fi-2?']")
    form = page.form("form[action='/lessons/fi-2']")
    return Page(me.browser.post(form.action, data=dict(form.fields)))


def test_a_teachers_old_tab_goes_on(at_school: School) -> None:
    me = tabs(at_school, TEACHER)
    first, _second = me.opens("physics"), me.opens("biology")
    assert first.path == f"/teacher/class/{class_id(at_school, 'physics')}"
    links = internal_links(first)
    assert len(links) > 5
    for address in [str(first.response.url), *links]:
        answer = me.browser.get(address)
        if answer.is_redirect:  # the class in the list of classes
            answer = me.browser.get(answer.headers["location"])
        assert answer.status_code == 200, address
        assert f"in={class_id(at_school, 'physics')}" in str(answer.url)
    form = first.form("form[action$='/refresh']")
    answer = me.browser.post(form.action, data=dict(form.fields))
    assert answer.status_code == 303
    assert me.browser.get(answer.headers["location"]).status_code == 200
    token = dict(form.fields)["session"]
    asked = me.browser.get(first.path, headers={"x-careered-session": token, "hx-request-type": "partial"})
    assert asked.status_code == 200


@pytest.mark.parametrize(
    ("left", "right"),
    [(("one", "a"), ("one", "b")), (("one", "a"), ("two", "a")), (("one", "a"), ("two", "b"))],
    ids=["two-lessons", "two-courses", "both"],
)
@pytest.mark.parametrize("first_answers", [True, False])
def test_two_frames_of_one_platform_page_stay_each_with_its_own(
    at_school: School, left: tuple[str, str], right: tuple[str, str], first_answers: bool
) -> None:
    me = tabs(at_school, 2)
    sent = [(me.start_login(), frame) for frame in (left, right)]
    answers = {}
    for login, frame in sent if first_answers else reversed(sent):
        token = at_school.platform.sign(me.claims(login["nonce"], in_course(*frame)), header=me.header())
        answers[frame] = me.post_launch(token, login["state"])
    for frame, answer in answers.items():
        page = Page(me.first_page(answer))
        token = dict(page.form("#leave").fields)["session"]
        for link in internal_links(page)[:4]:
            shown = Page(me.browser.get(link))
            assert shown.response.status_code == 200
            assert f"in={class_id(at_school, frame[0])}" in internal_links(shown)[0]
        started = me.browser.post("/lessons/fi-2/start", data={"session": token})
        assert started.headers["location"].endswith(f"?in={class_id(at_school, frame[0])}")


def test_an_address_that_names_no_class_is_of_the_one_opened_last(at_school: School) -> None:
    me = tabs(at_school)
    for course in ("art", "music", "art"):
        me.opens(course)
        page = Page(me.browser.get("/lessons"))
        assert {href.split("in=")[1] for href in internal_links(page)} == {class_id(at_school, course)}


def test_an_address_holds_no_secret_and_opens_nothing_by_itself(at_school: School) -> None:
    me, somebody = tabs(at_school), tabs(at_school, 3)
    page = me.opens("chess")
    somebody.opens("choir")
    token = dict(page.form("#leave").fields)["session"]
    addresses = [str(page.response.url), *internal_links(page)]
    assert [address for address in addresses if token in address] == []
    for address in addresses:
        for browser in (somebody.browser, at_school.tool_client()):
            answer = browser.get(address)
            assert (answer.status_code, answer.headers["careered-code"]) == (401, "session_missing")


@pytest.mark.parametrize("made_up", ["x", "..", "chess'--", "%00", "a" * 5000, "é"])
def test_an_address_with_a_made_up_class_shows_no_class(at_school: School, made_up: str) -> None:
    me = tabs(at_school)
    me.opens("chess")
    assert me.browser.get("/lessons", params={"in": made_up}).status_code == 401


def test_every_link_and_redirect_names_the_class(at_school: School) -> None:
    me = tabs(at_school, TEACHER)
    waiting, seen, wrong = [str(me.opens("geography").response.url)], set[str](), []
    while waiting and len(seen) < 60:
        address = waiting.pop()
        answer = me.browser.get(address)
        seen.add(address.split("?")[0])
        if answer.is_redirect:
            wrong += [(address, answer.headers["location"])] if "in=" not in answer.headers["location"] else []
            continue
        if "html" not in answer.headers["content-type"] or "attachment" in answer.headers.get(
            "content-disposition", ""
        ):
            continue
        links = internal_links(Page(answer))
        wrong += [(address, link) for link in links if "in=" not in link]
        waiting += [link for link in links if link.split("?")[0] not in seen]
    assert wrong == []
    assert len(seen) > 20


def test_two_privacy_requests_stay_each_with_the_person_they_are_about(at_school: School) -> None:
    officer, pupils = tabs(at_school, TEACHER), pupils_of(at_school.platform, "fi-8b")[:2]
    for index in range(len(pupils)):
        tabs(at_school, index).opens("history")
    pages = {}
    for pupil in pupils:
        about = {"message_type": "DataPrivacyLaunchRequest", "for_user": {"user_id": pupil}, "roles": [PLATFORM_ADMIN]}
        pages[pupil] = Page(officer.first_page(officer.launch({**about, "context": DROP, "resource_link": DROP})))
    names = {pupil: at_school.platform.people[pupil].name for pupil in pupils}
    for pupil, page in pages.items():
        confirmation = officer.go(page, "a[href^='/privacy/confirm-erasure?']")
        assert names[pupil] in confirmation.main_text
        assert not [name for other, name in names.items() if other != pupil and name in confirmation.main_text]


def test_who_leaves_is_out_of_every_course(at_school: School) -> None:
    me = tabs(at_school)
    pages = [me.opens(course) for course in ("swimming", "skating")]
    form = pages[0].form("#leave")
    me.browser.post(form.action, data=dict(form.fields))
    assert not [name for name in me.browser.cookies if name == COOKIE or "-in-" in name]
    for page in pages:
        token = dict(page.form("#leave").fields)["session"]
        assert me.browser.get(str(page.response.url)).status_code == 401
        assert at_school.tool_client().post("/lessons", data={"session": token}).status_code == 401


def test_another_person_at_the_same_browser_ends_every_course_of_the_one_before(at_school: School) -> None:
    me, next_one = tabs(at_school), tabs(at_school, 4)
    pages = [me.opens(course) for course in ("running", "rowing")]
    next_one.browser = me.browser
    next_one.opens("rowing")
    assert me.browser.get(str(pages[0].response.url)).status_code == 401
    for page in pages:
        token = dict(page.form("#leave").fields)["session"]
        assert at_school.tool_client().post("/lessons", data={"session": token}).status_code == 401


def test_a_teacher_of_many_courses_never_sends_too_much(at_school: School) -> None:
    me = tabs(at_school, TEACHER)
    pages = [me.opens(f"course-{index}") for index in range(MAX_CLASSES + 4)]
    kept = [name for name in me.browser.cookies if "-in-" in name]
    assert len(kept) <= MAX_CLASSES + 1
    assert me.browser.get(str(pages[-1].response.url)).status_code == 200
    me.opens("course-0")
    assert me.browser.get(str(pages[0].response.url)).status_code == 200


def test_an_administrators_tab_beside_it_changes_nothing(at_school: School) -> None:
    me = tabs(at_school, TEACHER)
    me.opens("history")
    page = Page(me.browser.get(f"/teacher/class/{class_id(at_school, 'history')}?in={class_id(at_school, 'history')}"))
    assert me.browser.post("/admin/sign-in", data={"key": sign_in_key(at_school)}).status_code == 303
    assert me.browser.get("/admin").status_code == 200
    assert me.browser.get(str(page.response.url)).status_code == 200
    form = page.form("form[action$='/refresh']")
    assert me.browser.post(form.action, data=dict(form.fields)).status_code == 303
