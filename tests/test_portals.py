"""The event loops that test clients share: one at a time, never two requests on one."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.support import portals
from tests.support.portals import KEPT

ADDRESS = "http://testserver/"


def app_of(answer: Callable[[Request], str]) -> Starlette:
    """An application with one page, which its event loop's own thread makes."""

    async def page(request: Request) -> PlainTextResponse:
        return PlainTextResponse(answer(request))

    return Starlette(routes=[Route("/", page)])


def thread_name(_: Request) -> str:
    return str(threading.get_ident())


def test_one_request_after_the_other_runs_on_one_event_loop_whosever_it_is() -> None:
    threads = {TestClient(app_of(thread_name)).get(ADDRESS).text for _ in range(3)}
    assert len(threads) == 1


def test_a_page_that_asks_another_while_it_is_made_does_not_wait_for_itself() -> None:
    inner = TestClient(app_of(thread_name))
    outer = TestClient(app_of(lambda request: f"{thread_name(request)} {inner.get(ADDRESS).text}"))
    first, second = outer.get(ADDRESS).text.split()
    assert first != second


def test_a_request_that_fails_leaves_its_event_loop_to_the_next() -> None:
    with pytest.raises(ZeroDivisionError):
        TestClient(app_of(lambda _: str(1 // 0))).get(ADDRESS)
    assert TestClient(app_of(thread_name)).get(ADDRESS).text


def test_of_many_at_once_only_some_event_loops_are_kept() -> None:
    everybody = threading.Barrier(3 * KEPT)

    def wait_for_everybody(_: Request) -> str:
        return str(everybody.wait(timeout=60))

    with ThreadPoolExecutor(3 * KEPT) as threads:
        for _ in range(3 * KEPT):
            threads.submit(TestClient(app_of(wait_for_everybody)).get, ADDRESS)
    assert not everybody.broken
    assert portals._idle.full()


@pytest.mark.usefixtures("as_shipped")
def test_as_it_comes_a_client_starts_an_event_loop_for_each_request() -> None:
    assert TestClient._portal_factory is not portals.kept_portal
