"""A visitor's browser, without what a browser does by itself: every request is sent as if it were the first."""

import asyncio
from collections.abc import Iterable

from httpx2 import ASGITransport, Request, Response

from careered.web.session_cookies import COOKIE
from tests.access.addresses import Cell
from tests.access.town import Town
from tests.access.visitors import Visitor
from tests.support.school import TOOL

Answer = tuple[Cell, Response, frozenset[str]]


def ask_all(town: Town, visitor: Visitor, cells: Iterable[Cell]) -> list[Answer]:
    """Each request with its response and the watched rows that it would have changed."""
    return asyncio.run(_ask_all(town, visitor, cells))


async def _ask_all(town: Town, visitor: Visitor, cells: Iterable[Cell]) -> list[Answer]:
    # Neither a TestClient nor any other: they take twice as long as the product itself.
    transport = ASGITransport(town.scenario.school.tool, raise_app_exceptions=False)
    return [await _ask(town, transport, town.token(visitor), cell) for cell in cells]


async def _ask(town: Town, transport: ASGITransport, token: str, cell: Cell) -> Answer:
    headers = {**cell.headers, **({"cookie": f"{COOKIE}={token}"} if token else {})}
    if cell.method == "GET":
        request = Request("GET", TOOL + cell.address, params=cell.fields, headers=headers)
    else:
        request = Request("POST", TOOL + cell.address, data={"session": token, **cell.fields}, headers=headers)
    response = await transport.handle_async_request(request)
    response.request = request
    await response.aread()
    return cell, response, town.rehearsal.take_changes()
