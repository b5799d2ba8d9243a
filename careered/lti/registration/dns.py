"""Resolves host names, so that the checked address is the one that is connected to."""

import asyncio
import socket
from collections.abc import Awaitable, Callable

from careered.lti import urls

Resolver = Callable[[str], Awaitable[list[str]]]


async def resolve(host: str) -> list[str]:
    """IP addresses of a name, IPv4 first (it works more often). Empty if there are none."""
    try:
        address_infos = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):  # unknown or invalid name
        return []
    return sorted(dict.fromkeys(str(info[4][0]) for info in address_infos), key=lambda address: ":" in address)


async def public_address(host: str, resolver: Resolver) -> str:
    """The IP address to connect to; "" if there is none, or if any of them is not public."""
    addresses = await resolver(host)
    return addresses[0] if addresses and all(urls.is_public(address) for address in addresses) else ""
