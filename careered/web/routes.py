"""Declare routes. Every route declares its audience; all are created here."""

import time
from collections.abc import Awaitable, Callable, Sequence

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from careered.clock import new_id
from careered.db.faults import StorageFault
from careered.db.prefetch import Prefetch
from careered.web import headers
from careered.web.app_state import AppState
from careered.web.error_page import error_response
from careered.web.errors import RequestError
from careered.web.framing import PageKind, declared_kind, page_kind
from careered.web.handling import RouteRules, run_handler
from careered.web.logs import log, where
from careered.web.metrics import count_request
from careered.web.permissions import Audience
from careered.web.request import Handler, storage_error
from careered.web.request_log import log_request

Endpoint = Callable[[Request], Awaitable[Response]]


def page(
    path: str,
    handler: Handler,
    *,
    audience: Audience,
    writes: bool = False,
    is_short: bool = False,
    unlogged: bool = False,
    kind: PageKind | None = None,
    prefetch: tuple[Prefetch, ...] = (),
    page_prefetch: tuple[Prefetch, ...] = (),
    by_query: tuple[str, ...] = (),
) -> Route:
    """A page, read-only unless `writes`. POST shows it too: without cookies, links are forms that carry the session.

    is_short, unlogged, prefetch, page_prefetch, by_query: see `RouteRules`.
    """
    rules = RouteRules(
        audience,
        writes=writes,
        is_short=is_short,
        unlogged=unlogged,
        prefetch=prefetch,
        page_prefetch=page_prefetch,
        by_query=by_query,
    )
    return route(
        path,
        lambda request: run_handler(request, handler, rules),
        who=audience,
        methods=["GET", "POST"],
        quiet=unlogged,
        kind=kind,
    )


def action(
    path: str,
    handler: Handler,
    *,
    audience: Audience,
    is_short: bool = False,
    unlogged: bool = False,
    after_leaving: bool = False,
    when_idle: bool = False,
    prefetch: tuple[Prefetch, ...] = (),
) -> Route:
    """An action that writes: POST only, one transaction. For the rest see `RouteRules`."""
    rules = RouteRules(
        audience,
        writes=True,
        is_short=is_short,
        unlogged=unlogged,
        after_leaving=after_leaving,
        when_idle=when_idle,
        prefetch=prefetch,
    )
    return route(
        path,
        lambda request: run_handler(request, handler, rules),
        who=audience,
        methods=["POST"],
        quiet=unlogged,
    )


def route(
    path: str,
    endpoint: Endpoint,
    *,
    who: Audience,
    methods: Sequence[str],
    quiet: bool = False,
    kind: PageKind | None = None,
) -> Route:
    """A route of any kind: timed, logged by allow-list, errors turned into pages.

    quiet: neither logged nor counted, except for server errors. kind: of its pages, where it is not by the session.
    """

    async def handle(request: Request) -> Response:
        started_at, number = time.perf_counter(), new_id()
        request.state.number, request.state.page_kind = number, kind
        response, code = await _respond(endpoint, request)
        if not quiet or response.status_code >= 500:
            ms = round((time.perf_counter() - started_at) * 1000, 1)
            count_request(path, response.status_code, code)
            log_request(number, request.method, path, response.status_code, code, ms)
        return response

    new_route = Route(path, handle, methods=list(methods))
    new_route.who = who  # type: ignore[attr-defined]
    new_route.kind = kind or declared_kind(who)  # type: ignore[attr-defined]
    return new_route


async def _respond(endpoint: Endpoint, request: Request) -> tuple[Response, str]:
    """The endpoint's response, or the page about what went wrong, with headers; and its code, "" for none.

    The code is the error's, or what a page says itself in its header `Careered-Code`.
    """
    response, code = await _response_or_error(endpoint, request)
    names = dict(response.raw_headers)
    if not headers.has_security_headers(names):  # by default: a handler may have set stricter ones
        app_state: AppState = request.app.state.careered
        csp = headers.content_security_policy(app_state.frame_ancestors(page_kind(request, None)))
        headers.set_security_headers(response.headers, csp)
    return response, code or names.get(b"careered-code", b"").decode("latin-1")


async def _response_or_error(endpoint: Endpoint, request: Request) -> tuple[Response, str]:
    try:
        return await endpoint(request), ""
    except RequestError as error:
        return error_response(request, error), error.code
    except StorageFault as fault:
        log.warning("storage", request=request.state.number, reason=fault.code, **where(fault))
        refusal = storage_error(fault)
        return error_response(request, refusal), refusal.code
    except ClientDisconnect:  # gone before the form was here: nobody reads the answer, and nothing is broken
        return Response(status_code=400), ""
