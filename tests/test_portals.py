"""The event loops that test clients share: one at a time, never two requests on one."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.support import portals
from tests.support.portals import KEPT

ADDRESS = "http://testserver/"


def app_of(answer: Callable[[Request], str]) -> Starlette:
    """An application with one page, made in its event loop."""

    async def page(request: Request) -> PlainTextResponse:
        return PlainTextResponse(answer(request))

    return Starlette(routes=[Route("/", page)])


def loop_name(_: Request) -> str:
    return str(id(asyncio.get_running_loop()))


def test_one_request_after_the_other_runs_on_one_event_loop_whosever_it_is() -> None:
    loops = {TestClient(app_of(loop_name)).get(ADDRESS).text for _ in range(3)}
    assert len(loops) == 1


def test_a_page_that_asks_another_while_it_is_made_does_not_wait_for_itself() -> None:
    inner = TestClient(app_of(loop_name))
    outer = TestClient(app_of(lambda request: f"{loop_name(request)} {inner.get(ADDRESS).text}"))
    first, second = outer.get(ADDRESS).text.split()
    assert first != second


def test_a_request_that_fails_leaves_its_event_loop_to_the_next() -> None:
    with pytest.raises(ZeroDivisionError):
        TestClient(app_of(lambda _: str(1 // 0))).get(ADDRESS)
    assert TestClient(app_of(loop_name)).get(ADDRESS).text


def test_what_a_page_leaves_for_later_is_done_before_the_next_request() -> None:
    done: list[str] = []

    async def finish() -> None:
        await asyncio.sleep(0.01)
        done.append("finished")

    async def page(_: Request) -> PlainTextResponse:
        return PlainTextResponse("begun", background=BackgroundTask(finish))

    assert TestClient(Starlette(routes=[Route("/", page)])).get(ADDRESS).text == "begun"
    assert done == ["finished"]


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
