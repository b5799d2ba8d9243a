"""Checks of the platform's key set and clock, with a request now and from the last launch."""

import httpx2

from careered.admin.doctor.connection import ConnectionUnderTest, current_time
from careered.admin.doctor.result import Finding, ok, problem, unknown
from careered.lti.client import TOTAL_TIMEOUT_SECONDS, USER_AGENT, read_limited
from careered.lti.jwks_parser import parse_keys
from careered.lti.platform_jwks import MAX_BODY_BYTES
from careered.lti.service_response import http_date
from careered.lti.time_limit import time_limit
from careered.web.errors import RequestError

MAX_SKEW_SECONDS = 30  # launches tolerate 60


def check_keys_and_clock(connection: ConnectionUnderTest) -> list[Finding]:
    """Findings for keys and clock, in this order, from one request for the key set."""
    url = connection.platform.jwks_url
    try:
        response = _fetch(connection.http, url)
    except (httpx2.HTTPError, httpx2.InvalidURL):
        return [problem("keys", "keys_unreachable", url=url), _clock_finding(connection, None)]
    return [_keys_finding(connection, response), _clock_finding(connection, response)]


def _fetch(http: httpx2.Client, url: str) -> httpx2.Response:
    headers = {"User-Agent": USER_AGENT}
    with time_limit(TOTAL_TIMEOUT_SECONDS), http.stream("GET", url, headers=headers, follow_redirects=False) as answer:
        return read_limited(answer)


def _keys_finding(connection: ConnectionUnderTest, response: httpx2.Response) -> Finding:
    url = connection.platform.jwks_url
    if response.status_code != 200:
        return problem("keys", "keys_unreachable", url=url)
    try:
        parse_keys(response.content)
    except RequestError:
        return problem("keys", "keys_unreadable", url=url)
    return ok("keys") if len(response.content) <= MAX_BODY_BYTES else problem("keys", "keys_unreadable", url=url)


def _clock_finding(connection: ConnectionUnderTest, response: httpx2.Response | None) -> Finding:
    """From the last launch if it failed for its clock, else from the Date header (whole seconds)."""
    event = connection.events.get("launch")
    if event and event.code in {"token_from_future", "token_expired"}:
        is_ahead = event.code == "token_from_future"
        return problem("clock", "clock_ahead" if is_ahead else "clock_behind", seconds=event.facts.get("seconds", "?"))
    platform_time = http_date(response.headers.get("date", "")) if response else None
    if platform_time is None:
        return ok("clock") if event and event.code == "ok" else unknown("clock", "clock_unknown")
    skew = int((platform_time - current_time()).total_seconds())
    if abs(skew) <= MAX_SKEW_SECONDS:
        return ok("clock")
    return problem("clock", "clock_ahead" if skew > 0 else "clock_behind", seconds=abs(skew))
