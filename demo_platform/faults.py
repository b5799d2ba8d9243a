"""How the platform can be made to fail, and the one door through which every service request passes.

Each request to a service or to the key set is written into the school's ledger, with the answer it got.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

if TYPE_CHECKING:
    from demo_platform.platform_state import School

SERVICES = frozenset({"token", "ags", "nrps", "jwks"})
CUT = 0  # the ledger's status of a request that got no answer


@dataclass
class Faults:
    """Every fault, off by default; change it at run time. Counts are "the next N requests" and run down to 0."""

    down: str = ""  # "503", or "closed": the connection is cut without an answer
    error_500: int = 0
    rate_limit: int = 0
    rate_limit_status: int = 429  # Canvas says 403 with "Rate Limit Exceeded"
    retry_after: int = 1  # seconds, sent with every rate limit
    unauthorized: int = 0  # 401 although the token is good
    slow: float = 0.0  # seconds before each answer
    cut_after_commit: int = 0  # the score is stored, then the connection is cut
    clock_skew: float = 0.0  # seconds the platform's clock is ahead (or, negative, behind)
    withheld: str = ""  # last words of scopes that the platform does not grant, such as "score lineitem"
    refusal: str = ""  # a score is refused with "<status> <words>", such as "422 This course has concluded"
    roster: str = ""  # "loop", "elsewhere" or "half": the list of members never ends, leads away, or breaks off
    registration: str = ""  # "html", "huge", "refused", "no client id": how registering fails
    where: frozenset[str] = field(default=SERVICES)  # the services that are down, slow, limited or in error


@dataclass(frozen=True)
class Entry:
    """One request to a service. at: the platform's time. what: "score", "results", … status 0: cut."""

    at: float
    what: str
    status: int
    body: str
    query: str = ""


@dataclass(frozen=True)
class Call:
    """A service request, read whole. Header names are lower case."""

    method: str
    address: str
    path: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


Handler = Callable[["School", Call], Response]


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
    """An endpoint for one service: faults first, then the handler in a thread, then the ledger."""

    async def endpoint(request: Request) -> Response:
        school: School = request.app.state.school
        call = await _read(request)
        if kind in school.faults.where and school.faults.slow:
            await anyio.sleep(school.faults.slow)
        response = _fault(school, kind)
        if response is None:
            response = _cut_after_commit(school, what, await run_in_threadpool(handler, school, call))
        school.record(what, response.status_code, call)
        return response

    return endpoint


async def _read(request: Request) -> Call:
    return Call(
        request.method,
        request.url.path,
        request.path_params,
        dict(request.query_params),
        dict(request.headers),
        await request.body(),
    )


def _fault(school: "School", kind: str) -> Response | None:
    """The answer that a fault gives instead of the service, or None."""
    faults = school.faults
    if kind not in faults.where:
        return None
    if faults.down:
        return CutResponse() if faults.down == "closed" else Response("Service unavailable", 503)
    if school.take_fault("error_500"):
        return Response("Internal error", 500)
    if school.take_fault("rate_limit"):
        headers = {"Retry-After": str(faults.retry_after)}
        return Response("Rate Limit Exceeded", faults.rate_limit_status, headers=headers)
    if kind in {"ags", "nrps"} and school.take_fault("unauthorized"):
        return JSONResponse({"status": 401, "reason": "Unauthorized"}, 401)
    return None


def _cut_after_commit(school: "School", what: str, response: Response) -> Response:
    stored = what == "score" and response.status_code < 300
    return CutResponse() if stored and school.take_fault("cut_after_commit") else response
