"""Declaring routes. Each says who may use it; there is no other way to make one."""

import time
from collections.abc import Awaitable, Callable, Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from careered.clock import new_id
from careered.db.faults import StorageFault
from careered.web import headers
from careered.web.app_state import AppState
from careered.web.error_page import error_response
from careered.web.errors import ERROR_PAGES, RequestError
from careered.web.logs import log, where
from careered.web.metrics import count_request
from careered.web.permissions import Audience
from careered.web.request import Handler, run_handler, storage_error

Endpoint = Callable[[Request], Awaitable[Response]]


def page(path: str, handler: Handler, *, audience: Audience, writes: bool = False, unlogged: bool = False) -> Route:
    """A page to look at. POST shows it too: without cookies, links are small forms that carry the session."""
    return route(
        path,
        lambda request: run_handler(request, handler, audience, writes=writes, unlogged=unlogged),
        who=audience,
        methods=["GET", "POST"],
        quiet=unlogged,
    )


def action(path: str, handler: Handler, *, audience: Audience, unlogged: bool = False) -> Route:
    """Something that changes: POST only, one transaction."""
    return route(
        path,
        lambda request: run_handler(request, handler, audience, writes=True, unlogged=unlogged),
        who=audience,
        methods=["POST"],
        quiet=unlogged,
    )


def route(path: str, endpoint: Endpoint, *, who: Audience, methods: Sequence[str], quiet: bool = False) -> Route:
    """A route of any kind: timed, logged by allow-list, refusals turned into pages.

    quiet: neither log nor metrics tell that it was used; only that something went wrong, where it did.
    """

    async def handle(request: Request) -> Response:
        started, request.state.number = time.perf_counter(), new_id()
        code = ""
        try:
            response = await endpoint(request)
        except (RequestError, StorageFault) as raised:
            error = raised if isinstance(raised, RequestError) else storage_error(raised)
            if isinstance(raised, StorageFault):
                log.warning("storage", request=request.state.number, reason=raised.code, **where(raised))
            code, response = error.code, error_response(request, error)
        app_state: AppState = request.app.state.careered
        headers.set_security_headers(
            response.headers, headers.content_security_policy(app_state.anonymous_frame_ancestors())
        )  # where nobody has said it better
        if not quiet or response.status_code >= 500:
            _log_request(
                request, path, response.status_code, code or response.headers.get("careered-code", ""), started
            )
        return response

    new_route = Route(path, handle, methods=list(methods))
    new_route.who = who  # type: ignore[attr-defined]
    return new_route


def _log_request(request: Request, path: str, status: int, code: str, started: float) -> None:
    ms = round((time.perf_counter() - started) * 1000, 1)
    count_request(path, status, code)
    log_method = log.warning if code in ERROR_PAGES and status >= 500 else log.info
    log_method(
        "request",
        request=request.state.number,
        method=request.method,
        route=path,
        status=status,
        code=code,
        ms=ms,
    )
