"""Every answer carries the headers that keep it safe: pages, refusals, files, and what went wrong."""

import re
from collections.abc import Callable, Iterator, Mapping

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from careered.app import all_routes
from careered.web import static
from careered.web.edge import House
from tests.journeys.town import DENMARK, FINLAND, FIRST_LESSON, WHOLE, Town, town
from tests.support.school import LMS, TOOL

Get = Callable[[Town], Response]
ALWAYS = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer"}


@pytest.fixture
def monday(database_url: str) -> Iterator[Town]:
    with town(database_url) as found:
        yield found


def policy(answer: Response) -> Mapping[str, list[str]]:
    """The Content-Security-Policy by directive."""
    parts = [part.split() for part in answer.headers["content-security-policy"].split(";")]
    return {name: sources for name, *sources in parts}


def is_safe(answer: Response) -> None:
    """All that every answer has."""
    for name, value in ALWAYS.items():
        assert answer.headers[name] == value, (str(answer.url), name)
    assert all(f"{what}=()" in answer.headers["permissions-policy"] for what in ("camera", "microphone", "geolocation"))
    found = policy(answer)
    assert found["default-src"] == ["'none'"]
    assert found["script-src"] == found["style-src"] == found["connect-src"] == ["'self'"]
    assert found["base-uri"] == ["'none'"]
    assert found["frame-ancestors"]
    assert not {"*", "'unsafe-inline'", "'unsafe-eval'"} & {source for sources in found.values() for source in sources}
    assert "x-frame-options" not in answer.headers
    assert "server" not in answer.headers


@pytest.mark.parametrize("path", sorted({route.path for route in all_routes()}))
def test_every_answer_of_every_route_to_a_stranger_is_safe(monday: Town, path: str) -> None:
    browser = monday.school.tool_client()
    address = re.sub(r"{\w+}", "x", path)
    for method in ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"):
        is_safe(browser.request(method, address))
    is_safe(browser.post(address, data={"session": "made-up"}))
    is_safe(browser.post(address, json={}))


@pytest.mark.parametrize("path", ["/", "/nothing", "/lessons/", "/lessons//x", "/%2e%2e/etc/passwd", "/static/x"])
def test_what_is_not_there_is_safe_and_is_a_404_page(monday: Town, path: str) -> None:
    answer = monday.school.tool_client().get(path)
    is_safe(answer)
    assert (answer.status_code, answer.headers["careered-code"]) in {(404, "not_found"), (200, None)} or path == "/"


@pytest.mark.parametrize("course", [FINLAND, DENMARK])
def test_pages_about_people_are_safe_and_kept_by_no_browser(monday: Town, course: str) -> None:
    pupil = monday.people(course)[0]
    browser, _ = monday.opens(pupil, WHOLE[course])
    monday.goes_through(browser, course)
    teacher, page = monday.teacher(course)
    lesson = f"/lessons/{FIRST_LESSON[course]}"
    paths = ["/lessons", lesson, f"{lesson}/done", "/about-your-data"]
    answers = [browser.tool.get(path) for path in paths]
    record = f"/teacher/pupil/{monday.record(pupil, course)['id']}"
    answers += [teacher.tool.get(path) for path in (page.path, record)]
    for answer in answers:
        assert answer.status_code == 200
        is_safe(answer)
        assert answer.headers["cache-control"] == "no-store"
        assert policy(answer)["frame-ancestors"] == ["'self'", LMS]


def test_only_the_platform_of_the_visit_may_frame_a_page_and_any_secure_site_a_refusal(monday: Town) -> None:
    browser, _ = monday.opens(monday.people(FINLAND)[0], WHOLE[FINLAND])
    assert policy(browser.tool.get("/lessons"))["frame-ancestors"] == ["'self'", LMS]
    assert policy(monday.school.tool_client().get("/lessons"))["frame-ancestors"] == ["https:"]


def test_a_launch_and_its_way_in_are_safe(monday: Town) -> None:
    seen: list[Response] = []

    class Watched(TestClient):
        def request(self, *args: object, **more: object) -> Response:
            answer: Response = super().request(*args, **more)  # type: ignore[arg-type]
            seen.append(answer)
            return answer

    browser, _ = monday.opens(monday.people(FINLAND)[0], WHOLE[FINLAND])
    watched = Watched(monday.school.tool, base_url=TOOL, follow_redirects=False)
    browser.tool = watched
    browser.open(monday.people(FINLAND)[1], WHOLE[FINLAND])
    assert [answer.url.path for answer in seen][:2] == ["/lti/login", "/lti/launch"]
    for answer in seen:
        is_safe(answer)


def test_a_file_may_be_kept_for_ever_and_is_safe(monday: Town) -> None:
    for name in static.assets():
        answer = monday.school.tool_client().get(static.address(name))
        assert answer.status_code == 200
        is_safe(answer)
        assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    "path",
    ["/static/..%2f..%2fsettings.py", "/static/x/..%2f..%2f..%2fapp.py", "/static/%2e%2e/app.css", "/static/x/app.css"],
)
def test_nobody_walks_out_of_the_files(monday: Town, path: str) -> None:
    answer = monday.school.tool_client().get(path)
    assert (answer.status_code, answer.headers["careered-code"]) == (404, "not_found")
    assert "import" not in answer.text


def test_what_goes_wrong_inside_is_a_safe_page_without_a_word_about_the_inside(
    monday: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, _ = monday.opens(monday.people(FINLAND)[0], WHOLE[FINLAND])

    async def broken(*_: object) -> None:
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr(House, "in_thread", broken)
    outside = TestClient(monday.school.tool, base_url=TOOL, raise_server_exceptions=False, cookies=browser.tool.cookies)
    answer = outside.get("/lessons")
    assert (answer.status_code, answer.headers["careered-code"]) == (500, "server_error")
    assert "secret of the inside" not in answer.text
    is_safe(answer)
    assert answer.headers["cache-control"] == "no-store"
