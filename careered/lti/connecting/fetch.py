"""Asking a platform that nobody knows yet: only public addresses, no detours, nothing large, nothing slow."""

import asyncio
import json
import socket
from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

import httpx2

from careered.lti import urls
from careered.lti.agent import USER_AGENT
from careered.web.refusals import Refused

SECONDS = 8
LARGEST = 256 * 1024


class Fetcher:
    """One for the process. allow_loopback: trying out, platforms on this machine are allowed too."""

    def __init__(self, http: httpx2.AsyncClient, *, allow_loopback: bool) -> None:
        self._http, self._allow_loopback = http, allow_loopback

    async def get(self, url: str, bearer: str) -> dict[str, object]:
        """A JSON object. Refuses with url_not_allowed and config_bad."""
        status, body = await self._ask("GET", url, bearer, None)
        if status != 200:
            raise Refused("config_bad", {"status": status})
        return _object(body)

    async def post(self, url: str, bearer: str, document: Mapping[str, object]) -> dict[str, object]:
        """The JSON object that answers a posted one; its refusal in the platform's words (registration_refused)."""
        status, body = await self._ask("POST", url, bearer, json.dumps(document).encode())
        if status not in {200, 201}:
            raise Refused("registration_refused", {"status": status}, words=_words(body))
        return _object(body)

    async def check(self, url: str) -> None:
        """Refuses with url_not_allowed what must not be called, whatever its name is and wherever that leads."""
        if not urls.outgoing_allowed(url, self._allow_loopback):
            raise Refused("url_not_allowed")
        if not self._allow_loopback and await _leads_inside(urlsplit(url).hostname or ""):
            raise Refused("url_not_allowed")

    async def _ask(self, method: str, url: str, bearer: str, content: bytes | None) -> tuple[int, bytes]:
        await self.check(url)
        headers = {"User-Agent": USER_AGENT, "Accept": "application/json", "Accept-Encoding": "identity"}
        headers |= {"Content-Type": "application/json"} if content else {}
        headers |= {"Authorization": f"Bearer {bearer}"} if bearer else {}
        try:
            async with (
                asyncio.timeout(SECONDS),
                self._http.stream(method, url, headers=headers, content=content, follow_redirects=False) as response,
            ):
                return response.status_code, await _body(response)
        except (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError) as fault:
            raise Refused("config_bad", {"fault": type(fault).__name__}) from fault


async def _body(response: httpx2.Response) -> bytes:
    body = b""
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > LARGEST:
            raise Refused("config_bad", {"fault": "too large"})
    return body


async def _leads_inside(host: str) -> bool:
    """Whether a public name resolves to this machine or a private network. One that resolves to nothing does not."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return False
    return any(not ip_address(str(address[4][0]).split("%")[0]).is_global for address in found)


def _object(body: bytes) -> dict[str, object]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as fault:
        raise Refused("config_bad", {"fault": "not JSON"}) from fault
    if not isinstance(found, dict):
        raise Refused("config_bad", {"fault": "no object"})
    return found


def _words(body: bytes) -> str:
    """What the platform says, short; pages of HTML say nothing."""
    text = body[:2048].decode(errors="replace").strip()
    return "" if text.startswith("<") else text[:200]
