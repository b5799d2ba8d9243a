"""Cache of platforms' key sets: fetched over HTTP, refetched on key rotation, served stale if the server is down.

The only request to a platform that a user waits for. So: a limit of five seconds, one fetch at a time per URL, and none
while the cached set is fresh.
"""

import asyncio
import contextlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

import httpx2
from joserfc.jwk import RSAKey as Key

from careered import clock
from careered.lti.client import USER_AGENT
from careered.lti.jwks_parser import KeysById, parse_keys
from careered.lti.platform import Registration
from careered.web.errors import RequestError

TIMEOUT_SECONDS = 5
MAX_BODY_BYTES = 256 * 1024
MAX_FRESHNESS_LIFETIME, MIN_FRESHNESS_LIFETIME = timedelta(hours=1), timedelta(minutes=1)
STALE_IF_ERROR = timedelta(hours=24)
REFETCH_INTERVAL = timedelta(minutes=1)
FAILURE_BACKOFF = timedelta(minutes=1)
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age=\"?(\d{1,9})", re.IGNORECASE)
_HEADERS = {"User-Agent": USER_AGENT, "Accept": "application/json", "Accept-Encoding": "identity"}

T = TypeVar("T")


@dataclass(frozen=True)
class _CachedKeys:
    keys: KeysById
    fetched_at: datetime
    fresh_until: datetime


@dataclass(frozen=True, eq=False)
class _FailedFetch:
    code: str
    failed_at: datetime


class PlatformKeys:
    """Key sets of all platforms, in memory, by their JWKS URL. One instance per process."""

    def __init__(self, http: httpx2.AsyncClient, now: Callable[[], datetime] = clock.now) -> None:
        self._http, self._now = http, now
        self._cache: dict[str, _CachedKeys] = {}
        self._failures: dict[str, _FailedFetch] = {}
        self._refetched_at: dict[str, datetime] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def find(self, registration: Registration, kid: str) -> Sequence[Key]:
        """The keys with this `kid`, one or more. Raises RequestError jwks_unavailable, jwks_bad or kid_unknown."""
        url = registration.jwks_url
        if keys := self._fresh_keys(url, kid):
            return keys
        failure_before = self._failures.get(url)
        async with self._locks.setdefault(url, asyncio.Lock()):
            if not (keys := self._fresh_keys(url, kid)):  # another launch may have fetched it meanwhile
                keys = await self._renewed_keys(url, kid, failure_before)
        if not keys:
            raise RequestError("kid_unknown")
        return keys

    async def verify(self, registration: Registration, kid: str, check: Callable[[Sequence[Key]], T]) -> T:
        """What `check` makes of the keys; once more with new ones if they do not fit the signature (sig_invalid).

        Some platforms change a key and keep its name.
        """
        keys = await self.find(registration, kid)
        try:
            return check(keys)
        except RequestError as error:
            if error.code != "sig_invalid" or not (changed_keys := await self._changed_keys(registration, kid, keys)):
                raise
        return check(changed_keys)

    async def _changed_keys(self, registration: Registration, kid: str, tried: Sequence[Key]) -> Sequence[Key]:
        """The keys with this `kid` if they were fetched after those that were tried, now or by another launch."""
        url = registration.jwks_url
        async with self._locks.setdefault(url, asyncio.Lock()):
            if self._fresh_keys(url, kid) is tried and self._may_refetch(url):
                self._refetched_at[url] = self._now()
                with contextlib.suppress(RequestError):
                    await self._refetch(url)
            keys = self._fresh_keys(url, kid)
        return () if keys is tried else keys

    def _fresh_keys(self, url: str, kid: str) -> Sequence[Key]:
        cached = self._cache.get(url)
        return cached.keys.get(kid, ()) if cached and self._now() < cached.fresh_until else ()

    async def _renewed_keys(self, url: str, kid: str, failure_before: _FailedFetch | None) -> Sequence[Key]:
        """Fetch if allowed, and find again. Empty if the platform has no such key."""
        is_refetch = self._is_fresh(url)
        if is_refetch and not self._may_refetch(url):
            return ()
        try:
            self._respect_recent_failure(url, failure_before)
            await self._refetch(url)
        except RequestError:
            if not (stale_keys := self._stale_keys(url, kid)):
                raise
            return stale_keys
        if is_refetch:
            self._refetched_at[url] = self._now()
        return self._cache[url].keys.get(kid, ())

    def _is_fresh(self, url: str) -> bool:
        cached = self._cache.get(url)
        return cached is not None and self._now() < cached.fresh_until

    def _may_refetch(self, url: str) -> bool:
        """An unknown `kid` triggers a refetch, at most once a minute: anybody can send unknown ids."""
        refetched_at = self._refetched_at.get(url)
        return refetched_at is None or self._now() - refetched_at >= REFETCH_INTERVAL

    def _stale_keys(self, url: str, kid: str) -> Sequence[Key]:
        cached = self._cache.get(url)
        return cached.keys.get(kid, ()) if cached and self._now() - cached.fetched_at < STALE_IF_ERROR else ()

    def _respect_recent_failure(self, url: str, failure_before: _FailedFetch | None) -> None:
        """Raise the recent failure instead of fetching again. Launches that waited for a failed fetch share its result,
        or a class would wait one by one; with stale keys in the cache there is no new fetch for a minute.
        """
        failure = self._failures.get(url)
        if failure is None:
            return
        if failure is not failure_before or (url in self._cache and self._now() - failure.failed_at < FAILURE_BACKOFF):
            raise RequestError(failure.code)

    async def _refetch(self, url: str) -> None:
        try:
            self._cache[url] = await self._fetch(url)
        except RequestError as error:
            self._failures[url] = _FailedFetch(error.code, self._now())
            raise
        self._failures.pop(url, None)

    async def _fetch(self, url: str) -> _CachedKeys:
        try:
            async with (
                asyncio.timeout(TIMEOUT_SECONDS),
                self._http.stream("GET", url, headers=_HEADERS, follow_redirects=False) as response,
            ):
                body = await _body(response)
        except (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError) as fault:
            raise RequestError("jwks_unavailable", {"fault": type(fault).__name__}) from fault
        fetched_at = self._now()
        return _CachedKeys(
            parse_keys(body), fetched_at, fetched_at + _freshness_lifetime(response.headers.get("cache-control", ""))
        )


async def _body(response: httpx2.Response) -> bytes:
    """The body, at most MAX_BODY_BYTES. Raises RequestError jwks_unavailable or jwks_bad."""
    if response.status_code != 200:
        raise RequestError("jwks_unavailable", {"status": response.status_code})
    body = b""
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise RequestError("jwks_bad")
    if body.lstrip().startswith(b"<"):  # a maintenance or sign-in page instead of the keys
        raise RequestError("jwks_unavailable", {"status": response.status_code})
    return body


def _freshness_lifetime(cache_control: str) -> timedelta:
    match = _MAX_AGE.search(cache_control)
    max_age = timedelta(seconds=int(match[1])) if match else MAX_FRESHNESS_LIFETIME
    return min(max(max_age, MIN_FRESHNESS_LIFETIME), MAX_FRESHNESS_LIFETIME)
