"""Who may frame which page: the table of docs/decisions/0004, read against every route and every template."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from httpx2 import Client, Response
from starlette.routing import Route

import careered
from careered.app import all_routes
from careered.web import one_time
from careered.web.framing import FRAMERS, Framer, PageKind, frame_ancestors
from careered.web.leaving import LEAVE_PATH
from careered.web.permissions import Audience
from tests.journeys.scenario import FINLAND, WHOLE_PROGRAMME, Scenario, open_scenario
from tests.support.databases import fresh
from tests.support.school import LMS

ANCESTORS = {
    PageKind.SESSION: ["'self'", LMS],
    PageKind.NO_SESSION: ["https:"],
    PageKind.LOGIN: ["https:"],
    PageKind.REGISTRATION: ["https:"],
    PageKind.ADMINISTRATION: ["'none'"],
}
DECLARED = {
    "/lti/login": PageKind.LOGIN,
    "/lti/launch": PageKind.LOGIN,
    "/lti/register": PageKind.REGISTRATION,
    "/admin/sign-in": PageKind.ADMINISTRATION,
}
SOURCES = [
    path
    for path in Path(careered.__file__).parent.rglob("*")
    if path.suffix in {".html", ".js"} and path.name != "htmx.min.js"
]
OUT_OF_THE_FRAME = re.compile(
    r"""target=["']?_(top|parent)|<base\b|(top|parent)\.location|window\.top\b|location\.ancestorOrigins"""
)


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scenario]:
    """A town; no SQL is concerned, so on one kind of database."""
    with fresh("sqlite", tmp_path_factory.mktemp("town")) as url, open_scenario(url) as opened:
        yield opened


def kind_of(route: Route) -> PageKind:
    """What a route says of its pages."""
    kind: PageKind = route.kind  # type: ignore[attr-defined]
    return kind


def framers(answer: Response) -> list[str]:
    """Who may frame an answer."""
    found = re.search(r"frame-ancestors ([^;]*)", answer.headers["content-security-policy"])
    return found[1].split() if found else []


def answers(browser: Client) -> Iterator[tuple[Route, Response]]:
    """What every route answers, to each of its methods; leaving comes last, for it ends the session."""
    for route in sorted(all_routes(), key=lambda route: route.path == LEAVE_PATH):
        for method in sorted((route.methods or set()) - {"HEAD"}):
            path = re.sub(r"{\w+}", "x", route.path)
            data = {"session": str(browser.cookies.get("__Host-careered"))} if method == "POST" else None
            yield route, browser.request(method, path, data=data)


def test_every_kind_of_page_has_one_rule_and_every_route_a_kind() -> None:
    assert set(FRAMERS) == set(PageKind)
    assert {route.path: kind_of(route) for route in all_routes() if route.path in DECLARED} == DECLARED
    by_audience = {
        route.path: (route.who, kind_of(route))  # type: ignore[attr-defined]
        for route in all_routes()
        if route.path not in DECLARED
    }
    for path, (who, kind) in by_audience.items():
        expected = PageKind.SESSION if who.needs_session else PageKind.NO_SESSION
        assert kind is (PageKind.ADMINISTRATION if who is Audience.ADMIN else expected), path


def test_no_rule_ever_lets_everybody_frame_a_page() -> None:
    for kind in PageKind:
        for allow_loopback in (False, True):
            sources = frame_ancestors(kind, (LMS,), allow_loopback=allow_loopback)
            assert sources
            assert not {"*", "http:", "data:"} & set(sources)
            assert (LMS in sources) is (FRAMERS[kind] is Framer.LAUNCH_ORIGINS)


def test_a_stranger_is_answered_in_any_secure_frame_and_never_with_an_administrators_page(scenario: Scenario) -> None:
    wrong = []
    for route, answer in answers(scenario.school.tool_client()):
        kind = kind_of(route) if route.path in DECLARED else PageKind.NO_SESSION
        if framers(answer) != ANCESTORS[kind]:
            wrong.append((route.path, answer.status_code, framers(answer)))
    assert wrong == []


@pytest.mark.parametrize("who", ["pupil", "teacher"])
def test_only_the_platform_of_a_session_frames_its_pages(scenario: Scenario, who: str) -> None:
    browser, _ = (
        scenario.teacher(FINLAND)
        if who == "teacher"
        else scenario.opens(scenario.people(FINLAND)[0], WHOLE_PROGRAMME[FINLAND])
    )
    wrong = []
    for route, answer in answers(browser.tool):
        if kind_of(route) in {PageKind.SESSION, PageKind.ADMINISTRATION} and route.path not in DECLARED:
            assert answer.headers.get("careered-code") != "session_missing", route.path
            if framers(answer) != ANCESTORS[PageKind.SESSION]:
                wrong.append((route.path, answer.status_code, framers(answer)))
    assert wrong == []


def test_nobody_frames_what_an_administrator_sees(scenario: Scenario) -> None:
    browser = scenario.school.tool_client()
    with scenario.school.database.transaction() as db:
        key = one_time.create(db, "town", one_time.ADMIN, ttl=timedelta(hours=1))
    assert framers(browser.get(f"/admin/sign-in?key={key}")) == ["'none'"]
    assert framers(browser.post("/admin/sign-in", data={"key": key})) == ["'none'"]
    pages = [answer for route, answer in answers(browser) if kind_of(route) is PageKind.ADMINISTRATION]
    assert [answer.url.path for answer in pages if framers(answer) != ["'none'"]] == []
    assert sum(answer.status_code == 200 for answer in pages) > 10


def test_nothing_on_a_page_breaks_out_of_its_frame() -> None:
    assert len(SOURCES) > 80
    assert [path.name for path in SOURCES if OUT_OF_THE_FRAME.search(path.read_text(encoding="utf-8"))] == []


def test_only_messages_that_hold_nothing_go_to_whoever_frames_a_page() -> None:
    """ "close" and "what can you do?"; a storage message binds a login to a browser, and names its receiver."""
    to_anybody = {
        path.name for path in SOURCES if re.search(r"postMessage\([^;]*[\"']\*[\"']", path.read_text("utf-8"))
    }
    assert to_anybody == {"close.js", "frame.js"}


def test_no_platform_is_asked_to_open_the_activity_again_in_a_window() -> None:
    """Canvas's own way out loses link, parameters and column, so it is not used (docs/decisions/0004)."""
    messages = {
        message
        for path in SOURCES
        for message in re.findall(r"[\"'`]((?:org\.imsglobal\.)?lti\.\w+)[\"'`]", path.read_text("utf-8"))
    }
    assert messages - {"lti.js"} == {
        "lti.get_data",
        "lti.put_data",
        "lti.capabilities",
        "lti.frameResize",
        "org.imsglobal.lti.close",
    }
    assert not any("requestFullWindowLaunch" in path.read_text("utf-8") for path in SOURCES)


def test_every_target_is_a_window_of_its_own() -> None:
    targets = {
        target
        for path in SOURCES
        for target in re.findall(r'(?<!hx-)\b(?:form)?target="([^"{]*)"', path.read_text("utf-8"))
    }
    assert targets == {"_blank"}
