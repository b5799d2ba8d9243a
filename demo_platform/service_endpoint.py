"""The endpoint through which every service request passes: faults first, then the handler, then the request log."""

from collections.abc import Awaitable, Callable

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from demo_platform.platform_state import PlatformState
from demo_platform.request_log import ServiceRequest
from demo_platform.visitors import platform_of

CUT = 0  # the logged status of a request that got no answer

Handler = Callable[[PlatformState, ServiceRequest], Response]


class ConnectionCut(ConnectionError):
    """The platform went away without an answer. Clients in the same process see this; others a closed socket."""


class CutResponse(Response):
    """Ends the connection without an answer.

    An exception alone would make the server answer 500. Once a response has begun the server closes the socket
    instead; an informational status is the one beginning that no client takes for an answer.
    """

    def __init__(self) -> None:
        super().__init__(status_code=CUT)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 103, "headers": []})
        raise ConnectionCut("the platform closed the connection")


def service(kind: str, what: str, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint of one service. kind: as in faults.SERVICES; what: as the log names the request.

    The handler runs in a thread.
    """

    async def endpoint(request: Request) -> Response:
        platform = platform_of(request)
        service_request = await _read(request)
        if kind in platform.faults.where and platform.faults.slow:
            await anyio.sleep(platform.faults.slow)
        response = _fault(platform, kind)
        if response is None:
            response = await run_in_threadpool(handler, platform, service_request)
            response = _cut_after_commit(platform, what, response)
        platform.record(what, response.status_code, service_request)
        return response

    return endpoint


async def _read(request: Request) -> ServiceRequest:
    return ServiceRequest(
        request.method,
        request.url.path,
        request.path_params,
        dict(request.query_params),
        dict(request.headers),
        await request.body(),
    )


def _fault(platform: PlatformState, kind: str) -> Response | None:
    """The answer that a fault gives instead of the service, or None."""
    faults = platform.faults
    if kind not in faults.where:
        return None
    if faults.down:
        return CutResponse() if faults.down == "closed" else Response("Service unavailable", 503)
    if platform.take_fault("error_500"):
        return Response("Internal error", 500)
    if platform.take_fault("rate_limit"):
        headers = {"Retry-After": str(faults.retry_after)}
        return Response("Rate Limit Exceeded", faults.rate_limit_status, headers=headers)
    if kind in {"ags", "nrps"} and platform.take_fault("unauthorized"):
        return JSONResponse({"status": 401, "reason": "Unauthorized"}, 401)
    return None


def _cut_after_commit(platform: PlatformState, what: str, response: Response) -> Response:
    is_stored = what == "score" and response.status_code < 300
    return CutResponse() if is_stored and platform.take_fault("cut_after_commit") else response
