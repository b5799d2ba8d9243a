"""GET /metrics in Prometheus' text format: counts without personal data. 404 unless a token is configured."""

import hmac
from functools import cache

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, generate_latest
from starlette.requests import Request
from starlette.responses import Response

from careered.web.app_state import AppState
from careered.web.errors import RequestError
from careered.web.request_headers import header

REGISTRY = CollectorRegistry()
REQUEST_COUNT = Counter("careered_requests", "Requests by route and status.", ["route", "status"], registry=REGISTRY)
REFUSAL_COUNT = Counter("careered_refusals", "Refusals by code.", ["code"], registry=REGISTRY)


def count_request(route: str, status: int, code: str) -> None:
    """Count a request. route: the path pattern, never a URL. code: of the error page, or ""."""
    _requests(route, status).inc()
    if code:
        REFUSAL_COUNT.labels(code).inc()


@cache
def _requests(route: str, status: int) -> Counter:
    return REQUEST_COUNT.labels(route, str(status))


async def metrics(request: Request) -> Response:
    """GET /metrics: the counters, with the operator's token as bearer token."""
    app_state: AppState = request.app.state.careered
    token = app_state.settings.metrics_token
    presented = header(request, "authorization").removeprefix("Bearer ")
    if not token or not hmac.compare_digest(presented.encode(), token.encode()):
        raise RequestError("not_found")
    return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)
