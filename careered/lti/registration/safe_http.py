"""HTTP client for unknown platforms: public addresses only, no redirects, limits on size and time (SSRF).

The addresses of what is called are checked by the client's connections (network.py); what will be called only later is
looked up here.
"""

import asyncio
import json
import re
from collections.abc import Awaitable, Mapping
from typing import TypeVar
from urllib.parse import urlsplit

import httpx2

from careered.lti import urls
from careered.lti.client import USER_AGENT
from careered.lti.dns import Resolver, public_address, resolve
from careered.lti.network import is_refused
from careered.lti.registration.error_reason import read_reason
from careered.lti.strict_json import parse_object
from careered.web.errors import RequestError

TIMEOUT_SECONDS = 8
MAX_BODY_BYTES = 256 * 1024
_ACCEPTED_STATUSES = {200, 201}
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")  # no header can hold it
T = TypeVar("T")


class Fetcher:
    """One instance per process. allow_loopback: allow platforms on this machine too (local trial)."""

    def __init__(self, http: httpx2.AsyncClient, *, allow_loopback: bool, resolver: Resolver = resolve) -> None:
        self._http, self._allow_loopback, self._resolver = http, allow_loopback, resolver

    async def get(self, url: str, bearer: str) -> dict[str, object]:
        """Get a JSON object. bearer: access token, or "". Raises RequestError url_not_allowed or config_bad."""
        status, body = await self._request("GET", url, bearer, None)
        if status != 200:
            raise RequestError("config_bad", {"status": status})
        return _parse_body(body)

    async def post(self, url: str, bearer: str, document: Mapping[str, object]) -> dict[str, object]:
        """Post a JSON object; returns the one that answers. Raises registration_refused with the platform's reason."""
        status, body = await self._request("POST", url, bearer, json.dumps(document).encode())
        if status not in _ACCEPTED_STATUSES:
            raise RequestError("registration_refused", {"status": status}, shown_text=read_reason(body))
        return _parse_body(body)

    async def check_urls(self, *urls_to_check: str) -> None:
        """Raises RequestError url_not_allowed if one of the URLs, or an address it resolves to, may not be called."""
        await _within_time_limit(asyncio.gather(*(self._check_url(url) for url in set(urls_to_check))))

    async def _request(self, method: str, url: str, bearer: str, content: bytes | None) -> tuple[int, bytes]:
        return await _within_time_limit(self._exchange(method, url, _headers(bearer, content), content))

    async def _exchange(
        self, method: str, url: str, headers: httpx2.Headers, content: bytes | None
    ) -> tuple[int, bytes]:
        self._check_form(url)
        request = self._http.build_request(method, url, headers=headers, content=content)
        response = await self._http.send(request, stream=True, follow_redirects=False)
        try:
            return response.status_code, await _read_body(response)
        finally:
            await response.aclose()

    def _check_form(self, url: str) -> None:
        if not urls.is_outgoing_allowed(url, self._allow_loopback):
            raise RequestError("url_not_allowed")

    async def _check_url(self, url: str) -> None:
        self._check_form(url)
        if not self._allow_loopback and not public_address(await self._resolver(urlsplit(url).hostname or "")):
            raise RequestError("url_not_allowed")


async def _within_time_limit(awaitable: Awaitable[T]) -> T:
    """Await name resolution, connection and body within one limit of TIMEOUT_SECONDS."""
    try:
        async with asyncio.timeout(TIMEOUT_SECONDS):
            return await awaitable
    except (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError) as fault:
        if is_refused(fault):
            raise RequestError("url_not_allowed") from fault
        raise RequestError("config_bad", {"fault": type(fault).__name__}) from fault


def _headers(bearer: str, content: bytes | None) -> httpx2.Headers:
    if _CONTROL.search(bearer):
        raise RequestError("config_bad", {"fault": "registration token"})
    headers = {"User-Agent": USER_AGENT, "Accept": "application/json", "Accept-Encoding": "identity"}
    headers |= {"Content-Type": "application/json"} if content else {}
    headers |= {"Authorization": f"Bearer {bearer}"} if bearer else {}
    return httpx2.Headers(headers, encoding="utf-8")


async def _read_body(response: httpx2.Response) -> bytes:
    body = b""
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise RequestError("config_bad", {"fault": "too large"})
    return body


def _parse_body(body: bytes) -> dict[str, object]:
    try:
        return parse_object(body)
    except ValueError as fault:
        raise RequestError("config_bad", {"fault": "no JSON object"}) from fault
