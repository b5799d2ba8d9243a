"""Every answer carries the headers that keep it safe: pages, refusals, files, and what went wrong."""

import re
from collections.abc import Iterator, Mapping

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from careered.app import all_routes
from careered.web import static
from careered.web.app_state import AppState
from tests.journeys.scenario import DENMARK, FINLAND, FIRST_LESSON, WHOLE_PROGRAMME, Scenario
from tests.journeys.shared_scenario import scenario
from tests.support.school import LMS, TOOL

__all__ = ["scenario"]

ALWAYS = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer"}
METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")


def policy(answer: Response) -> Mapping[str, list[str]]:
    """The Content-Security-Policy by directive."""
    parts = [part.split() for part in answer.headers.get("content-security-policy", "").split(";")]
    return {part[0]: part[1:] for part in parts if part}


def unsafe(answer: Response) -> list[str]:
    """What an answer lacks of all that every answer has, each with the request that got it."""
    directives, headers = policy(answer), answer.headers
    permissions = headers.get("permissions-policy", "")
    own = ("script-src", "style-src", "connect-src")
    loose = {"*", "'unsafe-inline'", "'unsafe-eval'"} & {
        source for sources in directives.values() for source in sources
    }
    checks = {
        **{name: headers.get(name) == value for name, value in ALWAYS.items()},
        "permissions-policy": all(f"{what}=()" in permissions for what in ("camera", "microphone", "geolocation")),
        **{name: directives.get(name) == ["'none'"] for name in ("default-src", "base-uri")},
        **{name: directives.get(name) == ["'self'"] for name in own},
        "frame-ancestors": bool(directives.get("frame-ancestors")),
        "no loose source": not loose,
        "no other header": not {"x-frame-options", "server"} & set(headers),
    }
    return [
        f"{answer.request.method} {answer.url} {answer.status_code}: {name}"
        for name, is_so in checks.items()
        if not is_so
    ]


def assert_safe_headers(answer: Response) -> None:
    """All that every answer has."""
    assert unsafe(answer) == []


def answers_of(browser: TestClient, path: str) -> Iterator[Response]:
    """What a stranger gets from an address, by each method, with a made-up session, and with JSON."""
    address = re.sub(r"{\w+}", "x", path)
    yield from (browser.request(method, address) for method in METHODS)
    yield browser.post(address, data={"session": "made-up"})
    yield browser.post(address, json={})


def test_every_answer_of_every_route_to_a_stranger_is_safe(scenario: Scenario) -> None:
    paths = sorted({route.path for route in all_routes()})
    answers = [answer for path in paths for answer in answers_of(scenario.school.tool_client(), path)]
    assert [what for answer in answers for what in unsafe(answer)] == []
    assert [str(answer.url) for answer in answers if answer.status_code == 429] == [], "nobody looked at the route"


@pytest.mark.parametrize("path", ["/", "/nothing", "/lessons/", "/lessons//x", "/%2e%2e/etc/passwd", "/static/x"])
def test_what_is_not_there_is_safe_and_is_a_404_page(scenario: Scenario, path: str) -> None:
    answer = scenario.school.tool_client().get(path)
    assert_safe_headers(answer)
    assert (answer.status_code, answer.headers["careered-code"]) in {(404, "not_found"), (200, None)} or path == "/"


@pytest.mark.parametrize("course", [FINLAND, DENMARK])
def test_pages_about_people_are_safe_and_kept_by_no_browser(scenario: Scenario, course: str) -> None:
    pupil = scenario.people(course)[0]
    browser, _ = scenario.opens(pupil, WHOLE_PROGRAMME[course])
    scenario.goes_through(browser, course)
    teacher, page = scenario.teacher(course)
    lesson = f"/lessons/{FIRST_LESSON[course]}"
    paths = ["/lessons", lesson, f"{lesson}/done", "/about-your-data"]
    answers = [browser.tool.get(path) for path in paths]
    record = f"/teacher/pupil/{scenario.record(pupil, course)['id']}"
    answers += [teacher.tool.get(path) for path in (page.path, record)]
    for answer in answers:
        assert answer.status_code == 200
        assert_safe_headers(answer)
        assert answer.headers["cache-control"] == "no-store"
        assert policy(answer)["frame-ancestors"] == ["'self'", LMS]


def test_only_the_platform_of_the_visit_may_frame_a_page_and_any_secure_site_a_refusal(scenario: Scenario) -> None:
    browser, _ = scenario.opens(scenario.people(FINLAND)[0], WHOLE_PROGRAMME[FINLAND])
    assert policy(browser.tool.get("/lessons"))["frame-ancestors"] == ["'self'", LMS]
    assert policy(scenario.school.tool_client().get("/lessons"))["frame-ancestors"] == ["https:"]


def test_a_launch_and_its_way_in_are_safe(scenario: Scenario) -> None:
    seen: list[Response] = []

    class Watched(TestClient):
        def request(self, *args: object, **more: object) -> Response:
            answer: Response = super().request(*args, **more)  # type: ignore[arg-type]
            seen.append(answer)
            return answer

    browser, _ = scenario.opens(scenario.people(FINLAND)[0], WHOLE_PROGRAMME[FINLAND])
    watched = Watched(scenario.school.tool, base_url=TOOL, follow_redirects=False)
    browser.tool = watched
    browser.open(scenario.people(FINLAND)[1], WHOLE_PROGRAMME[FINLAND])
    assert [answer.url.path for answer in seen][:2] == ["/lti/login", "/lti/launch"]
    for answer in seen:
        assert_safe_headers(answer)


def test_a_file_may_be_kept_for_ever_and_is_safe(scenario: Scenario) -> None:
    for name in static.assets():
        answer = scenario.school.tool_client().get(static.static_url(name))
        assert answer.status_code == 200
        assert_safe_headers(answer)
        assert "immutable" in answer.headers["cache-control"]


def test_the_picture_of_the_tool_is_at_an_address_that_stays(scenario: Scenario) -> None:
    answer = scenario.school.tool_client().get("/logo.png")
    assert_safe_headers(answer)
    assert answer.content.startswith(b"\x89PNG")
    assert (answer.headers["content-type"], answer.headers["cache-control"]) == ("image/png", "public, max-age=86400")
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "path",
    ["/static/..%2f..%2fsettings.py", "/static/x/..%2f..%2f..%2fapp.py", "/static/%2e%2e/app.css", "/static/x/app.css"],
)
def test_nobody_walks_out_of_the_files(scenario: Scenario, path: str) -> None:
    answer = scenario.school.tool_client().get(path)
    assert (answer.status_code, answer.headers["careered-code"]) == (404, "not_found")
    assert "import" not in answer.text


def test_what_goes_wrong_inside_is_a_safe_page_without_a_word_about_the_inside(
    scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, _ = scenario.opens(scenario.people(FINLAND)[0], WHOLE_PROGRAMME[FINLAND])

    async def broken(*_: object) -> None:
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr(AppState, "read_shortly", broken)
    outside = TestClient(
        scenario.school.tool, base_url=TOOL, raise_server_exceptions=False, cookies=browser.tool.cookies
    )
    answer = outside.get("/lessons")
    assert (answer.status_code, answer.headers["careered-code"]) == (500, "server_error")
    assert "secret of the inside" not in answer.text
    assert_safe_headers(answer)
    assert answer.headers["cache-control"] == "no-store"
