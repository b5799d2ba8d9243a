"""Declaring routes. Each says who may use it; there is no other way to make one."""

import time
from collections.abc import Awaitable, Callable, Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from careered.clock import new_id
from careered.db.faults import StorageFault
from careered.web import headers
from careered.web.edge import Handler, House, answer, named
from careered.web.logs import log, where
from careered.web.metrics import count
from careered.web.permissions import Who
from careered.web.refusals import REFUSALS, Refused
from careered.web.refused_page import refuse

Endpoint = Callable[[Request], Awaitable[Response]]


def page(path: str, handler: Handler, *, who: Who, writes: bool = False, quiet: bool = False) -> Route:
    """A page to look at. POST shows it too: without cookies, links are small forms that carry the session."""
    return route(
        path,
        lambda request: answer(request, handler, who, writes=writes, quiet=quiet),
        who=who,
        methods=["GET", "POST"],
        quiet=quiet,
    )


def action(path: str, handler: Handler, *, who: Who, quiet: bool = False) -> Route:
    """Something that changes: POST only, one transaction."""
    return route(
        path,
        lambda request: answer(request, handler, who, writes=True, quiet=quiet),
        who=who,
        methods=["POST"],
        quiet=quiet,
    )


def route(path: str, endpoint: Endpoint, *, who: Who, methods: Sequence[str], quiet: bool = False) -> Route:
    """A route of any kind: timed, logged by allow-list, refusals turned into pages.

    quiet: neither log nor metrics tell that it was used; only that something went wrong, where it did.
    """

    async def run(request: Request) -> Response:
        started, request.state.number = time.perf_counter(), new_id()
        code = ""
        try:
            response = await endpoint(request)
        except (Refused, StorageFault) as fault:
            refused = fault if isinstance(fault, Refused) else named(fault)
            if isinstance(fault, StorageFault):
                log.warning("storage", request=request.state.number, reason=fault.code, **where(fault))
            code, response = refused.code, refuse(request, refused)
        house: House = request.app.state.house
        headers.harden(response.headers, headers.policy(house.strangers()))  # where nobody has said it better
        if not quiet or response.status_code >= 500:
            _note(request, path, response.status_code, code or response.headers.get("careered-code", ""), started)
        return response

    made = Route(path, run, methods=list(methods))
    made.who = who  # type: ignore[attr-defined]
    return made


def _note(request: Request, path: str, status: int, code: str, started: float) -> None:
    ms = round((time.perf_counter() - started) * 1000, 1)
    count(path, status, code)
    tell = log.warning if code in REFUSALS and status >= 500 else log.info
    tell(
        "request",
        request=request.state.number,
        method=request.method,
        route=path,
        status=status,
        code=code,
        ms=ms,
    )
