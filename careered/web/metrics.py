"""GET /metrics in Prometheus' text format: counts without persons. Off (404) unless a token is set."""

import hmac

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, generate_latest
from starlette.requests import Request
from starlette.responses import Response

from careered.web.edge import House
from careered.web.refusals import Refused

REGISTRY = CollectorRegistry()
REQUESTS = Counter("careered_requests", "Requests by route and status.", ["route", "status"], registry=REGISTRY)
REFUSED = Counter("careered_refusals", "Refusals by code.", ["code"], registry=REGISTRY)


def count(route: str, status: int, code: str) -> None:
    """Count a request by the route's pattern (never an address) and what came of it."""
    REQUESTS.labels(route, str(status)).inc()
    if code:
        REFUSED.labels(code).inc()


async def metrics(request: Request) -> Response:
    """The counters, for who carries the operator's token."""
    house: House = request.app.state.house
    token = house.settings.metrics_token
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not token or not hmac.compare_digest(given.encode(), token.encode()):
        raise Refused("not_found")
    return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)
