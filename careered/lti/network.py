"""Connections to platforms: to public addresses only, checked at every connection, and cut when time is up.

A name may resolve to another address each time (DNS rebinding), so the address that was checked is the one that is
connected to. The certificate is still checked against the name.
"""

import ssl
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

import httpcore2
import httpx2

from careered.lti.dns import Resolver, look_up, public_address, resolve
from careered.lti.time_limit import remaining_seconds

NameLookup = Callable[[str], list[str]]
_LIMITS: Mapping[str, Any] = {"max_connections": 100, "max_keepalive_connections": 20, "keepalive_expiry": 5}
_SocketOptions = Iterable[httpcore2.SOCKET_OPTION] | None


class AddressNotAllowed(httpcore2.ConnectError):
    """A name resolves to an address inside a network, where this tool calls nobody."""


def checked_address(addresses: list[str]) -> str:
    """The address to connect to. Raises ConnectError if there is none, AddressNotAllowed if one is not public."""
    if not addresses:
        raise httpcore2.ConnectError("unknown name")
    address = public_address(addresses)
    if not address:
        raise AddressNotAllowed("not public")
    return address


def is_refused(error: Exception) -> bool:
    """Whether an error of a client is an AddressNotAllowed."""
    return isinstance(error.__cause__, AddressNotAllowed)


class _TimedStream(httpcore2.NetworkStream):
    """A connection whose every step ends with the time limit of the thread that works with it."""

    def __init__(self, stream: httpcore2.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _within_limit(timeout, httpcore2.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _within_limit(timeout, httpcore2.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        limit = _within_limit(timeout, httpcore2.ConnectTimeout)
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, limit))

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def _within_limit(timeout: float | None, expired: type[httpcore2.TimeoutException]) -> float | None:
    remaining = remaining_seconds()
    if remaining <= 0:
        raise expired("time is up")
    limit = remaining if timeout is None else min(timeout, remaining)
    return None if limit == float("inf") else limit


class _PlatformBackend(httpcore2.NetworkBackend):
    def __init__(self, lookup: NameLookup | None) -> None:
        self._lookup, self._network = lookup, httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: _SocketOptions = None,
    ) -> httpcore2.NetworkStream:
        address = checked_address(self._lookup(host)) if self._lookup else host
        limit = _within_limit(timeout, httpcore2.ConnectTimeout)
        return _TimedStream(self._network.connect_tcp(address, port, limit, local_address, socket_options))


class _AsyncPlatformBackend(httpcore2.AsyncNetworkBackend):
    """Without time limits of its own: asyncio.timeout cuts a coroutine anywhere."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver, self._network = resolver, httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: _SocketOptions = None,
    ) -> httpcore2.AsyncNetworkStream:
        address = checked_address(await self._resolver(host))
        return await self._network.connect_tcp(address, port, timeout, local_address, socket_options)


@cache
def _tls_context() -> ssl.SSLContext:
    """One for all clients of a process: reading the machine's certificates takes 25 ms of CPU each time."""
    return httpx2.create_ssl_context()


def platform_client(*, allow_loopback: bool, lookup: NameLookup = look_up) -> httpx2.Client:
    """A client for platforms' services. allow_loopback: addresses are not checked (development)."""
    transport = httpx2.HTTPTransport(verify=_tls_context())
    transport._pool = httpcore2.ConnectionPool(
        ssl_context=_tls_context(),
        **_LIMITS,
        network_backend=_PlatformBackend(None if allow_loopback else lookup),
    )
    return httpx2.Client(transport=transport)


def async_platform_client(*, allow_loopback: bool, resolver: Resolver = resolve) -> httpx2.AsyncClient:
    """A client for key sets and registrations; see platform_client."""
    if allow_loopback:
        return httpx2.AsyncClient(verify=_tls_context(), timeout=5)
    transport = httpx2.AsyncHTTPTransport(verify=_tls_context())
    transport._pool = httpcore2.AsyncConnectionPool(
        ssl_context=_tls_context(),
        **_LIMITS,
        network_backend=_AsyncPlatformBackend(resolver),
    )
    return httpx2.AsyncClient(transport=transport, timeout=5)
