"""From a host's name to the addresses behind it, so that what is checked is what is connected to."""

import asyncio
import socket
from collections.abc import Awaitable, Callable

from careered.lti import urls

Resolver = Callable[[str], Awaitable[list[str]]]


async def resolve(host: str) -> list[str]:
    """A name's addresses, IPv4 first: where only one of the two works, it is that. Empty where it has none."""
    try:
        address_infos = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):  # no such name; a name that cannot be one
        return []
    return sorted(dict.fromkeys(str(info[4][0]) for info in address_infos), key=lambda address: ":" in address)


async def public_address(host: str, resolver: Resolver) -> str:
    """The address to connect to; "" where the name leads nowhere, or anywhere inside."""
    addresses = await resolver(host)
    return addresses[0] if addresses and all(urls.is_public(address) for address in addresses) else ""
