"""Resolves host names, so that the checked address is the one that is connected to."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any

from careered.lti import urls

Resolver = Callable[[str], Awaitable[list[str]]]


def look_up(host: str) -> list[str]:
    """IP addresses of a name, IPv4 first (it works more often). Empty if there are none."""
    try:
        return _addresses(socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))
    except (OSError, UnicodeError):  # unknown or invalid name
        return []


async def resolve(host: str) -> list[str]:
    """As look_up, without holding up other coroutines."""
    try:
        return _addresses(await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM))
    except (OSError, UnicodeError):
        return []


def _addresses(address_infos: Iterable[tuple[Any, ...]]) -> list[str]:
    return sorted(dict.fromkeys(str(info[4][0]) for info in address_infos), key=lambda address: ":" in address)


def public_address(addresses: Sequence[str]) -> str:
    """The IP address of a name to connect to; "" if there is none, or if any of them is not public."""
    return addresses[0] if addresses and all(urls.is_public(address) for address in addresses) else ""
