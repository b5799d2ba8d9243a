"""Fetching platforms' keys: cached, renewed when a platform changes them, and kept when its server is down.

The only request that a person ever waits for. So: five seconds, one fetch at a time for each address, and none at
all while a fresh enough answer is at hand.
"""

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx2
from joserfc.jwk import RSAKey as Key

from careered import clock
from careered.lti.client import USER_AGENT
from careered.lti.platform_keys import KeysById, parse_keys
from careered.lti.registration import Registration
from careered.web.refusals import Refused

TIMEOUT_SECONDS = 5
LARGEST = 256 * 1024
FRESH_AT_MOST, FRESH_AT_LEAST = timedelta(hours=1), timedelta(minutes=1)
STALE_AT_MOST = timedelta(hours=24)
BETWEEN_REFETCHES = timedelta(minutes=1)
AFTER_FAILURE = timedelta(minutes=1)
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age=\"?(\d{1,9})", re.IGNORECASE)
_HEADERS = {"User-Agent": USER_AGENT, "Accept": "application/json", "Accept-Encoding": "identity"}


@dataclass(frozen=True)
class _Fetched:
    keys: KeysById
    at: datetime
    fresh_until: datetime


@dataclass(frozen=True, eq=False)
class _Failed:
    code: str
    at: datetime


class PlatformKeys:
    """The keys of all platforms, in memory, by the address they are published at."""

    def __init__(self, http: httpx2.AsyncClient, now: Callable[[], datetime] = clock.now) -> None:
        self._http, self._now = http, now
        self._fetched: dict[str, _Fetched] = {}
        self._failed: dict[str, _Failed] = {}
        self._refetched: dict[str, datetime] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def find(self, registration: Registration, kid: str) -> Sequence[Key]:
        """The keys with this id, one or more. Refuses with jwks_unavailable, jwks_bad or kid_unknown."""
        url = registration.jwks_url
        if found := self._fresh(url, kid):
            return found
        failed_before = self._failed.get(url)
        async with self._locks.setdefault(url, asyncio.Lock()):
            if not (found := self._fresh(url, kid)):  # perhaps somebody has fetched it while we waited
                found = await self._renewed(url, kid, failed_before)
        if not found:
            raise Refused("kid_unknown")
        return found

    def _fresh(self, url: str, kid: str) -> Sequence[Key]:
        cached = self._fetched.get(url)
        return cached.keys.get(kid, ()) if cached and self._now() < cached.fresh_until else ()

    async def _renewed(self, url: str, kid: str, failed_before: _Failed | None) -> Sequence[Key]:
        """Fetch if that may help, and look again. Empty where the platform has no such key."""
        refetch = self._is_fresh(url)
        if refetch and not self._may_refetch(url):
            return ()
        try:
            self._spare(url, failed_before)
            await self._refetch(url)
        except Refused:
            if not (stale := self._stale(url, kid)):
                raise
            return stale
        if refetch:
            self._refetched[url] = self._now()
        return self._fetched[url].keys.get(kid, ())

    def _is_fresh(self, url: str) -> bool:
        cached = self._fetched.get(url)
        return cached is not None and self._now() < cached.fresh_until

    def _may_refetch(self, url: str) -> bool:
        """An unknown id asks again at once, but not more than once a minute: anybody can send unknown ids."""
        last = self._refetched.get(url)
        return last is None or self._now() - last >= BETWEEN_REFETCHES

    def _stale(self, url: str, kid: str) -> Sequence[Key]:
        cached = self._fetched.get(url)
        return cached.keys.get(kid, ()) if cached and self._now() - cached.at < STALE_AT_MOST else ()

    def _spare(self, url: str, failed_before: _Failed | None) -> None:
        """Leave a server alone that is down. Who waited for a fetch that failed shares its end, or a class would wait
        one by one; and where older keys are at hand, nobody asks again for a minute.
        """
        failed = self._failed.get(url)
        if failed is None:
            return
        if failed is not failed_before or (url in self._fetched and self._now() - failed.at < AFTER_FAILURE):
            raise Refused(failed.code)

    async def _refetch(self, url: str) -> None:
        try:
            self._fetched[url] = await self._fetch(url)
        except Refused as refused:
            self._failed[url] = _Failed(refused.code, self._now())
            raise
        self._failed.pop(url, None)

    async def _fetch(self, url: str) -> _Fetched:
        try:
            async with (
                asyncio.timeout(TIMEOUT_SECONDS),
                self._http.stream("GET", url, headers=_HEADERS, follow_redirects=False) as response,
            ):
                body = await _body(response)
        except (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError) as fault:
            raise Refused("jwks_unavailable", {"fault": type(fault).__name__}) from fault
        at = self._now()
        return _Fetched(parse_keys(body), at, at + _lifetime(response.headers.get("cache-control", "")))


async def _body(response: httpx2.Response) -> bytes:
    """The answer, read no further than LARGEST."""
    if response.status_code != 200:
        raise Refused("jwks_unavailable", {"status": response.status_code})
    body = b""
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > LARGEST:
            raise Refused("jwks_bad")
    if body.lstrip().startswith(b"<"):  # a maintenance or sign-in page instead of the keys
        raise Refused("jwks_unavailable", {"status": response.status_code})
    return body


def _lifetime(cache_control: str) -> timedelta:
    found = _MAX_AGE.search(cache_control)
    asked = timedelta(seconds=int(found[1])) if found else FRESH_AT_MOST
    return min(max(asked, FRESH_AT_LEAST), FRESH_AT_MOST)
