"""Every route says who may use it, and keeps to it."""

import asyncio
import inspect
import itertools
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Mount, Route, Router
from starlette.types import ASGIApp, Message

import careered
from careered.app import all_routes
from careered.web.errors import ERROR_PAGES
from careered.web.i18n import LANGUAGES, translations
from careered.web.permissions import Audience, Role
from careered.web.route_table import RouteTable
from tests.journeys.scenario import Scenario
from tests.journeys.shared_scenario import scenario
from tests.support.pages import Page

__all__ = ["scenario"]

PACKAGE_DIR = Path(careered.__file__).parent


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


def fill_path(route: Route) -> str:
    """An address of a route."""
    return re.sub(r"{\w+}", "x", route.path)


async def found(app: ASGIApp, path: str, method: str) -> object:
    """The route that an application chooses for an address."""
    scope = {"type": "http", "path": path, "root_path": "", "method": method, "headers": []}

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(_message: Message) -> None:
        pass

    await app(scope, receive, send)
    return scope.get("route"), scope.get("path_params")


async def differences(table: RouteTable, router: Router, paths: Iterable[str]) -> list[str]:
    """The requests for which the two do not choose the same."""
    asked = itertools.product(sorted(paths), ("GET", "POST", "HEAD", "DELETE"))
    return [f"{how} {path}" for path, how in asked if await found(table, path, how) != await found(router, path, how)]


def test_the_table_finds_the_route_that_the_list_of_routes_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    async def handled(*_: object) -> None:
        pass

    monkeypatch.setattr(Route, "handle", handled)
    router = Router(all_routes(), redirect_slashes=False, default=handled)
    table = RouteTable(router)
    addresses = {fill_path(route) for route in all_routes()}
    addresses |= {f"{path}/" for path in addresses} | {f"{path}/x" for path in addresses} | {"/", "", "*", "//", "/x"}
    assert asyncio.run(differences(table, router, addresses)) == []


@pytest.mark.parametrize("path", ["/{whatever}", "/files/{name:path}"])
def test_a_route_that_the_table_would_miss_is_refused(path: str) -> None:
    async def nothing(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("")

    with pytest.raises(ValueError, match="segment"):
        RouteTable(Router([Route(path, nothing)]))


@pytest.mark.parametrize("who", list(Audience))
@pytest.mark.parametrize("role", list(Role))
def test_an_audience_admits_the_roles_that_it_names_and_no_other(who: Audience, role: Role) -> None:
    named = {
        Audience.PUPIL: "pupil guest author mentor teacher assistant",
        Audience.CLASSMATE: "pupil",
        Audience.STAFF: "teacher assistant",
        Audience.PICKER: "teacher assistant author",
        Audience.MENTOR: "mentor",
        Audience.OFFICER: "officer",
        Audience.LEADER: "leader",
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
