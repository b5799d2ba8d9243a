"""Bad and odd ways to come to a page: without a session, with another's, across classes, from other sites."""

import re

from httpx2 import Response
from sqlalchemy import select, update

from careered.clock import now
from careered.privacy.tables import AccessLog
from careered.roster.tables import Enrolment
from careered.web.session_cookies import COOKIE, KEPT_COOKIE
from careered.web.sessions import SESSION_TTL
from careered.web.tables import SessionRow
from tests.corpus.attempt import LaunchAttempt
from tests.corpus.cases import case
from tests.support.people import Browser
from tests.support.school import LMS

TEACHER, ACTIVITY = {"fi": "10", "dk": "50"}, {"fi": "1", "dk": "3"}
ATTRIBUTES = {"Path=/", "Secure", "HttpOnly", "SameSite=None", "Partitioned"}
FRAGMENT = {"hx-request": "true", "hx-request-type": "partial"}


def teacher(a: LaunchAttempt, country: str = "fi") -> Browser:
    """The teacher of a class, on the class page."""
    browser = Browser.new(a.school)
    assert browser.open(TEACHER[country], ACTIVITY[country]).path.startswith("/teacher/class/")
    return browser


def class_page_path(a: LaunchAttempt, country: str = "fi") -> str:
    """The address of a class page."""
    table = SessionRow.__table__
    teacher(a, country)
    with a.school.database.reading() as db:
        newest = select(table.c.class_id).where(table.c.role == "teacher").order_by(table.c.created_at.desc())
        return f"/teacher/class/{db.execute(newest).scalars().first()}"


def pupil_id(a: LaunchAttempt) -> str:
    """Our id of the pupil who has just come in."""
    table = Enrolment.__table__
    with a.school.database.reading() as db:
        return str(db.execute(select(table.c.person_id).where(table.c.role == "pupil")).scalar_one())


def access_log_rows(a: LaunchAttempt) -> list[tuple[str, str, str]]:
    """Who looked at whom, on which page."""
    table = AccessLog.__table__
    with a.school.database.reading() as db:
        return [tuple(row) for row in db.execute(select(table.c.viewer_role, table.c.pupil_person_id, table.c.action))]


@case("SES-01", 401, "session_missing", writes=True)
def no_session(a: LaunchAttempt) -> Response:
    for cookie in ({}, {COOKIE: ""}, {COOKIE: "forged"}, {COOKIE: "' OR 1=1 --"}):
        headers = {"cookie": "; ".join(f"{name}={value}" for name, value in cookie.items())}
        assert a.school.tool_client().get("/lessons", headers=headers).status_code == 401, cookie
    assert a.first_page(a.launch()).status_code == 200
    with a.school.database.transaction() as db:
        db.execute(update(SessionRow.__table__).values(created_at=now() - SESSION_TTL * 2))
    return a.browser.get("/lessons")


@case("SES-02", 303, writes=True)
def a_session_planted_before_the_launch(a: LaunchAttempt) -> Response:
    a.browser.cookies.set(COOKIE, "planted", domain="careered.test")
    answer = a.launch()
    session_cookie = answer.cookies[COOKIE]
    assert session_cookie != "planted"
    assert a.school.tool_client().get("/lessons", headers={"cookie": f"{COOKIE}=planted"}).status_code == 401
    assert a.school.tool_client().get("/lessons", headers={"cookie": f"{COOKIE}={session_cookie}"}).status_code == 200
    return answer


@case("SES-03", 404, "not_found", writes=True)
def a_pupil_on_the_teachers_pages(a: LaunchAttempt) -> Response:
    address = class_page_path(a)
    a.first_page(a.launch())
    own_page = f"/teacher/pupil/{pupil_id(a)}"
    for path in (address, own_page, "/mentor", "/privacy", "/admin"):
        for headers in ({}, FRAGMENT):
            assert a.browser.get(path, headers=headers).status_code == 404, path
    session = {"session": a.browser.cookies[COOKIE]}
    assert a.browser.post(f"{address}/refresh", data=session).status_code == 404
    assert access_log_rows(a) == []
    return a.browser.get(address)


@case("SES-04", 404, "not_found", writes=True)
def a_teacher_in_another_class(a: LaunchAttempt) -> Response:
    other = class_page_path(a, "dk")
    a.first_page(a.launch())
    stranger = teacher(a, "dk")
    assert stranger.tool.get(f"/teacher/pupil/{pupil_id(a)}").status_code == 404
    assert access_log_rows(a) == []
    browser = teacher(a)
    assert browser.tool.get(other, headers=FRAGMENT).status_code == 404
    return browser.tool.get(other)


@case("SES-07", 403, "session_changed", writes=True)
def another_pupil_at_the_shared_computer(a: LaunchAttempt) -> Response:
    first = a.first_page(a.launch({"name": "Eka Oppilas"}))
    old = str(a.browser.cookies[COOKIE])
    assert "Eka" in first.text
    second = a.first_page(a.launch({"sub": "second", "name": "Toka Oppilas"}))
    assert "Toka" in second.text
    assert "Eka" not in second.text
    assert a.school.tool_client().get("/lessons", headers={"cookie": f"{COOKIE}={old}"}).status_code == 401
    # A tab of the first that was opened from a browser that kept both: the field says one, the cookie another.
    third = LaunchAttempt(a.school, a.person, a.activity)
    third.first_page(third.launch())
    return a.browser.post("/lessons/fi-2/start", data={"session": third.browser.cookies[COOKIE]})


@case("SES-08", 200, writes=True)
def framed_by_any_site(a: LaunchAttempt) -> Response:
    answer = a.first_page(a.launch())
    policy = answer.headers["content-security-policy"]
    framing = re.search(r"frame-ancestors ([^;]*)", policy)
    assert framing
    assert set(framing[1].split()) == {"'self'", LMS}
    assert "*" not in framing[1]
    assert "x-frame-options" not in answer.headers
    return answer


@case("SES-10", 303, writes=True)
def cookies_and_their_attributes(a: LaunchAttempt) -> Response:
    begun = a.login()
    answer = a.launch()
    for line in [*begun.headers.get_list("set-cookie"), *answer.headers.get_list("set-cookie")]:
        name, *attributes = [part.strip() for part in line.split(";")]
        assert name.startswith("__Host-"), line
        is_without_secret = name == f"{KEPT_COOKIE}=yes"
        assert set(attributes) >= ATTRIBUTES - ({"HttpOnly"} if is_without_secret else set()), line
        assert not any(attribute.lower().startswith("domain") for attribute in attributes)
    return answer


@case("SES-11", 404, "not_found")
def out_of_the_static_folder(a: LaunchAttempt) -> Response:
    for path in ("/static/..%2f..%2fsettings.py", "/static/x/..%2fapp.css", "/static/x/%2e%2e%2fpages.py", "/static/x"):
        answer = a.browser.get(path)
        assert answer.status_code == 404, path
        assert "def " not in answer.text
    return a.browser.get("/static/x/....//pages.py")


@case("SES-12", 200, writes=True)
def a_teacher_opens_a_record(a: LaunchAttempt) -> Response:
    a.first_page(a.launch())
    person_id = pupil_id(a)
    answer = teacher(a).tool.get(f"/teacher/pupil/{person_id}")
    assert access_log_rows(a) == [("teacher", person_id, "pupil_page")]
    return answer
