"""Every route says who may use it, and keeps to it."""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Mount, Route

import careered
from careered.app import all_routes
from careered.web.errors import ERROR_PAGES
from careered.web.i18n import LANGUAGES, translations
from careered.web.permissions import Audience, Role
from tests.journeys.scenario import FINLAND, WHOLE_PROGRAMME, Scenario
from tests.journeys.shared_scenario import scenario
from tests.support.pages import Page

__all__ = ["scenario"]

PACKAGE_DIR = Path(careered.__file__).parent


def session_routes() -> list[Route]:
    """The routes that only pupils or only staff may use (staff may try most pages of pupils out)."""
    return [route for route in all_routes() if getattr(route, "who", None) in {Audience.CLASSMATE, Audience.STAFF}]


def undeclared(routes: list[BaseRoute]) -> list[str]:
    """The routes that do not say who may use them."""
    return [getattr(route, "path", "?") for route in routes if not isinstance(getattr(route, "who", None), Audience)]


def test_every_route_says_who_may_use_it() -> None:
    assert undeclared(list(all_routes())) == []


def test_a_route_that_somebody_adds_without_saying_so_is_found() -> None:
    async def bare(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("open to all")

    assert undeclared([*all_routes(), Route("/secret", bare), Mount("/more", routes=[])]) == ["/secret", "/more"]


def test_the_tool_serves_the_declared_routes_and_no_others(scenario: Scenario) -> None:
    served = [(route.path, route.methods) for route in scenario.school.tool.routes if isinstance(route, Route)]
    assert served == [(route.path, route.methods) for route in all_routes()]
    assert len(served) == len(scenario.school.tool.routes)


def test_what_changes_something_is_never_a_get() -> None:
    for route in all_routes():
        if re.search(r"/(start|steps|draft|refresh|language|launch|erase)\b", route.path):
            assert route.methods == {"POST"}, route.path


def test_a_stranger_gets_nothing_that_is_not_for_everyone(scenario: Scenario) -> None:
    browser = scenario.school.tool_client()
    wrong = []
    for route in all_routes():
        who: Audience = route.who  # type: ignore[attr-defined]
        for method in methods(route):
            answer = browser.request(method, fill_path(route), data={"x": "y"} if method == "POST" else None)
            status, code = answer.status_code, answer.headers.get("careered-code")
            refused = code == "session_missing"
            if refused is not who.needs_session or (refused and status != 401) or status == 429:
                wrong.append((method, route.path, status, code))
    assert wrong == []


@pytest.mark.parametrize("who", [Audience.CLASSMATE, Audience.STAFF])
def test_what_is_for_the_others_is_not_there(scenario: Scenario, who: Audience) -> None:
    """Pupils on staff pages, staff on pupils' pages: 404 for pages, fragments and actions."""
    visitor, _ = (
        scenario.teacher(FINLAND)
        if who is Audience.CLASSMATE
        else scenario.opens(scenario.people(FINLAND)[0], WHOLE_PROGRAMME[FINLAND])
    )
    data = {"session": visitor.tool.cookies["__Host-careered"]}
    routes = [route for route in session_routes() if route.who is who]  # type: ignore[attr-defined]
    wrong = []
    for route, headers, method in cells(routes):
        answer = visitor.tool.request(
            method, fill_path(route), data=data if method == "POST" else None, headers=headers
        )
        if (answer.status_code, answer.headers.get("careered-code")) != (404, "not_found"):
            wrong.append((method, route.path, headers, answer.status_code, answer.headers.get("careered-code")))
    assert wrong == []
    assert routes


def cells(routes: list[Route]) -> Iterator[tuple[Route, dict[str, str], str]]:
    """Each route as a page and as a fragment, by each of its methods."""
    for route in routes:
        for headers in ({}, {"hx-request": "true", "hx-request-type": "partial"}):
            yield from ((route, headers, method) for method in methods(route))


def methods(route: Route) -> list[str]:
    """The methods that a route declares; HEAD comes with GET."""
    return sorted((route.methods or set()) - {"HEAD"})


def fill_path(route: Route) -> str:
    """An address of a route."""
    return re.sub(r"{\w+}", "x", route.path)


@pytest.mark.parametrize("who", list(Audience))
@pytest.mark.parametrize("role", list(Role))
def test_who_admits_whom(who: Audience, role: Role) -> None:
    named = {
        Audience.PUPIL: "pupil guest author mentor teacher assistant",
        Audience.CLASSMATE: "pupil",
        Audience.STAFF: "teacher assistant",
        Audience.PICKER: "teacher assistant author",
        Audience.MENTOR: "mentor",
        Audience.OFFICER: "officer",
        Audience.ADMIN: "admin",
    }
    assert who.allows(role) is (who not in named or role.value in named[who].split())


@pytest.mark.parametrize("code", ERROR_PAGES)
def test_every_refusal_of_the_table_is_raised_somewhere(code: str) -> None:
    text = "\n".join(path.read_text() for path in PACKAGE_DIR.rglob("*.py") if path.name != "errors.py")
    assert f'"{code}"' in text


def test_every_refusal_that_is_raised_is_in_the_table() -> None:
    ours = list(PACKAGE_DIR.rglob("*.py"))
    text = "\n".join(path.read_text() for path in ours)
    raised = set(re.findall(r'RequestError\(\s*"(\w+)"', text))
    assert len(raised) > 30
    assert raised <= set(ERROR_PAGES)


@pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if lang != "en"])
@pytest.mark.parametrize("code", ERROR_PAGES)
def test_every_refusal_has_words_in_every_language(code: str, lang: str) -> None:
    row, say = ERROR_PAGES[code], translations(lang).gettext
    for message in (row.title, row.next_step):
        assert say(message) != message, message


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_stranger_is_refused_in_the_browsers_language_with_a_code_and_what_to_do(
    scenario: Scenario, lang: str
) -> None:
    page = Page(scenario.school.tool_client(**{"accept-language": lang}).get("/lessons"))
    row, say = ERROR_PAGES["session_missing"], translations(lang).gettext
    assert (page.response.status_code, page.lang, page.code) == (401, lang, "session_missing")
    assert page.response.headers["careered-code"] == "session_missing"
    assert say(row.title) in page.main_text
    assert say(row.next_step) in page.main_text


def test_handlers_of_pages_are_plain_functions() -> None:
    """Database work must not run on the event loop: what a room hands to `page` and `action` is no coroutine."""
    from careered.dashboard import routes as dashboard
    from careered.lessons import done_views, draft_views, home_views, lesson_views, step_views

    for module in (dashboard, done_views, draft_views, home_views, lesson_views, step_views):
        for name, value in vars(module).items():
            if inspect.isfunction(value) and "ask" in inspect.signature(value).parameters:
                assert not inspect.iscoroutinefunction(value), name
