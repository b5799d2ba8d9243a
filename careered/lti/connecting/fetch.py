"""Asking a platform that nobody knows yet: only public addresses, no detours, nothing large, nothing slow."""

import asyncio
import json
from collections.abc import Awaitable, Mapping
from typing import TypeVar
from urllib.parse import urlsplit

import httpx2

from careered.lti import urls
from careered.lti.client import USER_AGENT
from careered.lti.connecting.names import Resolve, public_address, resolve
from careered.lti.connecting.reason import reason_in
from careered.lti.strict_json import parse_object
from careered.web.refusals import Refused

SECONDS = 8
LARGEST = 256 * 1024
_TAKEN = {200, 201}
T = TypeVar("T")


class Fetcher:
    """One for the process. allow_loopback: trying out, platforms on this machine are allowed too."""

    def __init__(self, http: httpx2.AsyncClient, *, allow_loopback: bool, names: Resolve = resolve) -> None:
        self._http, self._allow_loopback, self._names = http, allow_loopback, names

    async def get(self, url: str, bearer: str) -> dict[str, object]:
        """A JSON object. Refuses with url_not_allowed and config_bad."""
        status, body = await self._ask("GET", url, bearer, None)
        if status != 200:
            raise Refused("config_bad", {"status": status})
        return _object(body)

    async def post(self, url: str, bearer: str, document: Mapping[str, object]) -> dict[str, object]:
        """The JSON object that answers a posted one; its refusal in the platform's words (registration_refused)."""
        status, body = await self._ask("POST", url, bearer, json.dumps(document).encode())
        if status not in _TAKEN:
            raise Refused("registration_refused", {"status": status}, words=reason_in(body))
        return _object(body)

    async def check(self, *addresses: str) -> None:
        """Refuses with url_not_allowed what must not be called, whatever its name is and wherever that leads."""
        await _in_time(asyncio.gather(*(self._target(url) for url in set(addresses))))

    async def _ask(self, method: str, url: str, bearer: str, content: bytes | None) -> tuple[int, bytes]:
        return await _in_time(self._exchange(method, url, _headers(bearer, content), content))

    async def _exchange(
        self, method: str, url: str, headers: Mapping[str, str], content: bytes | None
    ) -> tuple[int, bytes]:
        target = await self._target(url)
        # Closed at once: kept, it would serve the next name at the same address with this one's certificate.
        given = {**headers, "Host": httpx2.URL(url).netloc.decode(), "Connection": "close"}
        extensions = {"sni_hostname": urlsplit(url).hostname}
        request = self._http.build_request(method, target, headers=given, content=content, extensions=extensions)
        response = await self._http.send(request, stream=True, follow_redirects=False)
        try:
            return response.status_code, await _body(response)
        finally:
            await response.aclose()

    async def _target(self, url: str) -> httpx2.URL:
        """Where to connect to: the very address that was checked, for a name may lead elsewhere when asked again."""
        if not urls.outgoing_allowed(url, self._allow_loopback):
            raise Refused("url_not_allowed")
        if self._allow_loopback:
            return httpx2.URL(url)
        address = await public_address(urlsplit(url).hostname or "", self._names)
        if not address:
            raise Refused("url_not_allowed")
        return httpx2.URL(url).copy_with(host=address)


async def _in_time(work: Awaitable[T]) -> T:
    """Names, connection and every last byte within one time limit, however slowly they drip."""
    try:
        async with asyncio.timeout(SECONDS):
            return await work
    except (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError) as fault:
        raise Refused("config_bad", {"fault": type(fault).__name__}) from fault


def _headers(bearer: str, content: bytes | None) -> dict[str, str]:
    if not (bearer.isascii() and bearer.isprintable()):
        raise Refused("config_bad", {"fault": "registration token"})
    headers = {"User-Agent": USER_AGENT, "Accept": "application/json", "Accept-Encoding": "identity"}
    headers |= {"Content-Type": "application/json"} if content else {}
    return headers | ({"Authorization": f"Bearer {bearer}"} if bearer else {})


async def _body(response: httpx2.Response) -> bytes:
    body = b""
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > LARGEST:
            raise Refused("config_bad", {"fault": "too large"})
    return body


def _object(body: bytes) -> dict[str, object]:
    try:
        return parse_object(body)
    except ValueError as fault:
        raise Refused("config_bad", {"fault": "no JSON object"}) from fault
